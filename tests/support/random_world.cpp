#include "tests/support/random_world.h"

#include <set>

namespace souk::testing {

std::unique_ptr<World> make_world(std::vector<Product> products, std::size_t segments,
                                  const Rates& rates, std::uint64_t dense_share,
                                  std::vector<Product> gone, std::size_t counted) {
  auto world = std::make_unique<World>();
  world->products = std::move(products);
  std::vector<Product> all = world->products;
  all.insert(all.end(), gone.begin(), gone.end());
  world->catalogue = make_catalogue(shops(), categories(), rates, "en", all);
  std::vector<std::vector<Product>> parts(segments);
  std::vector<std::set<std::string>> ids(segments);
  std::vector<std::set<std::string>> deleted(segments);
  for (std::size_t i = 0; i < world->products.size(); ++i) {
    parts[i % segments].push_back(world->products[i]);
    ids[i % segments].insert(world->products[i].id);
  }
  for (std::size_t i = 0; i < gone.size(); ++i) {
    if (!ids[i % segments].insert(gone[i].id).second) continue;
    deleted[i % segments].insert(gone[i].id);
    world->gone.push_back(gone[i]);
    parts[i % segments].push_back(std::move(gone[i]));
  }
  for (std::size_t s = 0; s < (counted == 0 ? segments : counted); ++s) {
    world->counted.insert(world->counted.end(), parts[s].begin(), parts[s].end());
  }
  Snapshot& snapshot = world->snapshot;
  snapshot.generation = 7;
  snapshot.rates = rates;
  snapshot.categories = std::make_shared<const CategoryTree>(world->catalogue.categories);
  snapshot.shops = build_memory_shops(world->catalogue,
                                      std::vector<std::uint32_t>(world->catalogue.shops.size()))
                       .value();
  snapshot.counted_segments = counted;
  for (std::size_t s = 0; s < segments; ++s) {
    const auto segment =
        build_memory_segment(std::move(parts[s]), world->catalogue, dense_share).value();
    std::vector<Docid> docids;
    for (const std::string& id : deleted[s]) docids.push_back(*segment->find(id));
    snapshot.segments.push_back(segment);
    snapshot.deletions.push_back(
        std::make_shared<const Deletions>(Deletions(segment->size()).with(std::move(docids))));
  }
  return world;
}

rc::Gen<std::uint64_t> dense_shares() {
  return rc::gen::element<std::uint64_t>(1, 2, 4, 32, 1'000'000);
}

}  // namespace souk::testing
