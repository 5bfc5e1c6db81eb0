// Live changes against a naive reference: a map of products and shops, changed line by line. After
// every batch the snapshot answers as the reference does over what the map holds.

#include "indexer/live/live_state.h"

#include <gtest/gtest.h>

#include <map>

#include "data/generation.h"
#include "data/product_json.h"
#include "indexer/memory_segment.h"
#include "query/search.h"
#include "query/suggest.h"
#include "tests/support/random_catalogue.h"
#include "tests/support/reference.h"
#include "tests/support/suggested.h"

namespace souk {
namespace {

using namespace souk::testing;

/// A generation in memory, as a build would make it.
std::shared_ptr<const Generation> make_generation(const std::vector<Product>& products,
                                                  const Rates& rates) {
  const Catalogue catalogue = make_catalogue(shops(), categories(), rates, "en", products);
  auto generation = std::make_shared<Generation>();
  generation->manifest.generation = 3;
  generation->manifest.base_sequence = 10;
  generation->manifest.currency = rates.base();
  generation->manifest.rates = rates.map();
  generation->categories = std::make_shared<const CategoryTree>(catalogue.categories);
  generation->shops =
      build_memory_shops(catalogue, std::vector<std::uint32_t>(catalogue.shops.size())).value();
  generation->segment = build_memory_segment(products, catalogue).value();
  return generation;
}

/// What the changes make, without an index.
struct Naive {
  std::map<std::string, Product> products;
  std::map<std::string, Shop> shops;
  std::vector<Product> earlier;  ///< as they were after earlier batches: still in an index

  void apply(const Change& c) {
    if (c.subject == Change::Subject::product) {
      if (c.op == Change::Op::upsert) products[c.id] = c.product;
      if (c.op == Change::Op::remove) products.erase(c.id);
      if (c.op == Change::Op::patch && products.contains(c.id)) {
        products[c.id] = apply_patch(products[c.id], c);
      }
    } else {
      if (c.op == Change::Op::upsert) shops[c.id] = c.shop;
      if (c.op == Change::Op::remove) shops.erase(c.id);
      if (c.op == Change::Op::patch && shops.contains(c.id)) {
        shops[c.id] = apply_patch(shops[c.id], c);
      }
    }
  }
  [[nodiscard]] std::vector<Product> all_products() const {
    std::vector<Product> all;
    for (const auto& [id, product] : products) all.push_back(product);
    return all;
  }
  [[nodiscard]] std::vector<Shop> all_shops() const {
    std::vector<Shop> all;
    for (const auto& [id, shop] : shops) all.push_back(shop);
    return all;
  }
};

std::string random_product_change(const std::vector<Product>& pool) {
  const Product& p = pool[*rc::gen::inRange<std::size_t>(0, pool.size())];
  switch (*rc::gen::inRange(0, 10)) {
    case 0:
    case 1:
    case 2:
      return R"({"op":"upsert","product":)" + product_to_json(p) + "}";
    case 3:
      return R"({"op":"delete","id":")" + p.id + "\"}";
    case 4:
      return R"({"op":"patch","id":")" + p.id + R"(","set":{"price":{"amount":)" +
             std::to_string(*rc::gen::inRange(0, 500)) + R"(,"currency":"USD"},"stock":)" +
             *rc::gen::element<std::string>("0", "5", "null") + "}}";
    case 5:
      return R"({"op":"patch","id":")" + p.id + R"(","add":{"sales":)" +
             std::to_string(*rc::gen::inRange(-3, 4)) + R"(,"stock":-1,"review_count":1}})";
    case 6:
    case 7:
      return R"({"op":"patch","id":")" + p.id + R"(","set":{"rating":)" +
             *rc::gen::element<std::string>("null", "3.5", "4.25") + R"(,"free_shipping":)" +
             *rc::gen::element<std::string>("true", "false") + R"(,"list_price":{"amount":)" +
             std::to_string(*rc::gen::inRange(0, 70000)) + R"(,"currency":")" +
             *rc::gen::element<std::string>("USD", "EUR") + R"("},"sales":)" +
             std::to_string(*rc::gen::inRange(0, 4)) + "}}";
    case 8:
      return R"({"op":"patch","id":")" + p.id + R"(","set":{"title":"blue )" +
             *rc::gen::element<std::string>("usb", "cable", "lamp") +
             R"(","rating":4.5,"free_shipping":true}})";
    default:
      return R"({"op":"patch","id":")" + p.id + R"(","set":{"category":["New )" +
             *rc::gen::element<std::string>("A", "B") + R"(","Deep"],"shop_id":"n)" +
             std::to_string(*rc::gen::inRange(0, 3)) + "\"}}";
  }
}

