#pragma once
// The snapshot that searches run over, kept current: a thread of the hub's own looks at CURRENT and
// swaps the snapshot when it changes. Readers hold what they took; a generation that was swapped
// out stays for the relevance cursors that are pinned to it. `get` from any thread, without a lock
// held while searching.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "data/store.h"
#include "data/snapshot.h"

namespace souk {

class SnapshotHub {
 public:
  using Clock = std::chrono::steady_clock;
  /// How long a generation stays readable by its cursors after a swap.
  static constexpr std::chrono::seconds kRetention{60};
  /// How often CURRENT is looked at: well under the second that a swap may take.
  static constexpr std::chrono::milliseconds kPoll{200};

  /// `talk`: where the hub reports swaps and damage; called from its thread and from open().
  SnapshotHub(std::filesystem::path store, std::function<void(const std::string&)> talk);
  ~SnapshotHub();
  SnapshotHub(const SnapshotHub&) = delete;
  SnapshotHub& operator=(const SnapshotHub&) = delete;

  /// Opens the active generation (or the newest sound one, loudly) and starts following CURRENT.
  Result<void> open();

  [[nodiscard]] std::shared_ptr<const Snapshot> get() const;
  /// The snapshot of a generation: the current one, or one swapped out at most kRetention ago.
  [[nodiscard]] std::shared_ptr<const Snapshot> get(std::uint64_t generation) const;
  [[nodiscard]] const Store& store() const { return store_; }
  /// Looks at CURRENT now instead of at the next poll, and waits (at most `patience`) until the
  /// generation is served.
  void serve_soon(std::uint64_t generation, std::chrono::milliseconds patience);

 private:
  struct Retired {
    std::shared_ptr<const Snapshot> snapshot;
    Clock::time_point since;
  };
  void follow();
  void look();

  Store store_;
  std::function<void(const std::string&)> talk_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable swapped_;
  std::shared_ptr<const Snapshot> current_;
  std::vector<Retired> retired_;
  std::uint64_t refused_ = 0;  ///< a generation that would not open: not tried again every poll
  bool stopping_ = false;
  bool poked_ = false;
  std::thread follower_;
};

}  // namespace souk
