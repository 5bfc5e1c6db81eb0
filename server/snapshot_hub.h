#pragma once
// The snapshot that searches run over, kept current by a LiveStore. Readers hold what they took;
// the last snapshot of a generation that was swapped out stays for the relevance cursors that are
// pinned to it. Any thread, without a lock held while searching.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "data/snapshot.h"
#include "data/store.h"
#include "indexer/live/live_store.h"

namespace souk {

class SnapshotHub {
 public:
  using Clock = std::chrono::steady_clock;
  /// How long a generation stays readable by its cursors after a swap.
  static constexpr std::chrono::seconds kRetention{60};

  /// `talk`: where swaps and damage are reported; called from the store's threads and from open().
  SnapshotHub(std::filesystem::path store, std::function<void(const std::string&)> talk,
              LiveOptions options = {});

  /// What is to be done before another generation than `before` is served, on a thread that gives
  /// way to others. Asked before open().
  using Prepare = std::function<void(const Snapshot& before, const Snapshot& next)>;
  void prepare_by(Prepare prepare) { prepare_ = std::move(prepare); }
  /// Opens the store as LiveStore::open does.
  Result<void> open();

  [[nodiscard]] std::shared_ptr<const Snapshot> get() const;
  /// The snapshot of a generation: the current one, or one swapped out at most kRetention ago.
  [[nodiscard]] std::shared_ptr<const Snapshot> get(std::uint64_t generation) const;
  [[nodiscard]] const Store& store() const { return store_; }
  /// The store that is served, once open: it takes live changes.
  [[nodiscard]] LiveStore& live() const { return *live_; }

 private:
  struct Retired {
    std::shared_ptr<const Snapshot> snapshot;
    Clock::time_point since;
  };
  void take(std::shared_ptr<const Snapshot> next);

  Store store_;
  std::function<void(const std::string&)> talk_;
  LiveOptions options_;
  Prepare prepare_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> current_;
  std::vector<Retired> retired_;
  std::unique_ptr<LiveStore> live_;  ///< last: its threads call take()
};

}  // namespace souk