std::string random_shop_change() {
  const std::string id = *rc::gen::element<std::string>("s1", "s2", "n0", "n1");
  switch (*rc::gen::inRange(0, 3)) {
    case 0:
      return R"({"op":"upsert","shop":{"id":")" + id + R"(","name":")" +
             *rc::gen::element<std::string>("Blue Lamps", "Usb Store") + "\"}}";
    case 1:
      return R"({"op":"patch","shop_id":")" + id + R"(","set":{"name":"Red Cables"}})";
    default:
      return R"({"op":"delete","shop_id":")" + id + "\"}";
  }
}

std::vector<std::string> ids_of(const ResultPage& page) {
  std::vector<std::string> ids;
  for (const Hit& hit : page.hits) ids.emplace_back(hit.id());
  return ids;
}

void check_search(const Snapshot& snapshot, const Naive& naive, const std::vector<Product>& counted,
                  const Rates& rates) {
  const auto all = naive.all_products();
  const Catalogue catalogue = make_catalogue(naive.all_shops(), categories(), rates, "en", all);
  const Catalogue before = make_catalogue(shops(), categories(), rates, "en", counted);
  Reference reference(all, catalogue, counted, before);
  reference.also_indexed(naive.earlier);
  Searcher searcher;
  for (int i = 0; i < 6; ++i) {
    const SearchRequest request = *requests();
    if (request.currency && !rates.knows(*request.currency)) continue;
    RC_LOG() << "q=" << request.q << " sort=" << name(request.sort) << std::endl;
    const auto page = searcher.search(request, snapshot);
    RC_ASSERT(page.has_value());
    const ReferencePage expected = reference.search(request);
    RC_ASSERT(page->total == expected.total);
    RC_ASSERT(page->total_products == expected.total_products);
    RC_ASSERT(ids_of(*page) == expected.ids);
    for (std::size_t f = 0; f < expected.facets.size(); ++f) {
      RC_LOG() << "facet " << expected.facets[f].key << std::endl;
      RC_ASSERT(page->facets[f].min == expected.facets[f].min);
      RC_ASSERT(page->facets[f].max == expected.facets[f].max);
      RC_ASSERT(page->facets[f].values.size() == expected.facets[f].values.size());
      for (std::size_t v = 0; v < expected.facets[f].values.size(); ++v) {
        // Labels may be another segment's spelling; value keys and counts are exact.
        RC_ASSERT(page->facets[f].values[v].count == expected.facets[f].values[v].count);
      }
    }
  }
}

/// What is shown of a product, and what a rebuild reads.
void check_documents(const Snapshot& snapshot, const Naive& naive) {
  FeedParser parser(snapshot.default_lang);
  for (const auto& [id, expected] : naive.products) {
    const auto place = snapshot.find(id);
    RC_ASSERT(place.has_value());
    const auto product = stored_product(*place->segment, place->doc, parser);
    RC_ASSERT(product.has_value());
    RC_ASSERT(product_to_json(*product) == product_to_json(expected));
  }
}

