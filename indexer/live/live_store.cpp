#include "indexer/live/live_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "indexer/live/generations.h"

namespace souk {
namespace {

/// Changes applied at once while a journal is replayed: bounds memory, and keeps segments large.
constexpr std::size_t kReplayBatch = 50'000;

template <class T>
bool is_ready(const std::future<T>& future) {
  return future.valid() && future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

/// Changes of the journal after the state's, up to `last`.
Result<void> replay_journal(const Store& store, LiveState& state, std::uint64_t last) {
  std::vector<SequencedChange> batch;
  ChangeParser parser(state.snapshot()->default_lang);
  const auto read = Journal::read(
      store.dir() / "journal", state.snapshot()->sequence,
      [&](std::uint64_t sequence, std::string_view line) -> Result<void> {
        if (sequence > last) return {};
        auto change = parser.change(line);
        if (!change) {
          return fail(ErrorCode::corrupt, fmt::format("change {} of the journal cannot be read: {}",
                                                      sequence, change.error().message));
        }
        batch.push_back({sequence, std::move(*change)});
        if (batch.size() < kReplayBatch) return {};
        auto applied = state.apply(batch);
        batch.clear();
        return applied;
      });
  if (!read) return read.error();
  return state.apply(batch);
}

}  // namespace

LiveStore::LiveStore(Store store, LiveOptions options, Publish publish, Talk talk)
    : store_(std::move(store)),
      options_(options),
      publish_(std::move(publish)),
      talk_(std::move(talk)) {}

LiveStore::~LiveStore() {
  closing_ = true;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  if (writer_ != nullptr) writer_->stop();  // delivers to this object until then
}

Result<std::unique_ptr<LiveStore>> LiveStore::open(const std::filesystem::path& dir,
                                                   LiveOptions options, Publish publish,
                                                   Talk talk) {
  std::unique_ptr<LiveStore> live(
      new LiveStore(Store(dir), options, std::move(publish), std::move(talk)));
  const auto opened = live->store_.open_newest_sound();
  if (!opened) return opened.error();
  if (!opened->warning.empty()) live->talk_(opened->warning);
  auto state = live->open_state(opened->generation);
  if (!state) return state.error();
  live->state_ = std::move(*state);
  live->publish();
  if (options.accept_changes) {
    if (auto writing = live->become_writer(); !writing) {
      if (writing.error().code != ErrorCode::conflict) return writing.error();
      live->say_once("live changes are not accepted yet: " + writing.error().message);
    }
  }
  live->thread_ = std::thread([store = live.get()] { store->run(); });
  return live;
}

LiveStore::Opened LiveStore::open_state(std::shared_ptr<const Generation> generation) const {
  auto state = std::make_unique<LiveState>(std::move(generation), options_.threads);
  if (auto replayed = replay(*state); !replayed) return replayed.error();
  return state;
}

Result<void> LiveStore::replay(LiveState& state) const {
  const auto mine = writer();
  return replay_journal(store_, state,
                        mine == nullptr ? ~std::uint64_t{0} : mine->durable_sequence());
}

std::shared_ptr<ChangeWriter> LiveStore::writer() const {
  const std::lock_guard lock(mutex_);
  return writer_;
}

/// Nobody can change anything by the new writer before the state has all that the journal holds.
Result<void> LiveStore::become_writer() {
  auto opened = ChangeWriter::open(
      store_, state_->snapshot()->sequence, [this](std::vector<SequencedChange> changes) {
        const std::lock_guard lock(mutex_);
        waiting_.insert(waiting_.end(), std::make_move_iterator(changes.begin()),
                        std::make_move_iterator(changes.end()));
      });
  if (!opened) return opened.error();
  if (!(*opened)->warning().empty()) talk_((*opened)->warning());
  if (auto replayed = replay(*state_); !replayed) return replayed;
  publish();
  (*opened)->applied(state_->snapshot());
  const std::lock_guard lock(mutex_);
  writer_ = std::move(*opened);
  return {};
}

void LiveStore::say_once(std::string message) {
  if (message == said_) return;
  said_ = std::move(message);
  talk_(said_);
}

Result<ChangeReport> LiveStore::change(std::string_view lines) {
  const auto mine = writer();
  if (mine != nullptr) return mine->change(lines);
  if (!options_.accept_changes) {
    return fail(ErrorCode::unavailable, "live changes are not accepted here");
  }
  return fail(ErrorCode::conflict, "another process accepts this store's live changes");
}

bool LiveStore::wait_visible(std::uint64_t sequence, std::chrono::milliseconds patience) {
  const auto mine = writer();
  if (mine != nullptr && sequence > mine->durable_sequence()) return false;
  std::unique_lock lock(mutex_);
  if (snapshot_->sequence >= sequence) return true;
  hurry_ = true;
  wake_.notify_all();
  return visible_.wait_for(lock, patience, [&] { return snapshot_->sequence >= sequence; });
}

void LiveStore::serve_soon(std::uint64_t generation, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  hurry_ = true;
  wake_.notify_all();
  visible_.wait_for(lock, patience, [&] { return snapshot_->generation == generation; });
}

std::shared_ptr<const Snapshot> LiveStore::snapshot() const {
  const std::lock_guard lock(mutex_);
  return snapshot_;
}

void LiveStore::publish() {
  const auto& next = state_->snapshot();
  {
    const std::lock_guard lock(mutex_);
    if (snapshot_ == next) return;
    snapshot_ = next;
  }
  publish_(next);
  if (const auto mine = writer()) mine->applied(next);
  visible_.notify_all();
}

void LiveStore::run() {
  auto looked = std::chrono::steady_clock::now();
  auto began = looked;
  for (;;) {
    {
      // What came while the last changes were applied has waited already.
      std::unique_lock lock(mutex_);
      wake_.wait_until(lock, began + std::min(options_.refresh, options_.poll),
                       [this] { return stopping_ || hurry_; });
      if (stopping_) return;
      if (std::exchange(hurry_, false)) looked -= options_.poll;
    }
    began = std::chrono::steady_clock::now();
    apply_waiting();
    tend_segments();
    const auto now = std::chrono::steady_clock::now();
    if (now - looked >= options_.poll) {
      looked = now;
      if (checking_ == 0) check_served();
      take_checked();
      follow_current();
      tend_generation();
      publish_(state_->snapshot());
      if (options_.accept_changes && writer() == nullptr) {
        if (auto writing = become_writer(); !writing) {
          say_once("live changes are not accepted yet: " + writing.error().message);
        }
      }
    }
    take_opened();
    publish();
  }
}

void LiveStore::apply_waiting() {
  if (writer() == nullptr) {
    if (auto read = replay(*state_); !read) say_once("live changes: " + read.error().message);
    return;
  }
  std::vector<SequencedChange> changes;
  {
    const std::lock_guard lock(mutex_);
    changes.swap(waiting_);
  }
  // What cannot be applied is tried again from the journal.
  auto applied = state_->apply(changes);
  if (!applied) applied = replay(*state_);
  if (!applied) say_once("live changes are not applied: " + applied.error().message);
}

void LiveStore::tend_segments() {
  if (is_ready(merged_)) {
    auto merged = merged_.get();
    if (merged) {
      state_->finish_merge(*merge_, std::move(*merged));
    } else {
      talk_("merging live segments: " + merged.error().message);
    }
    merge_.reset();
  }
  if (merge_ || merged_.valid()) return;
  merge_ = state_->plan_merge();
  if (!merge_) return;
  merged_ =
      std::async(std::launch::async, [merge = *merge_] { return LiveState::run_merge(merge); });
}

/// Not at once: the first answers of a start do not share the processor with it.
void LiveStore::check_served() {
  checking_ = state_->snapshot()->generation;
  checked_ = std::async(std::launch::async, [this, dir = store_.generation_dir(checking_)] {
    lower_priority();
    const auto manifest = Manifest::read(dir);
    if (!manifest) return Result<std::vector<std::string>>(manifest.error());
    return check_files(dir, *manifest, &closing_);
  });
}

void LiveStore::take_checked() {
  if (!is_ready(checked_) || opened_.valid()) return;
  const auto found = checked_.get();
  if (state_->snapshot()->generation != checking_) return;
  if (!found) {
    talk_(fmt::format("generation {} is not checked: {}", checking_, found.error().message));
    return;
  }
  if (found->empty()) return;
  talk_(fmt::format("generation {} is damaged: {}", checking_, found->front()));
  refused_ = checking_;
  open_aside(checking_,
             [this, damaged = checking_] { return store_.open_sound_before(damaged, closing_); });
}

void LiveStore::open_aside(std::uint64_t number, OpenGeneration open) {
  opening_ = number;
  opened_ = std::async(std::launch::async, [this, open = std::move(open)]() -> Opened {
    auto generation = open();
    if (!generation) return generation.error();
    return open_state(std::move(*generation));
  });
}

void LiveStore::follow_current() {
  // CURRENT is replaced by a rename, so an unreadable one is damage: what is served goes on.
  const auto number = store_.current();
  if (!number || !*number || **number == state_->snapshot()->generation || **number == refused_ ||
      opened_.valid()) {
    return;
  }
  open_aside(**number, [this, wanted = **number] {
    lower_priority();
    return store_.open_checked(wanted, closing_);
  });
}

void LiveStore::take_opened() {
  if (!is_ready(opened_)) return;
  auto opened = opened_.get();
  // Changes that came while it was opened.
  auto caught_up = opened ? replay(**opened) : Result<void>(opened.error());
  if (!caught_up) {
    refused_ = opening_;
    talk_(fmt::format("generation {} cannot be served: {}", opening_, caught_up.error().message));
    return;
  }
  // What takes over from a damaged generation leaves it refused.
  if ((*opened)->snapshot()->generation == opening_) refused_ = 0;
  if (merged_.valid()) merged_.wait();
  merged_ = {};
  merge_.reset();
  state_ = std::move(*opened);
  talk_(fmt::format("serving generation {}", state_->snapshot()->generation));
  if (const auto mine = writer()) {
    const auto oldest = oldest_base_sequence(store_);
    const auto dropped = oldest ? mine->drop_until(*oldest) : Result<void>(oldest.error());
    if (!dropped) talk_("old changes are kept: " + dropped.error().message);
  }
}

void LiveStore::tend_generation() {
  if (is_ready(rebuilt_)) rebuilt_.get();
  if (writer() == nullptr || rebuilt_.valid() || opened_.valid()) return;
  const double share = state_->changed_share();
  const auto documents = static_cast<double>(state_->snapshot()->segments.front()->size());
  const bool much_changed = share > options_.rebuild_share &&
                            share * documents >= static_cast<double>(options_.rebuild_least);
  if (!much_changed && state_->replayed_changes() <= options_.rebuild_changes) return;
  rebuilt_ = std::async(std::launch::async, [this, snapshot = state_->snapshot()] {
    const auto built = rebuild(store_, *snapshot, closing_);
    talk_(built ? fmt::format("rebuilt as generation {}", *built)
                : "rebuilding: " + built.error().message);
  });
}

Result<std::shared_ptr<const Snapshot>> open_snapshot(const std::filesystem::path& dir,
                                                      unsigned threads) {
  const Store store(dir);
  const auto generation = store.open_current();
  if (!generation) return generation.error();
  LiveState state(*generation, threads);
  if (auto replayed = replay_journal(store, state, ~std::uint64_t{0}); !replayed) {
    return replayed.error();
  }
  return state.snapshot();
}

}  // namespace souk
