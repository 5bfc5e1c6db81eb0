#pragma once
// A generation with the live changes after it, as snapshots to search. A change of a product makes
// its document in the segment that holds it deleted, and a new one in a small segment in memory;
// small segments are merged in tiers. One thread; the snapshots it makes are anyone's.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "data/change.h"
#include "data/generation.h"
#include "data/product_json.h"
#include "data/snapshot.h"
#include "indexer/catalogue.h"

namespace souk {

/// A change with its number in the journal.
struct SequencedChange {
  std::uint64_t sequence = 0;
  Change change;
};

class LiveState {
 public:
  /// The generation alone. `threads`: how many may index at once.
  explicit LiveState(std::shared_ptr<const Generation> generation, unsigned threads = 1);

  /// Applies changes in ascending order of sequence; those up to snapshot()->sequence are skipped.
  /// A patch of what is not there changes nothing. All or none; errors: corrupt.
  /// O(products changed · (their text + log products) + segments · documents / 64).
  Result<void> apply(std::span<const SequencedChange> changes);

  [[nodiscard]] const std::shared_ptr<const Snapshot>& snapshot() const { return snapshot_; }

  /// Segments of one tier that should become one, if there are enough of them.
  struct Merge {
    std::vector<std::shared_ptr<const Segment>> segments;
    std::vector<std::shared_ptr<const Deletions>> deletions;  ///< when the merge was planned
    std::shared_ptr<const Catalogue> catalogue;
    std::string default_lang;
  };
  [[nodiscard]] std::optional<Merge> plan_merge() const;
  /// One segment of a merge's live products. Any thread. Errors: corrupt.
  static Result<std::shared_ptr<const Segment>> run_merge(const Merge& merge);
  /// Puts the merged segment (null: nothing was left) where the merge's segments were; what was
  /// deleted since is deleted in it.
  void finish_merge(const Merge& merge, std::shared_ptr<const Segment> merged);

  /// Documents that live changes added or deleted, as a share of the generation's.
  [[nodiscard]] double changed_share() const;

 private:
  /// Products by id as a batch of changes leaves them; nothing: deleted.
  using Batch = std::unordered_map<std::string, std::optional<Product>>;
  struct Draft;

  /// What the changes leave; the sequence of the last.
  Result<std::uint64_t> fold(std::span<const SequencedChange> changes, Draft& draft) const;
  void delete_changed(const Draft& draft, Snapshot& next) const;
  Result<void> add_changed(Draft& draft, Snapshot& next) const;
  Result<void> apply_to_product(const Change& change, Draft& draft) const;
  Result<void> apply_to_shop(const Change& change, Draft& draft) const;
  Result<std::optional<Product>> product(const std::string& id, const Draft& draft) const;
  Result<Product> stored(const Segment& segment, Docid doc) const;
  Result<void> reindex_shop(std::uint32_t shop, Draft& draft) const;
  /// Makes the catalogue know the category and the shop that a product names.
  static void refer(const Product& product, Draft& draft);
  Result<std::vector<std::shared_ptr<const Segment>>> index(std::vector<Product> products,
                                                            const Catalogue& catalogue) const;

  unsigned threads_;
  std::shared_ptr<const Catalogue> catalogue_;
  std::shared_ptr<const Snapshot> snapshot_;
};

}  // namespace souk
