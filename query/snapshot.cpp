#include "query/snapshot.h"

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
  return snapshot;
}

std::uint64_t Snapshot::products() const {
  std::uint64_t total = 0;
  for (const auto& segment : segments) total += segment->size();
  return total;
}

std::uint64_t Snapshot::shop_products(std::uint32_t shop) const {
  std::uint64_t total = 0;
  for (const auto& segment : segments) total += segment->shop_docids[shop].size();
  return total;
}

std::uint64_t Snapshot::category_products(CategoryTree::NodeId node) const {
  std::uint64_t total = 0;
  for (const auto& segment : segments) total += segment->category_docids[node].size();
  return total;
}

std::optional<Snapshot::Place> Snapshot::find(std::string_view id) const {
  for (const auto& segment : segments) {
    if (const auto doc = segment->find(id)) return Place{segment.get(), *doc};
  }
  return std::nullopt;
}

}  // namespace souk
