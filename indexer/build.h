#pragma once
// From a feed to a published generation: `souk-indexer build` without its talk. Two passes:
//   1. read and check every line (parallel); good lines go to a spool file, with what ordering
//   needs;
//   2. in docid order (sales descending, then id), runs of products become Xapian shards, columns,
//      cards and documents (parallel); the shards are compacted and their postings decoded.
// The generation is checked, made durable and published by renames; until then nothing that serves
// is touched. Errors come as Results; nothing here prints.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "data/money.h"
#include "data/result.h"

namespace souk {

/// A line that was not taken (or, as a warning, taken with a remark).
struct LineProblem {
  std::string file;
  std::uint64_t line = 0;
  std::string field;
  std::string message;
  bool warning = false;
  /// "file:line: field: what"; the field is "line" where the problem is the line itself.
  [[nodiscard]] std::string text() const;
};

enum class OnError : std::uint8_t { skip, stop };

struct BuildOptions {
  std::vector<std::string> feeds;
  std::string shops;                    ///< empty: none
  std::string categories;               ///< empty: none
  std::vector<std::string> query_logs;  ///< of the server; empty: none
  std::filesystem::path store;
  std::string default_lang = "en";
  unsigned threads = 1;
  std::uint64_t memory = std::uint64_t{2} << 30;  ///< bytes that work under way may take
  OnError on_error = OnError::skip;
  std::optional<Currency> currency;  ///< nothing: the commonest in the feed
  std::string rates;                 ///< a TOML file; empty: none
  std::optional<std::uint64_t> since_sequence;
  bool rebuild = false;  ///< the feed is the store's own products
};

/// How a build talks to its caller. Callbacks come from worker threads, one at a time.
struct BuildEvents {
  std::function<void(const LineProblem&)> problem = [](const LineProblem&) {};
  /// A stage's name, units done and in all (0: unknown), and the unit's name.
  std::function<void(const char* stage, std::uint64_t done, std::uint64_t total)> progress =
      [](const char*, std::uint64_t, std::uint64_t) {};
  /// Set from outside to end the build early, with ErrorCode::interrupted.
  std::atomic<bool>* stop = nullptr;
};

struct BuildResult {
  std::uint64_t generation = 0;
  std::uint64_t products = 0;
  std::uint64_t shops = 0;
  std::uint64_t categories = 0;
  std::uint64_t lines = 0;
  std::uint64_t bad_lines = 0;
  std::uint64_t warnings = 0;
  std::uint64_t bytes = 0;
  /// Products whose price has no rate to the base currency.
  std::uint64_t without_rate = 0;
};

/// Builds and publishes. Errors: bad_input (a file that cannot be a feed; over 1 % bad lines; the
/// first bad line with OnError::stop), conflict (another build), io, corrupt, interrupted. On an
/// error the store is as it was.
Result<BuildResult> build(const BuildOptions& options, const BuildEvents& events);

}  // namespace souk
