#include "server/snapshot_hub.h"

#include <fmt/format.h>

namespace souk {

SnapshotHub::SnapshotHub(std::filesystem::path store, std::function<void(const std::string&)> talk)
    : store_(std::move(store)), talk_(std::move(talk)) {}

SnapshotHub::~SnapshotHub() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (follower_.joinable()) follower_.join();
}

Result<void> SnapshotHub::open() {
  const auto opened = store_.open_newest_sound();
  if (!opened) return opened.error();
  if (!opened->warning.empty()) talk_(opened->warning);
  current_ = Snapshot::of(opened->generation);
  follower_ = std::thread([this] { follow(); });
  return {};
}

std::shared_ptr<const Snapshot> SnapshotHub::get() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

std::shared_ptr<const Snapshot> SnapshotHub::get(std::uint64_t generation) const {
  const std::lock_guard lock(mutex_);
  if (current_->generation == generation) return current_;
  for (const Retired& retired : retired_) {
    if (retired.snapshot->generation == generation) return retired.snapshot;
  }
  return nullptr;
}

void SnapshotHub::serve_soon(std::uint64_t generation, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  poked_ = true;
  wake_.notify_all();
  swapped_.wait_for(lock, patience, [&] { return current_->generation == generation; });
}

void SnapshotHub::follow() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, kPoll, [this] { return stopping_ || poked_; });
    poked_ = false;
    if (stopping_) return;
    lock.unlock();
    look();
    lock.lock();
    const auto now = Clock::now();
    std::erase_if(retired_, [&](const Retired& r) { return now - r.since > kRetention; });
  }
}

void SnapshotHub::look() {
  const auto number = store_.current();
  // CURRENT is replaced by a rename, so an unreadable one is damage: what is served goes on.
  if (!number || !*number || **number == get()->generation || **number == refused_) return;
  const auto generation = Generation::open(store_.generation_dir(**number));
  if (!generation) {
    refused_ = **number;
    talk_(fmt::format("generation {} cannot be served: {}", **number, generation.error().message));
    return;
  }
  auto next = Snapshot::of(*generation);
  {
    const std::lock_guard lock(mutex_);
    retired_.push_back({std::move(current_), Clock::now()});
    current_ = std::move(next);
  }
  swapped_.notify_all();
  refused_ = 0;
  talk_(fmt::format("serving generation {}", **number));
}

}  // namespace souk
