#include "data/snapshot.h"

namespace souk {

std::shared_ptr<const Snapshot> Snapshot::of(const std::shared_ptr<const Generation>& generation) {
  auto snapshot = std::make_shared<Snapshot>();
  const Manifest& manifest = generation->manifest;
  snapshot->generation = manifest.generation;
  snapshot->sequence = manifest.base_sequence;
  snapshot->default_lang = manifest.default_lang;
  snapshot->rates = Rates::from_map(manifest.currency, manifest.rates);
  snapshot->categories = generation->categories;
  snapshot->shops = generation->shops;
  snapshot->segments.push_back(generation->segment);
  snapshot->counted_segments = 1;
  return snapshot;
}

std::uint64_t Snapshot::statistics_documents() const {
  std::uint64_t total = 0;
  for (std::size_t s = 0; s < statistics_segments(); ++s) total += segments[s]->size();
  return total;
}

std::uint64_t Snapshot::products() const {
  std::uint64_t total = 0;
  for (std::size_t s = 0; s < segments.size(); ++s) {
    const Deletions* gone = deletions_of(s);
    total += segments[s]->size() - (gone != nullptr ? gone->count() : 0);
  }
  return total;
}

std::uint64_t Snapshot::shop_products(std::uint32_t shop) const {
  std::uint64_t total = 0;
  for (std::size_t s = 0; s < segments.size(); ++s) {
    total += live_count(segments[s]->docids_of_shop(shop), deletions_of(s));
  }
  return total;
}

std::optional<std::uint32_t> Snapshot::find_shop(std::string_view id) const {
  const auto entry = shops->find(id);
  if (entry && !shops->known(*entry) && shop_products(*entry) == 0) return std::nullopt;
  return entry;
}

std::vector<std::uint64_t> Snapshot::category_products() const {
  std::vector<std::uint64_t> totals(categories->size(), 0);
  for (std::size_t s = 0; s < segments.size(); ++s) {
    for (CategoryTree::NodeId node = 0; node < totals.size(); ++node) {
      totals[node] += segments[s]->docids_in(node).size();
    }
    const Deletions* gone = deletions_of(s);
    if (gone == nullptr) continue;
    for (const Docid doc : gone->docids()) {
      const std::uint32_t code = segments[s]->category[doc];
      for (auto node = code == 0 ? CategoryTree::kNone : code - 1; node != CategoryTree::kNone;
           node = categories->nodes()[node].parent) {
        --totals[node];
      }
    }
  }
  return totals;
}

std::uint64_t Snapshot::category_products(CategoryTree::NodeId node) const {
  std::uint64_t products = 0;
  for (std::size_t s = 0; s < segments.size(); ++s) {
    products += live_count(segments[s]->docids_in(node), deletions_of(s));
  }
  return products;
}

std::optional<Snapshot::Place> Snapshot::find(std::string_view id) const {
  for (std::size_t s = 0; s < segments.size(); ++s) {
    const auto doc = segments[s]->find(id);
    if (!doc) continue;
    const Deletions* gone = deletions_of(s);
    if (gone != nullptr && gone->deleted(*doc)) continue;
    return Place{segments[s].get(), *doc, s};
  }
  return std::nullopt;
}

}  // namespace souk
