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

}  // namespace

/// What a batch of changes makes of the state before any of it is visible.
struct LiveState::Draft {
  Batch products;
  std::shared_ptr<const Catalogue> catalogue;
  std::shared_ptr<Catalogue> changed;  ///< the same, once something in it changes
  bool shops_changed = false;
  std::unordered_set<std::uint32_t> renamed_shops;

  Catalogue& edit() {
    if (changed == nullptr) {
      changed = std::make_shared<Catalogue>(*catalogue);
      catalogue = changed;
    }
    return *changed;
  }
};

LiveState::LiveState(std::shared_ptr<const Generation> generation, unsigned threads)
    : threads_(std::max(1U, threads)),
      catalogue_(std::make_shared<const Catalogue>(Catalogue::of(*generation))),
      snapshot_(Snapshot::of(generation)) {}

Result<Product> LiveState::stored(const Segment& segment, Docid doc) const {
  const auto json = segment.documents.document(doc);
  if (!json) return json.error();
  FeedParser parser(snapshot_->default_lang);
  auto product = parser.product(*json);
  if (!product) {
    return fail(ErrorCode::corrupt, "the stored document of " + std::string(segment.ids[doc]) +
                                        " is damaged: " + product.error().message);
  }
  return product;
}

Result<std::optional<Product>> LiveState::product(const std::string& id, const Draft& draft) const {
  if (const auto changed = draft.products.find(id); changed != draft.products.end()) {
    return changed->second;
  }
  const auto place = snapshot_->find(id);
  if (!place) return std::optional<Product>();
  auto found = stored(*place->segment, place->doc);
  if (!found) return found.error();
  return std::optional(std::move(*found));
}

Result<void> LiveState::apply_to_product(const Change& change, Draft& draft) const {
  if (change.op == Change::Op::upsert) {
    draft.products.insert_or_assign(change.id, change.product);
    return {};
  }
  if (change.op == Change::Op::remove) {
    draft.products.insert_or_assign(change.id, std::nullopt);
    return {};
  }
  auto before = product(change.id, draft);
  if (!before) return before.error();
  if (!*before) return {};
  draft.products.insert_or_assign(change.id, apply_patch(std::move(**before), change));
  return {};
}

Result<void> LiveState::apply_to_shop(const Change& change, Draft& draft) const {
  const auto known = draft.catalogue->find_shop(change.id);
  const bool put = known && !draft.catalogue->shops[*known].name.empty();
  if (!put && change.op != Change::Op::upsert) return {};
  const std::uint32_t entry = draft.edit().shop_entry(change.id);
  Shop& shop = draft.edit().shops[entry];
  Shop next;
  next.id = change.id;
  if (change.op == Change::Op::upsert) next = change.shop;
  if (change.op == Change::Op::patch) next = apply_patch(shop, change);
  // A shop's name is a word of its products.
  if (known && (next.name != shop.name || next.lang != shop.lang)) {
    draft.renamed_shops.insert(entry);
  }
  shop = std::move(next);
  draft.shops_changed = true;
  return {};
}

