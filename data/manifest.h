#pragma once
// manifest.json: what a generation is, and the digest of every file in it. Written last, before the
// generation is published. Values; any thread.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "data/money.h"
#include "data/result.h"

namespace souk {

/// The store format this build of Souk writes, and the oldest that it reads: 8 has whole docids in
/// its lists with buckets, 7 no forward index, 6 no tags and no places of dense lists in its
/// postings either.
inline constexpr std::uint32_t kStoreFormat = 9;
inline constexpr std::uint32_t kOldestFormat = 6;

struct Manifest {
  struct File {
    std::string name;  ///< relative to the generation's directory
    std::uint64_t bytes = 0;
    std::string digest;  ///< XXH3-128, hex
  };
  std::uint32_t format = kStoreFormat;
  std::uint64_t generation = 0;
  std::uint64_t base_sequence = 0;  ///< journal changes up to here are in the generation
  bool rebuilt = false;             ///< made from the store itself, not from a feed
  std::int64_t built_at = 0;        ///< seconds since the epoch
  std::string default_lang = "en";
  Currency currency;                    ///< the base
  std::map<std::string, double> rates;  ///< base units for one unit of the key
  std::uint64_t products = 0;
  std::uint64_t shops = 0;
  std::uint64_t categories = 0;
  std::uint64_t terms = 0;
  std::uint64_t postings = 0;
  std::vector<File> files;

  /// Its last member is the digest of what stands before it.
  [[nodiscard]] std::string to_json() const;
  /// `name` is for messages. Errors: corrupt (also for an unknown format, which is named).
  static Result<Manifest> parse(std::string_view json, std::string_view name);
  /// Of a generation's directory. Errors: as parse(), io.
  static Result<Manifest> read(const std::filesystem::path& dir);
  [[nodiscard]] std::uint64_t total_bytes() const;
};

/// Lists the files below `dir` (manifest.json excluded) with sizes and digests, by name. `stop` as
/// digest_file() has it.
Result<std::vector<Manifest::File>> digest_tree(const std::filesystem::path& dir,
                                                const std::atomic<bool>* stop = nullptr);

/// What a generation's directory has otherwise than its manifest says: files that are missing, that
/// fail their checksum, that it does not name. Reads every byte. Empty: nothing. Errors: io.
Result<std::vector<std::string>> check_files(const std::filesystem::path& dir,
                                             const Manifest& manifest,
                                             const std::atomic<bool>* stop = nullptr);

}  // namespace souk
