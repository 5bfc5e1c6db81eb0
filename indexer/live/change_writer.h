#pragma once
// Accepts live changes: checks each against what is there, appends the good ones to the journal,
// and answers when they are durable. Requests that come while the disk syncs share the next sync
// (group commit). `change` from any thread; one thread of the writer's own appends.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "data/event_log.h"
#include "data/journal.h"
#include "data/snapshot.h"
#include "data/store.h"
#include "indexer/live/live_state.h"

namespace souk {

/// A line of changes that was not taken.
struct ChangeProblem {
  std::uint64_t line = 0;  ///< from 1
  std::string param;       ///< the field: "set.price.amount"
  std::string detail;
};

struct ChangeReport {
  std::uint64_t accepted = 0;
  std::uint64_t sequence = 0;  ///< of the last change in the journal once the accepted ones are
  std::vector<ChangeProblem> errors;
};

class ChangeWriter {
 public:
  /// Where durable changes go, in order, from the writer's thread.
  using Deliver = std::function<void(std::vector<SequencedChange>)>;
  /// More changes than these between journal and searches are refused: bounds memory.
  static constexpr std::uint64_t kMostUnapplied = 100'000;
  /// So are more than a few while the oldest of them has waited this long, so that what is
  /// acknowledged is visible within a second whatever comes in. It is the age that is bounded, for
  /// how many changes fit into a second depends on them: patches share a column epoch.
  static constexpr std::chrono::milliseconds kMostBehind{500};
  static constexpr std::uint64_t kFewUnapplied = 1'000;

  /// Opens the journal of a store and takes LOCK.live. `sequence`: what the journal goes on from
  /// where it is empty. Errors: conflict (another live writer), corrupt, io.
  static Result<std::unique_ptr<ChangeWriter>> open(const Store& store, std::uint64_t sequence,
                                                    Deliver deliver);
  ~ChangeWriter();
  ChangeWriter(const ChangeWriter&) = delete;
  ChangeWriter& operator=(const ChangeWriter&) = delete;

  /// Ends the thread; what waits is answered, what comes later is refused.
  void stop();

  /// Takes JSON Lines. Waits until what is good in them is durable. Errors: unavailable (too many
  /// changes under way: try again), io (nothing of this was acknowledged, and nothing will be until
  /// the store is opened anew).
  Result<ChangeReport> change(std::string_view lines);

  /// Changes up to here are visible in `snapshot`, which the next checks are made against.
  void applied(std::shared_ptr<const Snapshot> snapshot);
  /// The last durable change.
  [[nodiscard]] std::uint64_t durable_sequence() const;
  /// What opening the journal had to say; empty: nothing.
  [[nodiscard]] const std::string& warning() const { return journal_.warning(); }
  /// Removes journal files that hold only changes up to this one.
  Result<void> drop_until(std::uint64_t sequence);

 private:
  struct Line {
    std::uint64_t number;
    std::string text;
    Change change;
  };
  struct Submission {
    std::vector<Line> lines;
    ChangeReport report;
    std::optional<Error> error;
    bool done = false;
  };
  ChangeWriter(std::filesystem::path dir, StoreLock lock, Journal journal, EventLog events,
               Deliver deliver);

  void run();
  /// Whether searches are too far behind to take more. With mutex_ held.
  [[nodiscard]] bool is_behind() const;
  void commit(std::vector<Submission*>& batch);
  [[nodiscard]] std::optional<ChangeProblem> refuse(const Line& line,
                                                    const Snapshot& snapshot) const;
  [[nodiscard]] bool exists(const Change& change, const Snapshot& snapshot) const;

  std::filesystem::path dir_;  ///< the journal's
  StoreLock lock_;
  Deliver deliver_;
  Journal journal_;  ///< the writer's thread alone, with file_mutex_
  EventLog events_;
  std::mutex file_mutex_;
  /// What changes that are not in snapshot_ yet leave: by subject and id.
  struct Pending {
    std::uint64_t sequence;
    bool exists;
  };
  std::uint64_t checked_against_ = 0;                 ///< the snapshot's that pending_ follows
  std::unordered_map<std::string, Pending> pending_;  ///< the writer's thread alone

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable done_;
  std::vector<Submission*> waiting_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::uint64_t durable_ = 0;
  /// When changes up to a sequence became durable; of those that are not in snapshot_ yet.
  struct Committed {
    std::uint64_t sequence;
    std::chrono::steady_clock::time_point time;
  };
  std::deque<Committed> unapplied_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace souk
