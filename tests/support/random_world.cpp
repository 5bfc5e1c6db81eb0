#include "tests/support/random_world.h"

#include <random>
#include <set>

#include "indexer/product_row.h"

namespace souk::testing {
namespace {

/// A segment of the products. Some were built with other numbers, and have theirs from a column
/// epoch: docids are not in order of sales then.
std::shared_ptr<const Segment> make_segment(std::vector<Product> products, const World& world,
                                            std::uint64_t dense_share, std::minstd_rand& random) {
  const std::vector<Product> wanted = products;
  const bool epoch = random() % 2 == 0;
  for (Product& product : products) {
    if (!epoch || random() % 2 == 0) continue;
    product.sales = static_cast<std::int64_t>(random() % 5);
    product.price.reset();
    product.stock = static_cast<std::int64_t>(random() % 2);
    product.rating.reset();
    product.free_shipping = !product.free_shipping;
  }
  auto segment = build_memory_segment(std::move(products), world.catalogue, dense_share).value();
  if (!epoch) return segment;
  std::vector<RowChange> rows;
  for (const Product& product : wanted) {
    const Docid doc = segment->find(product.id).value();
    rows.push_back({doc, column_row(product, world.catalogue.rates)});
  }
  return segment->with_rows(rows);
}

}  // namespace

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
  std::minstd_rand random(static_cast<unsigned>(all.size() * 8 + segments));
  for (std::size_t s = 0; s < segments; ++s) {
    const auto segment = make_segment(std::move(parts[s]), *world, dense_share, random);
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