/// Products of every category's subtree.
void check_categories(const Snapshot& snapshot, const Naive& naive) {
  const CategoryTree& tree = *snapshot.categories;
  std::vector<std::uint64_t> expected(tree.size(), 0);
  for (const auto& [id, product] : naive.products) {
    auto node = product.category_id.empty() ? tree.find_path(product.category_path)
                                            : tree.find_id(product.category_id);
    if (product.category_id.empty() && product.category_path.empty()) node.reset();
    for (auto at = node.value_or(CategoryTree::kNone); at != CategoryTree::kNone;
         at = tree.nodes()[at].parent) {
      ++expected[at];
    }
  }
  RC_ASSERT(snapshot.category_products() == expected);
}

/// What is suggested has as many products as the search for it, though counts are remembered.
void check_suggestions(const Snapshot& snapshot, Searcher& searcher, Suggester& suggester) {
  for (const char* q : {"", "u", "blue ", "n"}) {
    SuggestRequest request;
    request.q = q;
    request.typo = false;
    const auto suggestions = suggester.suggest(request, snapshot);
    RC_ASSERT(suggestions.has_value());
    for (const Suggestion& each : *suggestions) {
      RC_LOG() << "suggested " << name(each.kind) << ' ' << each.text << std::endl;
      if (each.kind == SuggestionKind::product) {
        RC_ASSERT(snapshot.find(each.id).has_value());
      } else {
        RC_ASSERT(each.count == suggested_products(searcher, snapshot, each));
      }
    }
  }
}

TEST(LiveState, AnswersAsTheReferenceDoesAfterEveryBatch) {
  EXPECT_TRUE(rc::check([] {
    const auto base = *products(25);
    RC_PRE(!base.empty());
    const Rates rates = *souk::testing::rates();
    const EpochPolicy policy{*rc::gen::element<std::size_t>(0, 10, 1024),
                             *rc::gen::element<std::size_t>(0, 5, 100)};
    RC_LOG() << "epochs " << policy.one_in_at_once << ' ' << policy.one_in_dirty << std::endl;
    LiveState state(make_generation(base, rates), 2, policy);
    Naive naive;
    for (const Product& p : base) naive.products[p.id] = p;
    for (const Shop& s : shops()) naive.shops[s.id] = s;
    auto pool = *products(25);
    pool.insert(pool.end(), base.begin(), base.end());
    ChangeParser parser("en");
    Searcher searcher;
    Suggester suggester(searcher);
    std::uint64_t sequence = 10;
    for (int batch = 0; batch < 3; ++batch) {
      std::vector<SequencedChange> changes;
      for (int i = *rc::gen::inRange(1, 8); i > 0; --i) {
        const std::string line =
            *rc::gen::inRange(0, 6) == 0 ? random_shop_change() : random_product_change(pool);
        RC_LOG() << line << std::endl;
        auto change = parser.change(line);
        RC_ASSERT(change.has_value());
        naive.apply(*change);
        changes.push_back({++sequence, std::move(*change)});
      }
      RC_ASSERT(state.apply(changes).has_value());
      RC_ASSERT(state.snapshot()->sequence == sequence);
      RC_ASSERT(state.snapshot()->products() == naive.products.size());
      check_search(*state.snapshot(), naive, base, rates);
      check_documents(*state.snapshot(), naive);
      check_categories(*state.snapshot(), naive);
      check_suggestions(*state.snapshot(), searcher, suggester);
      for (const auto& [id, product] : naive.products) naive.earlier.push_back(product);
    }
  }));
}

