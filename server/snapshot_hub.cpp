#include "server/snapshot_hub.h"

#include <unistd.h>

#include <thread>

namespace souk {
namespace {

/// Runs work on a thread that gives way to those that search, and waits for it.
template <class Work>
void run_behind_searches(Work work) {
  std::thread([&work] {
    // Where this is refused, the work is as urgent as they are.
    [[maybe_unused]] const int niceness = ::nice(19);
    work();
  }).join();
}

}  // namespace

SnapshotHub::SnapshotHub(std::filesystem::path store, std::function<void(const std::string&)> talk,
                         LiveOptions options)
    : store_(std::move(store)), talk_(std::move(talk)), options_(options) {}

Result<void> SnapshotHub::open() {
  auto opened = LiveStore::open(
      store_.dir(), options_,
      [this](std::shared_ptr<const Snapshot> next) { take(std::move(next)); }, talk_);
  if (!opened) return opened.error();
  live_ = std::move(*opened);
  return {};
}

void SnapshotHub::take(std::shared_ptr<const Snapshot> next) {
  const auto now = Clock::now();
  const auto before = get();
  if (before != nullptr && before->generation != next->generation) {
    // What searches would wait for otherwise. At the start, they come first.
    run_behind_searches([&] {
      (void)next->segments.front()->spelling();
      if (prepare_) prepare_(*before, *next);
    });
  }
  // Unmapped by this thread, after the lock: what is swapped out may be gigabytes.
  std::vector<Retired> expired;
  std::shared_ptr<const Snapshot> replaced;
  {
    const std::lock_guard lock(mutex_);
    for (Retired& retired : retired_) {
      // Going to and fro between two generations keeps two, not one a swap.
      const std::uint64_t number = retired.snapshot->generation;
      if (now - retired.since > kRetention || number == next->generation ||
          number == current_->generation) {
        expired.push_back(std::move(retired));
      }
    }
    std::erase_if(retired_, [](const Retired& r) { return r.snapshot == nullptr; });
    if (current_ != nullptr && current_->generation != next->generation) {
      retired_.push_back({current_, now});
    }
    replaced = std::move(current_);
    current_ = std::move(next);
  }
}

std::shared_ptr<const Snapshot> SnapshotHub::get() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

std::shared_ptr<const Snapshot> SnapshotHub::get(std::uint64_t generation) const {
  const std::lock_guard lock(mutex_);
  if (current_->generation == generation) return current_;
  for (const Retired& retired : retired_) {
    if (retired.snapshot->generation != generation) continue;
    if (Clock::now() - retired.since <= kRetention) return retired.snapshot;
  }
  return nullptr;
}

}  // namespace souk
