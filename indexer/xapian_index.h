#pragma once
// The seam around Xapian while building: shards written without term lists, value slots or
// positions, compacted into one database, decoded into flat postings. Xapian's exceptions end here.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "data/postings.h"
#include "data/result.h"
#include "indexer/product_terms.h"

namespace souk {

/// One shard: consecutive documents, numbered from 1 in the order added. One thread.
class XapianShard {
 public:
  static Result<XapianShard> create(const std::filesystem::path& dir);
  ~XapianShard();
  XapianShard(XapianShard&&) noexcept;
  XapianShard& operator=(XapianShard&&) noexcept;

  /// Terms with their masks as within-document frequency.
  Result<void> add(std::span<const TermCollector::Entry> terms);
  Result<void> finish();

 private:
  struct Impl;
  explicit XapianShard(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Joins shards into one database; docids follow the order of `shards`.
Result<void> compact_shards(const std::vector<std::filesystem::path>& shards,
                            const std::filesystem::path& target);

/// Counts of a decoded database.
struct DecodedCounts {
  std::uint64_t terms = 0;
  std::uint64_t postings = 0;
};
/// Decodes every posting list, by so many threads: Xapian's docid d becomes d − 1, its wdf the
/// mask. `progress(terms done)` may return false to stop with ErrorCode::interrupted.
Result<DecodedCounts> decode_postings(const std::filesystem::path& database, unsigned threads,
                                      SectionWriter& out,
                                      const std::function<bool(std::uint64_t)>& progress);

/// Compares a database with the postings derived from it; a message for each difference, the first
/// ten of them.
Result<std::vector<std::string>> compare_postings(const std::filesystem::path& database,
                                                  const Postings& postings);

}  // namespace souk