TEST(LiveState, MergesTiersWithoutChangingAnAnswer) {
  const Rates rates(*Currency::find("USD"));
  std::vector<Product> base(1);
  base[0].id = "base";
  base[0].lang = "en";
  base[0].title = {{{"en", "usb cable"}}};
  LiveState state(make_generation(base, rates));
  ChangeParser parser("en");
  std::uint64_t sequence = 10;
  const auto put = [&](const std::string& line) {
    const std::vector<SequencedChange> change = {{++sequence, parser.change(line).value()}};
    ASSERT_TRUE(state.apply(change));
  };
  const auto product = [](int i, const char* title) {
    return R"({"op":"upsert","product":{"id":"p)" + std::to_string(i) + R"(","title":")" + title +
           R"(","sales":)" + std::to_string(i) + "}}";
  };
  for (int i = 0; i < 8; ++i) put(product(i, "usb lamp"));
  const auto merge = state.plan_merge();
  ASSERT_TRUE(merge);
  ASSERT_EQ(merge->segments.size(), 8U);
  // While it runs, one of its products goes and one changes.
  put(R"({"op":"delete","id":"p3"})");
  put(product(5, "garden hose"));
  auto merged = LiveState::run_merge(*merge);
  ASSERT_TRUE(merged);
  state.finish_merge(*merge, *merged);
  EXPECT_EQ(state.snapshot()->segments.size(), 3U);  // the base, the merged, p5
  EXPECT_EQ(state.snapshot()->products(), 8U);
  SearchRequest request;
  request.q = "usb";
  request.lang = "en";
  request.sort = Sort::sales;
  Searcher searcher;
  const auto page = searcher.search(request, *state.snapshot());
  ASSERT_TRUE(page);
  EXPECT_EQ(ids_of(*page), (std::vector<std::string>{"p7", "p6", "p4", "p2", "p1", "base", "p0"}));
  EXPECT_FALSE(state.plan_merge());
  request.q = "hose";
  EXPECT_EQ(searcher.search(request, *state.snapshot())->total, 1U);
}

TEST(LiveState, AColumnEpochTakesDocumentsBackThatAreBeingMerged) {
  const Rates rates(*Currency::find("USD"));
  std::vector<Product> base(20);
  for (std::size_t i = 0; i < base.size(); ++i) {
    base[i].id = "p" + std::to_string(i);
    base[i].lang = "en";
    base[i].title = {{{"en", "usb cable"}}};
    base[i].sales = 100;
  }
  // Never at once; from eleven dirty products on.
  LiveState state(make_generation(base, rates), 1, {0, 2});
  ChangeParser parser("en");
  std::uint64_t sequence = 10;
  const auto sell = [&](std::vector<int> which) {
    std::vector<SequencedChange> changes;
    for (const int i : which) {
      changes.push_back(
          {++sequence, parser
                           .change(R"({"op":"patch","id":"p)" + std::to_string(i) +
                                   R"(","add":{"sales":)" + std::to_string(i + 1) + "}}")
                           .value()});
    }
    ASSERT_TRUE(state.apply(changes));
  };
  const auto first = [&] {
    SearchRequest request;
    request.q = "usb";
    request.lang = "en";
    request.sort = Sort::sales;
    request.per_page = 3;
    Searcher searcher;
    return ids_of(*searcher.search(request, *state.snapshot()));
  };
  for (int i = 0; i < 8; ++i) sell({i});
  EXPECT_EQ(state.snapshot()->segments.size(), 9U);
  const auto merge = state.plan_merge();
  ASSERT_TRUE(merge);
  sell({8, 9});
  EXPECT_EQ(state.snapshot()->segments.size(), 10U);
  EXPECT_EQ(state.snapshot()->segments.front()->columns.sales(0), 100);
  sell({10, 3});
  // All are the generation's again, with their sales.
  EXPECT_EQ(state.snapshot()->segments.size(), 1U);
  EXPECT_EQ(state.changed_share(), 0);
  EXPECT_EQ(first(), (std::vector<std::string>{"p10", "p9", "p8"}));
  auto merged = LiveState::run_merge(*merge);
  ASSERT_TRUE(merged);
  state.finish_merge(*merge, *merged);
  EXPECT_EQ(state.snapshot()->segments.size(), 1U);
  EXPECT_EQ(state.snapshot()->products(), 20U);
  EXPECT_EQ(first(), (std::vector<std::string>{"p10", "p9", "p8"}));
}

}  // namespace
}  // namespace souk