Result<void> LiveState::reindex_shop(std::uint32_t shop, Draft& draft) const {
  for (std::size_t s = 0; s < snapshot_->segments.size(); ++s) {
    const Segment& segment = *snapshot_->segments[s];
    const Deletions* gone = snapshot_->deletions_of(s);
    for (const Docid doc : segment.docids_of_shop(shop)) {
      if (gone != nullptr && gone->deleted(doc)) continue;
      std::string id(segment.ids[doc]);
      if (draft.products.contains(id)) continue;
      auto product = stored(segment, doc);
      if (!product) return product.error();
      draft.products.emplace(std::move(id), std::move(*product));
    }
  }
  return {};
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

void LiveState::refer(const Product& product, Draft& draft) {
  if (!product.category_path.empty() &&
      !draft.catalogue->categories.find_path(product.category_path)) {
    CategoryTree& tree = draft.edit().categories;
    tree = tree.with_path(product.category_path, product.lang);
  }
  if (!product.shop_id.empty() && !draft.catalogue->find_shop(product.shop_id)) {
    draft.edit().shop_entry(product.shop_id);
  }
}

Result<std::uint64_t> LiveState::fold(std::span<const SequencedChange> changes,
                                      Draft& draft) const {
  std::uint64_t sequence = snapshot_->sequence;
  for (const auto& [number, change] : changes) {
    if (number <= sequence) continue;
    sequence = number;
    const auto applied = change.subject == Change::Subject::product
                             ? apply_to_product(change, draft)
                             : apply_to_shop(change, draft);
    if (!applied) return applied.error();
  }
  for (const std::uint32_t shop : draft.renamed_shops) {
    if (auto done = reindex_shop(shop, draft); !done) return done.error();
  }
  for (const auto& [id, product] : draft.products) {
    if (product) refer(*product, draft);
  }
  return sequence;
}

/// Deletes, in the segments that hold them, the documents of products that changed.
void LiveState::delete_changed(const Draft& draft, Snapshot& next) const {
  next.deletions.resize(next.segments.size());
  std::vector<std::vector<Docid>> deleted(next.segments.size());
  for (const auto& [id, product] : draft.products) {
    if (const auto place = snapshot_->find(id)) deleted[place->ordinal].push_back(place->doc);
  }
  for (std::size_t s = 0; s < deleted.size(); ++s) {
    if (deleted[s].empty()) continue;
    const Deletions* before = snapshot_->deletions_of(s);
    next.deletions[s] = std::make_shared<const Deletions>(
        (before == nullptr ? Deletions(next.segments[s]->size()) : *before)
            .with(std::move(deleted[s])));
  }
}

Result<void> LiveState::add_changed(Draft& draft, Snapshot& next) const {
  const Catalogue& catalogue = *draft.catalogue;
  if (catalogue.categories.size() != catalogue_->categories.size()) {
    next.categories = std::make_shared<const CategoryTree>(catalogue.categories);
  }
  if (draft.shops_changed || catalogue.shops.size() != catalogue_->shops.size()) {
    auto shops =
        build_memory_shops(catalogue, std::vector<std::uint32_t>(catalogue.shops.size(), 0));
    if (!shops) return shops.error();
    next.shops = std::move(*shops);
  }
  std::vector<Product> products;
  for (auto& [id, product] : draft.products) {
    if (product) products.push_back(std::move(*product));
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
  Draft draft;
  draft.catalogue = catalogue_;
  const auto sequence = fold(changes, draft);
  if (!sequence) return sequence.error();
  if (*sequence == snapshot_->sequence) return {};
  auto next = std::make_shared<Snapshot>(*snapshot_);
  next->sequence = *sequence;
  delete_changed(draft, *next);
  if (auto added = add_changed(draft, *next); !added) return added;
  catalogue_ = draft.catalogue;
  snapshot_ = std::move(next);
  return {};
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
      const auto json = segment.documents.document(doc);
      if (!json) return json.error();
      auto product = parser.product(*json);
      if (!product) return fail(ErrorCode::corrupt, product.error().message);
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
    const auto found = std::find(next->segments.begin(), next->segments.end(), merge.segments[s]);
    const auto ordinal = found - next->segments.begin();
    const auto& now = next->deletions[static_cast<std::size_t>(ordinal)];
    const Deletions* before = merge.deletions[s].get();
    for (const Docid doc : now == nullptr ? std::span<const Docid>() : now->docids()) {
      if (before != nullptr && before->deleted(doc)) continue;
      deleted.push_back(*merged->find(merge.segments[s]->ids[doc]));
    }
    next->segments.erase(found);
    next->deletions.erase(next->deletions.begin() + ordinal);
  }
  if (merged != nullptr) {
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
