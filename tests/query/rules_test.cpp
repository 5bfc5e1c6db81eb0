// Merchandising rules: what a file may say, when a rule is in force, and what it does to any
// search.

#include "query/rules.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "data/file_io.h"
#include "query/search.h"
#include "tests/query/small_world.h"
#include "tests/support/random_world.h"

namespace souk {
namespace {

using testing::SmallWorld;
using Ids = std::vector<std::string>;

std::vector<Rule> rules_of(const std::string& toml) {
  auto rules = parse_rules(toml, "rules.toml");
  EXPECT_TRUE(rules) << (rules ? "" : rules.error().message);
  return rules ? *rules : std::vector<Rule>();
}

TEST(RuleParser, NamesWhatIsWrongByItsLine) {
  const std::pair<const char*, const char*> cases[] = {
      {"[[rule]]\nid = \"a\"\npin = [\"x\"\n", "rules.toml:"},
      {"rules = 3", "rules.toml:1: rules: only [[rule]] tables are known here"},
      {"rule = [3]", "rules.toml:1: rule: must be a table"},
      {"\n[[rule]]\npin = \"x\"", "rules.toml:2: id: every rule has one"},
      {"[[rule]]\nid = \"a\"",
       "rules.toml:1: rule \"a\": pin: the rule does nothing: pin, hide, boost, … is missing"},
      {"[[rule]]\nid = \"a\"\npinn = \"x\"", "rules.toml:3: rule \"a\": pinn: no such key"},
      {"[[rule]]\nid = \"a\"\npin = [\"x\", 3]",
       "rules.toml:3: rule \"a\": pin: must be a string that is not empty"},
      {"[[rule]]\nid = \"a\"\npin = [\"x\", {position = 2}]",
       "rules.toml:3: rule \"a\": pin: id is missing"},
      {"[[rule]]\nid = \"a\"\npin = {id = \"x\", position = 0}",
       "rules.toml:3: rule \"a\": pin: position must be a whole number from 1 to 10000"},
      {"[[rule]]\nid = \"a\"\npin = {id = \"x\", position = 1.5}",
       "rules.toml:3: rule \"a\": pin: position must be a whole number from 1 to 10000"},
      {"[[rule]]\nid = \"a\"\npin = {id = \"x\", positon = 1}",
       "rules.toml:3: rule \"a\": pin: positon: no such key"},
      {"[[rule]]\nid = \"a\"\nhide = []", "rules.toml:3: rule \"a\": hide: must not be empty"},
      {"[[rule]]\nid = \"a\"\nhide = \"x\"\nquery = \"!!\"",
       "rules.toml:4: rule \"a\": query: \"!!\" has no words"},
      {"[[rule]]\nid = \"a\"\nhide = \"x\"\nmatch = \"some\"",
       "rules.toml:4: rule \"a\": match: must be \"exact\" or \"contains\""},
      {"[[rule]]\nid = \"a\"\nhide = \"x\"\nmatch = \"contains\"",
       "rules.toml:4: rule \"a\": match: there is no query to match"},
      {"[[rule]]\nid = \"a\"\nhide = \"x\"\nlang = \"en_\"",
       "rules.toml:4: rule \"a\": lang: \"en_\" is not a language tag"},
      {"[[rule]]\nid = \"a\"\nhide = \"x\"\nfrom = \"2026\"",
       "rules.toml:4: rule \"a\": from: must be a date, or a date and time"},
      {"[[rule]]\nid = \"a\"\nhide = \"x\"\nfrom = 2026-05-02\nuntil = 2026-05-01",
       "rules.toml:5: rule \"a\": until: it is before from"},
      {"[[rule]]\nid = \"a\"\nfilter = \"price <\"", "rules.toml:3: rule \"a\": filter: "},
      {"[[rule]]\nid = \"a\"\nboost = \"in_stock\"",
       "rules.toml:3: rule \"a\": boost: must be an array of tables {filter, by}"},
      {"[[rule]]\nid = \"a\"\nboost = [{by = 0.5}]",
       "rules.toml:3: rule \"a\": boost: filter is missing"},
      {"[[rule]]\nid = \"a\"\nbury = [{filter = \"in_stock\", by = 2}]",
       "rules.toml:3: rule \"a\": bury: by must be above 0 and at most 1"},
      {"[[rule]]\nid = \"a\"\nbury = [{filter = \"in_stock\", to = 2}]",
       "rules.toml:3: rule \"a\": bury: to: no such key"},
      {"[[rule]]\nid = \"a\"\nredirect = \"javascript:alert(1)\"",
       "rules.toml:3: rule \"a\": redirect: must be an http"},
      {"[[rule]]\nid = \"a\"\nredirect = \"//evil.test\"",
       "rules.toml:3: rule \"a\": redirect: must be an http"},
      {"[[rule]]\nid = \"a\"\nhide = \"x\"\n[[rule]]\nid = \"a\"\nhide = \"y\"",
       "rules.toml:4: rule \"a\": there is another one of this id"},
  };
  for (const auto& [toml, expected] : cases) {
    const auto rules = parse_rules(toml, "rules.toml");
    ASSERT_FALSE(rules) << toml;
    EXPECT_EQ(rules.error().code, ErrorCode::bad_input);
    EXPECT_TRUE(rules.error().message.starts_with(expected)) << rules.error().message;
  }
}

TEST(RuleParser, ReadsEveryKey) {
  const auto rules = rules_of(R"(
[[rule]]
id = "spring"
query = ["phone", "smart phone"]
match = "contains"
category = ["c1", "Toys > Cars"]
lang = "EN"
from = 2026-03-01
until = 2026-03-31
pin = ["p2", { id = "p1", position = 4 }]
hide = "p3"
boost = [{ filter = 'brand = "Acme"', by = 0.25 }]
bury = [{ filter = "stock = 0" }]
filter = "price < 5000"
redirect = "/?category=c1"
[[rule]]
id = "second"
until = 2026-03-01T12:00:00+02:00
hide = "p4"
)");
  ASSERT_EQ(rules.size(), 2U);
  const Rule& rule = rules[0];
  EXPECT_EQ(rule.queries, (Ids{"phone", "smart phone"}));
  EXPECT_TRUE(rule.contains);
  EXPECT_EQ(rule.categories, (Ids{"c1", "Toys > Cars"}));
  EXPECT_EQ(rule.languages, (Ids{"en"}));
  EXPECT_EQ(rule.from, 1'772'323'200);   // 2026-03-01T00:00:00Z
  EXPECT_EQ(rule.until, 1'775'001'600);  // 2026-04-01T00:00:00Z: the last day is whole
  EXPECT_EQ(rule.pin, (std::vector<Pin>{{"p2", 0}, {"p1", 4}}));
  EXPECT_EQ(rule.hide, (Ids{"p3"}));
  ASSERT_EQ(rule.boosts.size(), 2U);
  for (const RuleBoost& boost : rule.boosts) {
    EXPECT_EQ(boost.by, boost.buries ? 0.5 : 0.25);
    EXPECT_EQ(boost.text, boost.buries ? "stock = 0" : "brand = \"Acme\"");
  }
  EXPECT_NE(rule.filter, nullptr);
  EXPECT_EQ(rule.redirect, "/?category=c1");
  EXPECT_EQ(rules[1].until, 1'772'359'200);  // 10:00 UTC
}

constexpr std::int64_t kNewYear = 1'767'225'600;  // 2026-01-01T00:00:00Z

TEST(Rules, AreInForceWhereTheirConditionsHold) {
  SmallWorld world({R"({"id":"a","title":"Phone case","category":["Phones","Cases"]})",
                    R"({"id":"b","title":"Toy car","category":["Toys"]})"});
  const RuleSet rules(rules_of(R"(
[[rule]]
id = "exact"
query = ["phone cases", "étui"]
hide = "x"
[[rule]]
id = "contains"
query = "phone"
match = "contains"
hide = "x"
[[rule]]
id = "category"
category = "Phones"
hide = "x"
[[rule]]
id = "french"
lang = "fr"
hide = "x"
[[rule]]
id = "dated"
from = 2026-01-01
until = 2026-01-01
query = "dated"
hide = "x"
)"));
  const auto in_force = [&](const std::string& query, std::int64_t now = kNewYear) {
    const SearchRequest request = SmallWorld::request(query);
    Plan plan;
    EXPECT_TRUE(world.searcher().plan(request, world.snapshot(), plan)) << query;
    return rules.in_force(plan, world.searcher().analyzer(), now).ids;
  };
  EXPECT_EQ(in_force("q=phone+case"), (Ids{"exact", "contains"}));
  EXPECT_EQ(in_force("q=CASES+Phones"), (Ids{"exact", "contains"})) << "any order, by stem";
  EXPECT_EQ(in_force("q=red+phone+case"), (Ids{"contains"}));
  EXPECT_EQ(in_force("q=case"), Ids());
  EXPECT_EQ(in_force("q=etui"), (Ids{"exact"})) << "folded as a query is";
  EXPECT_EQ(in_force("q="), Ids());
  EXPECT_EQ(in_force("category=Phones"), (Ids{"category"}));
  EXPECT_EQ(in_force("category=Phones+%3E+Cases"), (Ids{"category"}));
  EXPECT_EQ(in_force("category=Phones&category=Toys"), Ids()) << "not all inside";
  EXPECT_EQ(in_force("lang=fr"), (Ids{"french"}));
  EXPECT_EQ(in_force("lang=fr-CA"), (Ids{"french"}));
  EXPECT_EQ(in_force("q=dated"), (Ids{"dated"}));
  EXPECT_EQ(in_force("q=dated", kNewYear + 86'399), (Ids{"dated"}));
  EXPECT_EQ(in_force("q=dated", kNewYear + 86'400), Ids());
  EXPECT_EQ(in_force("q=dated", kNewYear - 1), Ids());
}

/// A search with plain words, by any sort, that shows all it finds.
SearchRequest plain_request() {
  SearchRequest request = *testing::requests();
  request.q = *rc::gen::elementOf(
      Ids{"", "usb", "red cable", "wireless phone case", "x-1000", "cable usb", "kopfhörer"});
  request.match = Match::all;
  request.group = false;
  request.page = 1;
  request.per_page = 200;
  request.after.reset();
  if (*rc::gen::arbitrary<bool>()) request.sort = Sort::relevance;
  return request;
}

std::unique_ptr<testing::World> random_world() {
  return testing::make_world(*testing::products(40), *rc::gen::inRange<std::size_t>(1, 5),
                             Rates::from_map(*Currency::find("USD"), {{"EUR", 1.25}}),
                             *testing::dense_shares(), *testing::products(15));
}

Ids some_ids(const testing::World& world) {
  Ids ids{"not there"};
  for (const Product& product : world.products) {
    if (*rc::gen::inRange(0, 4) == 0) ids.insert(ids.begin(), product.id);
  }
  return ids;
}

struct RuledPage {
  Ids ids;
  std::uint64_t total;
  std::vector<Hit> hits;
  ResultPage page;
};

/// `phases`: 1 for hits in order of the points that boosts add to.
RuledPage find(const SearchRequest& request, const Snapshot& snapshot, std::vector<Rule> rules,
               std::uint64_t share, int phases = 2) {
  Searcher searcher(BitsShares{share, share, share});
  if (phases == 1) {
    const Ranking first = Ranking::parse("[second]\nhits = 0", "ranking.toml").value();
    searcher.use_ranking(std::make_shared<RankingSource>(first));
  }
  searcher.use_rules(std::make_shared<RuleSource>(RuleSet(std::move(rules))));
  auto page = searcher.search(request, snapshot);
  RC_ASSERT(page.has_value());
  RuledPage found{{}, page->total, page->hits, std::move(*page)};
  for (const Hit& hit : found.hits) found.ids.emplace_back(hit.id());
  return found;
}

/// Hits with the pinned ones at their positions, slot by slot.
Ids arranged(const Ids& ranked, const std::vector<Pin>& pins) {
  std::map<std::uint32_t, std::string> slots;
  const auto put = [&](const std::string& id, std::uint32_t position) {
    while (slots.contains(position)) ++position;
    slots[position] = id;
  };
  for (std::uint32_t position = 1; position < 100; ++position) {
    for (const Pin& pin : pins) {
      if (pin.position == position) put(pin.id, position);
    }
  }
  for (const Pin& pin : pins) {
    if (pin.position == 0) put(pin.id, 1);
  }
  Ids all;
  auto next = ranked.begin();
  for (std::uint32_t position = 1; next != ranked.end() || !slots.empty(); ++position) {
    const auto slot = next == ranked.end() ? slots.begin() : slots.find(position);
    if (slot == slots.end()) {
      all.push_back(*next++);
    } else {
      all.push_back(slot->second);
      slots.erase(slot);
    }
  }
  return all;
}

TEST(Rules, HideAndPinAndNothingElse) {
  int pinned_words = 0;
  int between = 0;  // pages by cursor that end in a pinned hit with others before it
  EXPECT_TRUE(rc::check([&] {
    const auto world = random_world();
    const std::uint64_t share = *testing::dense_shares();
    for (int i = 0; i < 5; ++i) {
      SearchRequest request = plain_request();
      if (request.currency && !world->snapshot.rates.knows(*request.currency)) continue;
      Rule rule;
      rule.id = "r";
      for (const std::string& id : some_ids(*world)) {
        rule.pin.push_back(
            {id, static_cast<std::uint32_t>(std::max(*rc::gen::inRange(-10, 20), 0))});
      }
      rule.hide = some_ids(*world);
      const RuledPage plain = find(request, world->snapshot, {}, share);
      SearchRequest without_words = request;
      without_words.q.clear();
      const RuledPage allowed = find(without_words, world->snapshot, {}, share);
      const RuledPage ruled = find(request, world->snapshot, {rule}, share);

      // What is pinned matches any words but no filter's opposite; what is hidden matches nothing.
      const std::set<std::string> hidden(rule.hide.begin(), rule.hide.end());
      const std::set<std::string> passing(allowed.ids.begin(), allowed.ids.end());
      std::vector<Pin> pins;
      std::set<std::string> pinned;
      for (const Pin& pin : rule.pin) {
        if (!passing.contains(pin.id) || hidden.contains(pin.id)) continue;
        pins.push_back(pin);
        pinned.insert(pin.id);
      }
      Ids expected;
      if (request.sort == Sort::relevance) {
        for (const std::string& id : plain.ids) {
          if (!pinned.contains(id) && !hidden.contains(id)) expected.push_back(id);
        }
        expected = arranged(expected, pins);
      } else {
        const std::set<std::string> matching(plain.ids.begin(), plain.ids.end());
        for (const std::string& id : allowed.ids) {
          const bool found = matching.contains(id) || pinned.contains(id);
          if (found && !hidden.contains(id)) expected.push_back(id);
        }
      }
      RC_LOG() << "q=" << request.q << " sort=" << name(request.sort) << std::endl;
      RC_ASSERT(ruled.ids == expected);
      RC_ASSERT(ruled.total == expected.size());
      if (!request.q.empty() && !pinned.empty()) ++pinned_words;

      // The same by number, and by cursor.
      request.per_page = *rc::gen::inRange(1U, 5U);
      request.page = *rc::gen::inRange(1U, 8U);
      const std::size_t first =
          std::min<std::size_t>((request.page - 1) * request.per_page, expected.size());
      const std::size_t last = std::min<std::size_t>(first + request.per_page, expected.size());
      RC_ASSERT(find(request, world->snapshot, {rule}, share).ids ==
                Ids(expected.begin() + first, expected.begin() + last));
      request.page = 1;
      Ids walked;
      for (;;) {
        const RuledPage page = find(request, world->snapshot, {rule}, share);
        walked.insert(walked.end(), page.ids.begin(), page.ids.end());
        RC_ASSERT(walked.size() <= expected.size());
        if (!page.page.after) break;
        const bool ends_pinned = pinned.contains(page.ids.back());
        if (ends_pinned && page.page.after->pinned < page.page.after->shown) ++between;
        request.after = page.page.after;
      }
      RC_ASSERT(walked == expected);
    }
  }));
  EXPECT_GT(pinned_words, 50);
  EXPECT_GT(between, 50);
}

TEST(Rules, PinOneOfAGroupWhereGroupsAreOneHit) {
  SmallWorld world({R"({"id":"a","title":"Cable","group":"g","sales":1})",
                    R"({"id":"b","title":"Cable","group":"g","sales":2})",
                    R"({"id":"c","title":"Cable","sales":3})"});
  Rule rule;
  rule.id = "r";
  rule.pin = {{"a", 2}, {"b", 1}};
  const auto ids = [&](const char* query) {
    return find(SmallWorld::request(query), world.snapshot(), {rule}, 32).ids;
  };
  EXPECT_EQ(ids("q=cable"), (Ids{"b", "a", "c"}));
  EXPECT_EQ(ids("q=cable&group=true"), (Ids{"c", "a"}));
}

TEST(Rules, FilterAsARequestDoes) {
  EXPECT_TRUE(rc::check([] {
    const auto world = random_world();
    const std::uint64_t share = *testing::dense_shares();
    for (int i = 0; i < 5; ++i) {
      SearchRequest request = plain_request();
      request.currency.reset();  // a rule's prices are in the base currency
      request.filter = nullptr;
      const std::string text = *rc::gen::elementOf(
          Ids{"price < 2000", "brand = \"Acme\"", "NOT in_stock", "sales >= 3"});
      Rule rule;
      rule.id = "r";
      rule.filter = std::make_shared<const FilterNode>(parse_filter(text).value());
      const RuledPage ruled = find(request, world->snapshot, {rule}, share);
      request.filter = rule.filter;
      const RuledPage expected = find(request, world->snapshot, {}, share);
      RC_ASSERT(ruled.ids == expected.ids);
      RC_ASSERT(ruled.total == expected.total);
      for (std::size_t f = 0; f < expected.page.facets.size(); ++f) {
        RC_ASSERT(ruled.page.facets[f].values == expected.page.facets[f].values);
      }
    }
  }));
}

TEST(Rules, BoostAndBuryByTheirPoints) {
  int reordered = 0;
  EXPECT_TRUE(rc::check([&] {
    const auto world = random_world();
    const std::uint64_t share = *testing::dense_shares();
    for (int i = 0; i < 5; ++i) {
      SearchRequest request = plain_request();
      request.sort = Sort::relevance;
      if (request.currency && !world->snapshot.rates.knows(*request.currency)) continue;
      Rule rule;
      rule.id = "r";
      std::vector<std::set<std::string>> lifted;
      const RuledPage plain = find(request, world->snapshot, {}, share, 1);
      for (const char* text : {"brand = \"Acme\"", "sales >= 3"}) {
        const bool buries = *rc::gen::arbitrary<bool>();
        rule.boosts.push_back({text, std::make_shared<const FilterNode>(parse_filter(text).value()),
                               *rc::gen::inRange(1, 101) / 100.0, buries});
        Rule filter;
        filter.filter = rule.boosts.back().filter;
        const Ids passing = find(request, world->snapshot, {filter}, share).ids;
        std::set<std::string> ids(passing.begin(), passing.end());
        if (buries) {
          for (const std::string& id : plain.ids) {
            if (!ids.erase(id)) ids.insert(id);
          }
        }
        lifted.push_back(std::move(ids));
      }
      const RuledPage ruled = find(request, world->snapshot, {rule}, share, 1);
      const auto points = boost_points(ruled.page.plan);
      std::vector<Hit> expected = plain.hits;
      for (Hit& hit : expected) {
        for (std::size_t b = 0; b < points.size(); ++b) {
          if (lifted[b].contains(std::string(hit.id()))) hit.primary -= points[b];
        }
      }
      std::sort(expected.begin(), expected.end(), before);
      Ids ids;
      for (const Hit& hit : expected) ids.emplace_back(hit.id());
      RC_ASSERT(ruled.ids == ids);
      RC_ASSERT(ruled.total == plain.total);
      if (ids != plain.ids) ++reordered;
    }
  }));
  EXPECT_GT(reordered, 50);
}

TEST(RuleSource, FollowsItsFileAndKeepsGoodRules) {
  const auto dir = std::filesystem::temp_directory_path() / "souk-rules-test";
  std::filesystem::remove_all(dir);
  std::filesystem::create_directories(dir);
  std::vector<std::string> talk;
  const auto source =
      open_rules("", dir, [&](const std::string& text) { talk.push_back(text); }).value();
  EXPECT_TRUE(source->get()->rules().empty());
  EXPECT_EQ(source->replace("[[rule]]\nid = \"a\"\nhide = \"x\"\n").value()->rules().size(), 1U);
  EXPECT_EQ(source->get()->rules().at(0).id, "a");
  EXPECT_EQ(open_rules("", dir).value()->get()->rules().size(), 1U) << "it is on disk";

  const auto refused = source->replace("[[rule]]\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "rules.toml:1: id: every rule has one");
  EXPECT_EQ(source->get()->rules().size(), 1U);
  EXPECT_EQ(source->text().value(), "[[rule]]\nid = \"a\"\nhide = \"x\"\n");

  const auto write = [&](const std::string& text) {
    ASSERT_TRUE(replace_file(dir / "rules.toml", text));
    for (int i = 0; i < 500 && talk.empty(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      (void)source->get();
    }
  };
  write("[[rule]]\nid = \"edited\"\nhide = \"x\"\n");
  EXPECT_EQ(source->get()->rules().at(0).id, "edited");
  talk.clear();
  write("[[rule]]\nid = 3\n");
  ASSERT_EQ(talk.size(), 1U);
  EXPECT_NE(talk[0].find("rules.toml:2: id: must be a string"), std::string::npos) << talk[0];
  EXPECT_EQ(source->get()->rules().at(0).id, "edited") << "a broken file changes nothing";
  EXPECT_FALSE(open_rules("", dir)) << "but nothing starts with it";
  EXPECT_FALSE(open_rules((dir / "absent.toml").string(), dir));
  std::filesystem::remove_all(dir);
}

}  // namespace
}  // namespace souk
