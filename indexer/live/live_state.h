#pragma once
// A generation with the live changes after it, as snapshots to search. A change of a product makes
// its document in the segment that holds it deleted, and a new one in a small segment in memory;
// small segments are merged in tiers. Where numbers alone change (price, stock, sales, rating), the
// generation's columns are rewritten instead, many products at a time: a column epoch.
// One thread; the snapshots it makes are anyone's.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "data/generation.h"
#include "data/snapshot.h"
#include "indexer/catalogue.h"
#include "indexer/live/change_batch.h"

namespace souk {

/// When changes of numbers alone are put into the generation's columns. Tests vary it.
struct EpochPolicy {
  /// A batch is put there at once where it changes more than one in so many of the generation's
  /// products: below it costs less to index them anew (souk-bench-changes).
  std::size_t one_in_at_once = 1024;
  /// Products that were indexed anew for their numbers alone go back when they are more than one in
  /// so many: the dirty set.
  std::size_t one_in_dirty = 100;
};

class LiveState {
 public:
  /// The generation alone. `threads`: how many may index at once.
  explicit LiveState(std::shared_ptr<const Generation> generation, unsigned threads = 1,
                     EpochPolicy policy = {});

  /// Applies changes in ascending order of sequence; those up to snapshot()->sequence are skipped.
  /// A patch of what is not there changes nothing. All or none; errors: corrupt.
  /// O(products changed · (their text + log products) + segments · documents / 64), and
  /// Columns::with where a column epoch begins.
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
  /// Changes that a restart would replay.
  [[nodiscard]] std::uint64_t replayed_changes() const { return snapshot_->sequence - base_; }

 private:
  void delete_changed(const ChangeBatch& batch, Snapshot& next) const;
  Result<void> add_changed(ChangeBatch& batch, Snapshot& next) const;
  void note_dirty(const ChangeBatch& batch);
  void absorb_dirty();
  Result<std::vector<std::shared_ptr<const Segment>>> index(std::vector<Product> products,
                                                            const Catalogue& catalogue) const;

  unsigned threads_;
  EpochPolicy policy_;
  std::uint64_t base_;  ///< the last change that the generation holds
  /// Null until the first change: whoever only searches does not wait for it, nor hold it.
  std::shared_ptr<const Catalogue> catalogue_;
  std::shared_ptr<const Snapshot> snapshot_;
  /// Products of the generation that live segments hold for their numbers alone.
  std::unordered_set<std::string> dirty_;
};

}  // namespace souk
