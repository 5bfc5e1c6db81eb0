#include "indexer/live/live_state.h"

#include <algorithm>
#include <future>

#include "indexer/memory_segment.h"

namespace souk {
namespace {

/// As many products as one thread indexes while another does as many.
constexpr std::size_t kLeastPerThread = 256;

/// So many segments of a tier become one; a tier holds segments of up to kTierFactor times the
/// documents of the tier below.
constexpr std::size_t kTierSegments = 8;
constexpr std::size_t kTierFactor = 8;

std::size_t tier_of(std::size_t documents) {
  std::size_t tier = 0;
  for (std::size_t most = kLeastPerThread; documents > most; most *= kTierFactor) ++tier;
  return tier;
}

std::size_t live_documents(const Segment& segment, const Deletions* deletions) {
  return segment.size() - (deletions == nullptr ? 0 : deletions->count());
}

/// `deleted`: by segment.
void delete_documents(std::vector<std::vector<Docid>> deleted, Snapshot& snapshot) {
  snapshot.deletions.resize(snapshot.segments.size());
  for (std::size_t s = 0; s < deleted.size(); ++s) {
    if (deleted[s].empty()) continue;
    const Deletions* before = snapshot.deletions_of(s);
    snapshot.deletions[s] = std::make_shared<const Deletions>(
        (before == nullptr ? Deletions(snapshot.segments[s]->size()) : *before)
            .with(std::move(deleted[s])));
  }
}

}  // namespace

LiveState::LiveState(std::shared_ptr<const Generation> generation, unsigned threads,
                     EpochPolicy policy)
    : threads_(std::max(1U, threads)), policy_(policy), snapshot_(Snapshot::of(generation)) {
  base_ = snapshot_->sequence;
}

Result<std::vector<std::shared_ptr<const Segment>>> LiveState::index(
    std::vector<Product> products, const Catalogue& catalogue) const {
  const std::size_t parts = std::clamp<std::size_t>(products.size() / kLeastPerThread, 1, threads_);
  std::vector<std::future<Result<std::shared_ptr<const Segment>>>> running;
  for (std::size_t part = 0; part < parts; ++part) {
    const auto at = [&](std::size_t i) {
      return std::make_move_iterator(products.begin() +
                                     static_cast<std::ptrdiff_t>(products.size() * i / parts));
    };
    std::vector<Product> mine(at(part), at(part + 1));
    running.push_back(std::async(parts == 1 ? std::launch::deferred : std::launch::async,
                                 [mine = std::move(mine), &catalogue]() mutable {
                                   return build_memory_segment(std::move(mine), catalogue);
                                 }));
  }
  std::vector<std::shared_ptr<const Segment>> segments;
  std::optional<Error> error;
  for (auto& part : running) {
    auto built = part.get();
    if (!built) {
      error = built.error();
    } else {
      segments.push_back(std::move(*built));
    }
  }
  if (error) return *error;
  return segments;
}

/// Deletes, in the segments that hold them, the documents of products that changed.
void LiveState::delete_changed(const ChangeBatch& batch, Snapshot& next) const {
  std::vector<std::vector<Docid>> deleted(next.segments.size());
  for (const auto& [id, entry] : batch.products()) {
    if (const auto place = snapshot_->find(id)) deleted[place->ordinal].push_back(place->doc);
  }
  delete_documents(std::move(deleted), next);
}

Result<void> LiveState::add_changed(ChangeBatch& batch, Snapshot& next) const {
  const Catalogue& catalogue = *batch.catalogue();
  if (catalogue.categories.size() != catalogue_->categories.size()) {
    next.categories = std::make_shared<const CategoryTree>(catalogue.categories);
  }
  if (batch.shops_changed() || catalogue.shops.size() != catalogue_->shops.size()) {
    auto shops =
        build_memory_shops(catalogue, std::vector<std::uint32_t>(catalogue.shops.size(), 0));
    if (!shops) return shops.error();
    next.shops = std::move(*shops);
  }
  std::vector<Product> products;
  for (auto& [id, entry] : batch.products()) {
    if (entry.product) products.push_back(std::move(*entry.product));
  }
  if (products.empty()) return {};
  auto segments = index(std::move(products), catalogue);
  if (!segments) return segments.error();
  for (auto& segment : *segments) {
    next.segments.push_back(std::move(segment));
    next.deletions.push_back(nullptr);
  }
  return {};
}

Result<void> LiveState::apply(std::span<const SequencedChange> changes) {
  if (changes.empty()) return {};
  if (catalogue_ == nullptr) {
    catalogue_ = std::make_shared<const Catalogue>(Catalogue::of(*snapshot_));
  }
  ChangeBatch batch(*snapshot_, catalogue_);
  if (auto folded = batch.fold(changes); !folded) return folded;
  if (batch.sequence() == snapshot_->sequence) return {};
  auto next = std::make_shared<Snapshot>(*snapshot_);
  next->sequence = batch.sequence();
  if (batch.rows().size() * policy_.one_in_at_once > next->segments.front()->size()) {
    std::vector<RowChange> rows;
    for (const auto& [doc, row] : batch.rows()) rows.push_back({doc, row});
    next->segments.front() = next->segments.front()->with_rows(rows);
  } else if (auto indexed = batch.index_rows(); !indexed) {
    return indexed;
  }
  delete_changed(batch, *next);
  if (auto added = add_changed(batch, *next); !added) return added;
  note_dirty(batch);
  catalogue_ = batch.catalogue();
  snapshot_ = std::move(next);
  if (dirty_.size() * policy_.one_in_dirty > snapshot_->segments.front()->size()) absorb_dirty();
  return {};
}

void LiveState::note_dirty(const ChangeBatch& batch) {
  for (const auto& [id, entry] : batch.products()) {
    if (!entry.numbers_alone) {
      dirty_.erase(id);
    } else if (const auto place = snapshot_->find(id); place && place->ordinal == 0) {
      dirty_.insert(id);
    }
  }
}

/// A column epoch of the dirty set: its products are the generation's again.
void LiveState::absorb_dirty() {
  auto next = std::make_shared<Snapshot>(*snapshot_);
  const Segment& generation = *next->segments.front();
  std::vector<RowChange> rows;
  std::vector<Docid> back;
  std::vector<std::vector<Docid>> deleted(next->segments.size());
  for (const std::string& id : dirty_) {
    const auto live = snapshot_->find(id);
    back.push_back(*generation.find(id));
    rows.push_back({back.back(), live->segment->columns.row(live->doc)});
    deleted[live->ordinal].push_back(live->doc);
  }
  delete_documents(std::move(deleted), *next);
  next->segments.front() = generation.with_rows(rows);
  next->deletions.front() =
      std::make_shared<const Deletions>(next->deletions.front()->without(back));
  for (std::size_t s = next->segments.size(); --s > 0;) {
    if (live_documents(*next->segments[s], next->deletions_of(s)) != 0) continue;
    const auto at = static_cast<std::ptrdiff_t>(s);
    next->segments.erase(next->segments.begin() + at);
    next->deletions.erase(next->deletions.begin() + at);
  }
  dirty_.clear();
  snapshot_ = std::move(next);
}

std::optional<LiveState::Merge> LiveState::plan_merge() const {
  const Snapshot& s = *snapshot_;
  std::unordered_map<std::size_t, std::vector<std::size_t>> tiers;
  // The first segment is the generation's.
  for (std::size_t i = 1; i < s.segments.size(); ++i) {
    tiers[tier_of(live_documents(*s.segments[i], s.deletions_of(i)))].push_back(i);
  }
  const std::vector<std::size_t>* chosen = nullptr;
  std::size_t lowest = 0;
  for (const auto& [tier, members] : tiers) {
    if (members.size() < kTierSegments || (chosen != nullptr && tier > lowest)) continue;
    chosen = &members;
    lowest = tier;
  }
  if (chosen == nullptr) return std::nullopt;
  Merge merge;
  for (const std::size_t i : *chosen) {
    merge.segments.push_back(s.segments[i]);
    merge.deletions.push_back(i < s.deletions.size() ? s.deletions[i] : nullptr);
  }
  merge.catalogue = catalogue_;
  merge.default_lang = s.default_lang;
  return merge;
}

Result<std::shared_ptr<const Segment>> LiveState::run_merge(const Merge& merge) {
  std::vector<Product> products;
  FeedParser parser(merge.default_lang);
  for (std::size_t s = 0; s < merge.segments.size(); ++s) {
    const Segment& segment = *merge.segments[s];
    const Deletions* gone = merge.deletions[s].get();
    for (Docid doc = 0; doc < segment.size(); ++doc) {
      if (gone != nullptr && gone->deleted(doc)) continue;
      auto product = stored_product(segment, doc, parser);
      if (!product) return product.error();
      products.push_back(std::move(*product));
    }
  }
  if (products.empty()) return std::shared_ptr<const Segment>();
  return build_memory_segment(std::move(products), *merge.catalogue);
}

void LiveState::finish_merge(const Merge& merge, std::shared_ptr<const Segment> merged) {
  auto next = std::make_shared<Snapshot>(*snapshot_);
  next->deletions.resize(next->segments.size());
  std::vector<Docid> deleted;
  for (std::size_t s = 0; s < merge.segments.size(); ++s) {
    const Segment& segment = *merge.segments[s];
    const auto found = std::find(next->segments.begin(), next->segments.end(), merge.segments[s]);
    const bool there = found != next->segments.end();  // a column epoch took its last documents
    const auto ordinal = found - next->segments.begin();
    const Deletions* now = there ? next->deletions_of(static_cast<std::size_t>(ordinal)) : nullptr;
    const Deletions* before = merge.deletions[s].get();
    for (Docid doc = 0; doc < segment.size(); ++doc) {
      if (before != nullptr && before->deleted(doc)) continue;
      if (there && (now == nullptr || !now->deleted(doc))) continue;
      deleted.push_back(*merged->find(segment.ids[doc]));
    }
    if (!there) continue;
    next->segments.erase(found);
    next->deletions.erase(next->deletions.begin() + ordinal);
  }
  if (merged != nullptr && deleted.size() < merged->size()) {
    next->deletions.push_back(deleted.empty() ? nullptr
                                              : std::make_shared<const Deletions>(
                                                    Deletions(merged->size()).with(deleted)));
    next->segments.push_back(std::move(merged));
  }
  snapshot_ = std::move(next);
}

double LiveState::changed_share() const {
  const Snapshot& s = *snapshot_;
  std::size_t changed = 0;
  for (std::size_t i = 0; i < s.segments.size(); ++i) {
    if (i != 0) changed += s.segments[i]->size();
    const Deletions* gone = s.deletions_of(i);
    if (gone != nullptr) changed += gone->count();
  }
  return static_cast<double>(changed) /
         static_cast<double>(std::max<std::size_t>(1, s.segments.front()->size()));
}

}  // namespace souk
