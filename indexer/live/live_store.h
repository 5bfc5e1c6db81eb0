#pragma once
// A store that is served: follows CURRENT, replays the journal behind each generation, makes live
// changes visible, merges their segments, and rebuilds the generation when they are many. A thread
// of its own applies; merges, generations that are being opened and rebuilds have one each while
// they last. All functions from any thread.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "data/store.h"
#include "indexer/live/change_writer.h"
#include "indexer/live/live_state.h"

namespace souk {

struct LiveOptions {
  /// Be the store's live writer; while another process is, follow its journal.
  bool accept_changes = false;
  unsigned threads = 1;  ///< for replaying a journal
  /// Changes become visible in batches, at most this long after they are durable.
  std::chrono::milliseconds refresh{100};
  /// How often CURRENT, and another writer's journal, are looked at.
  std::chrono::milliseconds poll{200};
  /// The generation is rebuilt when changed documents are more than this share of it.
  double rebuild_share = 0.2;
  /// … and at least so many.
  std::uint64_t rebuild_least = 10'000;
  /// It is rebuilt too when a restart would replay more changes than this.
  std::uint64_t rebuild_changes = 1'000'000;
};

class LiveStore {
 public:
  /// Called with every new snapshot, and with the current one now and then, from the applying
  /// thread; once by open().
  using Publish = std::function<void(std::shared_ptr<const Snapshot>)>;
  using Talk = std::function<void(const std::string&)>;

  /// Opens the active generation (or the newest sound one, loudly) with every change after it. Its
  /// files are compared with their digests afterwards, in the background: where they are damaged an
  /// older generation takes over, loudly. Later generations are compared before they are served.
  /// Errors: not_found, corrupt (also a damaged journal), io.
  static Result<std::unique_ptr<LiveStore>> open(const std::filesystem::path& dir,
                                                 LiveOptions options, Publish publish, Talk talk);
  ~LiveStore();
  LiveStore(const LiveStore&) = delete;
  LiveStore& operator=(const LiveStore&) = delete;

  /// As ChangeWriter::change. Errors: unavailable where changes are not accepted here; conflict
  /// while another process accepts them.
  Result<ChangeReport> change(std::string_view lines);
  /// Waits until changes up to `sequence` are visible, at most `patience`; at once when there is no
  /// such change yet. False: they are not.
  bool wait_visible(std::uint64_t sequence, std::chrono::milliseconds patience);
  /// Looks at CURRENT now instead of at the next poll, and waits, at most `patience`, until the
  /// generation is served.
  void serve_soon(std::uint64_t generation, std::chrono::milliseconds patience);

  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const;
  [[nodiscard]] const Store& store() const { return store_; }

 private:
  using Opened = Result<std::unique_ptr<LiveState>>;
  LiveStore(Store store, LiveOptions options, Publish publish, Talk talk);

  Opened open_state(std::shared_ptr<const Generation> generation) const;
  Result<void> replay(LiveState& state) const;
  [[nodiscard]] std::shared_ptr<ChangeWriter> writer() const;
  Result<void> become_writer();
  void say_once(std::string message);
  void run();
  void check_served();
  void take_checked();
  using OpenGeneration = std::function<Result<std::shared_ptr<const Generation>>()>;
  /// Opens a generation, with the changes after it, on a thread of its own: for take_opened().
  void open_aside(std::uint64_t number, OpenGeneration open);
  void follow_current();
  void take_opened();
  void apply_waiting();
  void tend_segments();
  void tend_generation();
  void publish();

  Store store_;
  LiveOptions options_;
  Publish publish_;
  Talk talk_;
  std::unique_ptr<LiveState> state_;  ///< the applying thread alone

  std::string said_;           ///< a trouble that lasts is told once
  std::uint64_t refused_ = 0;  ///< a generation that would not open: not tried at every poll
  std::uint64_t opening_ = 0;
  std::future<Opened> opened_;
  std::optional<LiveState::Merge> merge_;
  std::future<Result<std::shared_ptr<const Segment>>> merged_;
  std::future<void> rebuilt_;
  std::uint64_t checking_ = 0;  ///< its number; 0 until the first check begins
  std::future<Result<std::vector<std::string>>> checked_;
  std::atomic<bool> closing_{false};  ///< ends a rebuild, and reading for a checksum, early

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable visible_;
  std::shared_ptr<ChangeWriter> writer_;  ///< null: another process writes, or none
  std::vector<SequencedChange> waiting_;
  std::shared_ptr<const Snapshot> snapshot_;
  bool hurry_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

/// A snapshot of a store as it is now, live changes and all, for commands that read it once.
Result<std::shared_ptr<const Snapshot>> open_snapshot(const std::filesystem::path& dir,
                                                      unsigned threads = 1);

}  // namespace souk
