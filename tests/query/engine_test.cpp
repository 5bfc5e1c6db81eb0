// The engine against the reference, on random catalogues and requests: totals, order, pages, facets
// and groups are equal for every sort and filter, over one to four segments.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "data/formats.h"
#include "indexer/memory_segment.h"
#include "query/explain.h"
#include "query/search.h"
#include "query/second_phase.h"
#include "tests/support/random_world.h"
#include "tests/support/reference.h"

namespace souk {

std::ostream& operator<<(std::ostream& out, const FacetValue& value) {
  return out << value.value << '=' << value.count;
}

namespace {

using namespace souk::testing;

/// A file of ops beside the lexicon, brands and categories.
std::shared_ptr<SynonymSource> synonym_source() {
  static const auto source = std::make_shared<SynonymSource>(
      Synonyms::parse("en: usb cable, cord\n*: x-1000 => acme\nfr: casque => red case, 耳机",
                      "synonyms.txt")
          .value());
  return source;
}

Ranking random_ranking() {
  const auto tenths = [](int low, int high) { return *rc::gen::inRange(low, high + 1) / 10.0; };
  return Ranking::parse(
             fmt::format("[fields]\ntitle = {}\nbrand = {}\nhead = {}\n[further]\nfields = {}\n"
                         "[matches]\ntypo = {}\nsplit = {}\nprefix = {}\n"
                         "[second]\nhits = {}\nphrase = {}\ntitle = {}\nsales = {}\n",
                         tenths(0, 80), tenths(0, 80), tenths(0, 80), tenths(0, 2), tenths(1, 10),
                         tenths(1, 10), tenths(1, 10), std::max(*rc::gen::inRange(-4, 12), 0),
                         tenths(0, 5), tenths(0, 5) / 10, tenths(0, 5) / 10),
             "ranking.toml")
      .value();
}

void use(const Ranking& ranking, Searcher& searcher, Reference& reference) {
  searcher.use_ranking(std::make_shared<RankingSource>(ranking));
  reference.use_ranking(std::make_shared<const Ranking>(ranking));
}

std::vector<std::string> ids_of(const ResultPage& page) {
  std::vector<std::string> ids;
  for (const Hit& hit : page.hits) ids.emplace_back(hit.id());
  return ids;
}

void check_page(const ResultPage& page, const ReferencePage& expected) {
  RC_LOG() << "relaxation " << name(page.relaxation) << std::endl;
  RC_ASSERT(page.relaxation == expected.relaxation);
  RC_ASSERT(page.total == expected.total);
  RC_ASSERT(page.total_products == expected.total_products);
  RC_ASSERT(ids_of(page) == expected.ids);
  RC_ASSERT(page.facets.size() == expected.facets.size());
  for (std::size_t i = 0; i < page.facets.size(); ++i) {
    RC_LOG() << "facet " << page.facets[i].key << std::endl;
    RC_ASSERT(page.facets[i].key == expected.facets[i].key);
    RC_ASSERT(page.facets[i].min == expected.facets[i].min);
    RC_ASSERT(page.facets[i].max == expected.facets[i].max);
    RC_ASSERT(page.facets[i].values == expected.facets[i].values);
  }
}

/// By the first phase alone a hit's key is what it scores by the plan that found it. How many hits
/// there were to look at.
int check_scores(const ResultPage& page) {
  const SearchRequest& request = *page.plan.request;
  const bool scored = request.sort == Sort::relevance && !is_blank(request.q);
  if (!scored || second_phase_hits(page.plan) != 0) return 0;
  for (const Hit& hit : page.hits) {
    const Explanation explained = explain(page.plan_of(hit), *hit.segment, hit.doc);
    RC_ASSERT(static_cast<std::int64_t>(explained.score) ==
              2 * kSecondPhase * hit.step - hit.primary);
  }
  return static_cast<int>(page.hits.size());
}

bool has_no_rate(const SearchRequest& request, const Snapshot& snapshot) {
  return request.currency && !snapshot.rates.knows(*request.currency);
}

TEST(Engine, AnswersAsTheReferenceDoes) {
  std::map<Relaxation, int> levels;
  int scored = 0;
  EXPECT_TRUE(rc::check([&] {
    const auto segments = *rc::gen::inRange<std::size_t>(1, 5);
    const auto world = make_world(*products(40), segments, *rates(), *dense_shares(), *products(15),
                                  *rc::gen::inRange<std::size_t>(0, segments + 1));
    Reference reference(world->products, world->catalogue, world->counted, world->catalogue);
    reference.also_indexed(world->gone);
    const std::uint64_t share = *dense_shares();
    Searcher searcher(BitsShares{share, share, share});
    if (*rc::gen::arbitrary<bool>()) {
      searcher.use_synonyms(synonym_source());
      reference.use_synonyms(synonym_source()->sets(world->snapshot));
    }
    if (*rc::gen::arbitrary<bool>()) use(random_ranking(), searcher, reference);
    for (int i = 0; i < 20; ++i) {
      const SearchRequest request = *requests();
      RC_LOG() << "q=" << request.q << " sort=" << name(request.sort) << std::endl;
      if (has_no_rate(request, world->snapshot)) {
        const auto page = searcher.search(request, world->snapshot);
        RC_ASSERT(page.has_error() && page.error().param == "currency");
        continue;
      }
      const auto expected = reference.search(request);
      for (int time = 0; time < 2; ++time) {  // filters asked for again are bitsets
        const auto page = searcher.search(request, world->snapshot);
        RC_ASSERT(page.has_value());
        check_page(*page, expected);
        scored += check_scores(*page);
        if (time == 0) ++levels[page->relaxation];
      }
    }
  }));
  for (const auto level : {Relaxation::none, Relaxation::typo, Relaxation::split_join,
                           Relaxation::partial, Relaxation::any}) {
    EXPECT_GT(levels[level], 2) << name(level);
  }
  EXPECT_GT(scored, 50);
}

TEST(Engine, WalksEveryResultOnceByCursor) {
  EXPECT_TRUE(rc::check([] {
    const auto world = make_world(*products(30), *rc::gen::inRange<std::size_t>(1, 4), *rates(),
                                  *dense_shares(), *products(15));
    Reference reference(world->products, world->catalogue, world->counted, world->catalogue);
    reference.also_indexed(world->gone);
    const std::uint64_t share = *dense_shares();
    Searcher searcher(BitsShares{share, share, share});
    if (*rc::gen::arbitrary<bool>()) use(random_ranking(), searcher, reference);
    for (int i = 0; i < 5; ++i) {
      SearchRequest request = *requests();
      if (has_no_rate(request, world->snapshot)) request.currency.reset();
      request.page = 1;
      request.per_page = *rc::gen::inRange(1U, 6U);
      const auto expected = reference.all_ids(request);
      std::vector<std::string> walked;
      for (;;) {
        const auto page = searcher.search(request, world->snapshot);
        RC_ASSERT(page.has_value());
        RC_ASSERT(page->total == expected.size());
        for (const std::string& id : ids_of(*page)) walked.push_back(id);
        RC_ASSERT(walked.size() <= expected.size());
        if (!page->after) break;
        // As a storefront has it.
        const auto cursor = decode_cursor(encode_cursor(*page->after, 7), 7);
        RC_ASSERT(cursor.has_value());
        request.after = *cursor;
      }
      RC_ASSERT(walked == expected);
    }
  }));
}

TEST(Engine, ExplicitCursorOutlivesItsLastHit) {
  // The product a cursor ended on may be gone in the next generation: what follows it still
  // follows.
  EXPECT_TRUE(rc::check([] {
    auto all = *products(25);
    const auto before = make_world(all, 1);
    SearchRequest request;
    request.sort = static_cast<Sort>(*rc::gen::inRange(1, kSorts));
    request.per_page = 3;
    Searcher searcher;
    const auto page = searcher.search(request, before->snapshot);
    if (!page->after) return;
    request.after = page->after;
    const auto next = ids_of(*searcher.search(request, before->snapshot));
    std::erase_if(all, [&](const Product& p) { return p.id == page->after->id; });
    const auto after = make_world(all, 1);
    RC_ASSERT(ids_of(*searcher.search(request, after->snapshot)) == next);
  }));
}

TEST(Engine, WalksEverySortByCursorWithAndWithoutGroups) {
  // Many ties: four prices, two dates, three ratings, half of them missing.
  std::vector<Product> all;
  for (int i = 0; i < 60; ++i) {
    Product p;
    p.id = "p" + std::to_string(i * 37 % 60);
    p.lang = "en";
    p.title = {{{"en", i % 2 == 0 ? "usb cable" : "usb lamp"}}};
    p.sales = i % 3;
    if (i % 4 != 0) p.price = Money{i % 4 * 100, *Currency::find(i % 8 < 6 ? "USD" : "EUR")};
    if (i % 5 != 0) p.rating = i % 5 % 3 * 1.5;
    p.review_count = i % 2 * 40;
    p.free_shipping = i % 3 == 1;
    if (i % 2 == 0) p.created_at = i % 4 * 86'400;
    if (i % 7 != 0) p.group = "g" + std::to_string(i % 11);
    all.push_back(std::move(p));
  }
  Searcher searcher;
  for (const std::size_t segments : {1U, 3U}) {
    const auto world = make_world(all, segments);
    Reference reference(world->products, world->catalogue);
    for (int sort = 0; sort < kSorts; ++sort) {
      for (const bool group : {false, true}) {
        SearchRequest request;
        request.sort = static_cast<Sort>(sort);
        if (request.sort == Sort::relevance) request.q = "usb";
        request.lang = "en";
        request.group = group;
        request.per_page = 7;
        std::vector<std::string> walked;
        do {
          const auto page = searcher.search(request, world->snapshot);
          ASSERT_TRUE(page);
          for (const std::string& id : ids_of(*page)) walked.push_back(id);
          request.after = page->after;
        } while (request.after && walked.size() <= all.size());
        request.after.reset();
        EXPECT_EQ(walked, reference.all_ids(request))
            << name(request.sort) << ' ' << group << ' ' << segments;
      }
    }
  }
}

/// p0 … p9 for 0 to 9 dollars, by docid.
std::vector<Product> ten_cables() {
  std::vector<Product> all;
  for (int i = 0; i < 10; ++i) {
    Product p;
    p.id = "p" + std::to_string(i);
    p.lang = "en";
    p.title = {{{"en", "usb cable"}}};
    p.price = Money{i * 100, *Currency::find("USD")};
    all.push_back(std::move(p));
  }
  return all;
}

TEST(Engine, FiltersByThePricesOfItsColumnEpoch) {
  const auto world = make_world(ten_cables(), 1);
  Searcher searcher;
  for (const auto& q : {"", "usb"}) {
    SearchRequest request;
    request.q = q;
    request.price_max = 300;
    Snapshot snapshot = world->snapshot;
    for (int time = 0; time < 3; ++time) {
      EXPECT_EQ(searcher.search(request, snapshot)->total, 4u) << q << time;
    }
    ColumnRow row = snapshot.segments.front()->columns.row(0);
    row.price = row.own_price = 5'000;
    const std::vector<RowChange> changes{{0, row}};
    snapshot.segments = {snapshot.segments.front()->with_rows(changes)};
    for (int time = 0; time < 3; ++time) {
      EXPECT_EQ(searcher.search(request, snapshot)->total, 3u) << q << time;
    }
  }
}

TEST(Engine, KeepsTheBitsetOfAFilterAsLongAsItIsWalked) {
  const auto world = make_world(ten_cables(), 1);
  Searcher searcher;
  const auto ask = [&](std::int64_t low, std::int64_t high) {
    SearchRequest request;
    request.price_min = low;
    request.price_max = high;
    return searcher.search(request, world->snapshot)->total;
  };
  SearchRequest request;
  request.price_min = 0;
  request.price_max = 300;
  ask(0, 300);
  Plan plan;
  ASSERT_TRUE(searcher.plan(request, world->snapshot, plan));
  MatchScratch scratch;
  const SegmentMatches matches = match(plan, 0, {}, scratch);
  ASSERT_EQ(matches.set.form, DocSet::Form::bits);
  // Others take its place.
  for (std::int64_t low = 0; low < 900; low += 100) {
    for (std::int64_t high = low + 100; high < 1'000; high += 100) {
      for (int time = 0; time < 2; ++time) {
        EXPECT_EQ(ask(low, high), static_cast<std::uint64_t>((high - low) / 100 + 1));
      }
    }
  }
  std::vector<Docid> docs;
  matches.set.for_each_block([&](std::span<const Docid> block) {
    docs.insert(docs.end(), block.begin(), block.end());
    return true;
  });
  EXPECT_EQ(docs, (std::vector<Docid>{0, 1, 2, 3}));
}

TEST(Engine, BoundsAllOrNothingByWhatNoPriceReaches) {
  Product product;
  product.id = "p";
  product.lang = "en";
  product.title = {{{"en", "usb cable"}}};
  product.price = Money{500, *Currency::find("USD")};
  Product dear = product;
  dear.id = "q";
  dear.price = Money{kMaxSafeInteger, *Currency::find("USD")};  // more than 2^53 yen
  const auto world =
      make_world({product, dear}, 1, Rates::from_map(*Currency::find("USD"), {{"JPY", 0.0067}}));
  Searcher searcher;
  for (const auto& [op, bound, total] : {std::tuple{CompareOp::lt, 1e300, 2U},
                                         {CompareOp::gt, 1e300, 0U},
                                         {CompareOp::gt, -1e300, 2U},
                                         {CompareOp::le, -1e300, 0U},
                                         {CompareOp::lt, 1e6, 1U},
                                         // 5 dollars are 746 yen, half-even.
                                         {CompareOp::eq, 746, 1U},
                                         {CompareOp::eq, 745.5, 0U},
                                         {CompareOp::gt, 745.5, 2U}}) {
    SearchRequest request;
    request.currency = Currency::find("JPY");
    request.filter = std::make_shared<const FilterNode>(
        FilterNode{FilterCompare{{FilterField::price, ""}, op, bound}});
    EXPECT_EQ(searcher.search(request, world->snapshot)->total, total) << bound;
  }
}

TEST(Engine, RefusesARelevanceCursorOfAnotherGeneration) {
  Product product;
  product.id = "p";
  product.lang = "en";
  product.title = {{{"en", "usb cable"}}};
  const auto world = make_world({product}, 1);
  SearchRequest request;
  request.q = "usb";
  request.sort = Sort::relevance;
  request.after = Cursor{Sort::relevance, -5, 0, "p", 6};
  Searcher searcher;
  const auto page = searcher.search(request, world->snapshot);
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, ErrorCode::gone);
  EXPECT_EQ(page.error().param, "after");
}

TEST(Engine, RefusesACurrencyWithoutARate) {
  const auto world = make_world({}, 1);
  SearchRequest request;
  request.currency = Currency::find("JPY");
  Searcher searcher;
  const auto page = searcher.search(request, world->snapshot);
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().param, "currency");
}

}  // namespace
}  // namespace souk
