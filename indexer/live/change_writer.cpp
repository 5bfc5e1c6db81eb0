#include "indexer/live/change_writer.h"

#include <fmt/format.h>

#include <algorithm>

namespace souk {
namespace {

std::string pending_key(const Change& change) {
  return (change.subject == Change::Subject::shop ? 's' : 'p') + change.id;
}

bool is_blank_line(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

Result<std::unique_ptr<ChangeWriter>> ChangeWriter::open(const Store& store, std::uint64_t sequence,
                                                         Deliver deliver) {
  auto lock = StoreLock::acquire(store.dir(), "LOCK.live");
  if (!lock) return lock.error();
  auto journal = Journal::open(store.dir() / "journal", sequence);
  if (!journal) return journal.error();
  auto events = EventLog::load(store.dir() / "journal");
  if (!events) return events.error();
  return std::unique_ptr<ChangeWriter>(new ChangeWriter(store.dir() / "journal", std::move(*lock),
                                                        std::move(*journal), std::move(*events),
                                                        std::move(deliver)));
}

ChangeWriter::ChangeWriter(std::filesystem::path dir, StoreLock lock, Journal journal,
                           EventLog events, Deliver deliver)
    : dir_(std::move(dir)),
      lock_(std::move(lock)),
      deliver_(std::move(deliver)),
      journal_(std::move(journal)),
      events_(std::move(events)),
      durable_(journal_.last_sequence()),
      thread_([this] { run(); }) {}

ChangeWriter::~ChangeWriter() { stop(); }

void ChangeWriter::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Result<ChangeReport> ChangeWriter::change(std::string_view lines) {
  Submission mine;
  std::string default_lang;
  {
    const std::lock_guard lock(mutex_);
    if (snapshot_ == nullptr || is_behind()) {
      return fail(ErrorCode::unavailable, "too many changes are under way; try again");
    }
    default_lang = snapshot_->default_lang;
  }
  ChangeParser parser(default_lang);
  std::uint64_t number = 0;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    std::string_view text = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    ++number;
    if (is_blank_line(text)) continue;
    auto change = parser.change(text);
    if (change) {
      mine.lines.push_back({number, std::string(text), std::move(*change)});
    } else {
      mine.report.errors.push_back({number, change.error().param, change.error().message});
    }
  }
  std::unique_lock lock(mutex_);
  if (stopping_) return fail(ErrorCode::unavailable, "the store is closing");
  waiting_.push_back(&mine);
  wake_.notify_one();
  done_.wait(lock, [&] { return mine.done; });
  if (mine.error) return *mine.error;
  std::sort(mine.report.errors.begin(), mine.report.errors.end(),
            [](const ChangeProblem& a, const ChangeProblem& b) { return a.line < b.line; });
  return std::move(mine.report);
}

bool ChangeWriter::is_behind() const {
  const std::uint64_t unapplied = durable_ - snapshot_->sequence;
  if (unapplied > kMostUnapplied) return true;
  return unapplied > kFewUnapplied && !unapplied_.empty() &&
         std::chrono::steady_clock::now() - unapplied_.front().time > kMostBehind;
}

void ChangeWriter::run() {
  for (;;) {
    std::vector<Submission*> batch;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      batch.swap(waiting_);
    }
    commit(batch);
    {
      const std::lock_guard lock(mutex_);
      for (Submission* each : batch) each->done = true;
    }
    done_.notify_all();
  }
}

bool ChangeWriter::exists(const Change& change, const Snapshot& snapshot) const {
  const auto pending = pending_.find(pending_key(change));
  if (pending != pending_.end()) return pending->second.exists;
  if (change.subject == Change::Subject::product) return snapshot.find(change.id).has_value();
  const auto shop = snapshot.shops->find(change.id);
  return shop && snapshot.shops->known(*shop);
}

std::optional<ChangeProblem> ChangeWriter::refuse(const Line& line,
                                                  const Snapshot& snapshot) const {
  const Change& change = line.change;
  const bool shop = change.subject == Change::Subject::shop;
  if (change.op == Change::Op::patch && !exists(change, snapshot)) {
    return ChangeProblem{
        line.number, shop ? "shop_id" : "id",
        fmt::format("there is no {} \"{}\"", shop ? "shop" : "product", change.id)};
  }
  const std::string* category = change.category_id();
  if (category != nullptr && !category->empty() && !snapshot.categories->find_id(*category)) {
    return ChangeProblem{line.number,
                         change.op == Change::Op::patch ? "set.category" : "product.category",
                         fmt::format("there is no category \"{}\"", *category)};
  }
  return std::nullopt;
}

void ChangeWriter::commit(std::vector<Submission*>& batch) {
  std::shared_ptr<const Snapshot> snapshot;
  {
    const std::lock_guard lock(mutex_);
    snapshot = snapshot_;
  }
  if (snapshot->sequence != std::exchange(checked_against_, snapshot->sequence)) {
    std::erase_if(pending_,
                  [&](const auto& entry) { return entry.second.sequence <= snapshot->sequence; });
  }
  const std::lock_guard files(file_mutex_);
  std::vector<std::string_view> texts;
  std::vector<SequencedChange> changes;
  std::uint64_t next = journal_.last_sequence();
  for (Submission* each : batch) {
    for (Line& line : each->lines) {
      if (auto problem = refuse(line, *snapshot)) {
        each->report.errors.push_back(std::move(*problem));
        continue;
      }
      ++each->report.accepted;
      // What was counted before counts no more.
      if (!line.change.event.empty() && !events_.add(line.change)) continue;
      texts.push_back(line.text);
      pending_.insert_or_assign(pending_key(line.change),
                                Pending{++next, line.change.op != Change::Op::remove});
      changes.push_back({next, std::move(line.change)});
    }
  }
  if (!texts.empty()) {
    if (const auto appended = journal_.append(texts); !appended) {
      // The journal takes nothing more: what events_ and pending_ hold of this is never asked.
      for (Submission* each : batch) each->error = appended.error();
      return;
    }
  }
  for (Submission* each : batch) each->report.sequence = next;
  {
    const std::lock_guard lock(mutex_);
    if (next > durable_) unapplied_.push_back({next, std::chrono::steady_clock::now()});
    durable_ = next;
  }
  if (!changes.empty()) deliver_(std::move(changes));
}

void ChangeWriter::applied(std::shared_ptr<const Snapshot> snapshot) {
  const std::lock_guard lock(mutex_);
  snapshot_ = std::move(snapshot);
  while (!unapplied_.empty() && unapplied_.front().sequence <= snapshot_->sequence) {
    unapplied_.pop_front();
  }
}

std::uint64_t ChangeWriter::durable_sequence() const {
  const std::lock_guard lock(mutex_);
  return durable_;
}

Result<void> ChangeWriter::drop_until(std::uint64_t sequence) {
  const std::lock_guard files(file_mutex_);
  if (auto saved = events_.save(dir_); !saved) return saved;
  return journal_.drop_until(sequence);
}

}  // namespace souk
