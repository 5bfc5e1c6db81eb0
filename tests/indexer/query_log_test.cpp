// What buyers asked for, in completions: which askings count, what a broken line does, and that a
// rebuild keeps them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "data/snapshot.h"
#include "indexer/live/generations.h"
#include "indexer/query_log_pass.h"
#include "tests/indexer/temp_store.h"

namespace souk {
namespace {

using ::testing::ElementsAre;
using testing::TempStore;

std::string asked(const std::string& params, int total = 5,
                  const std::string& endpoint = "/v1/products/search") {
  return R"({"ts":"2026-01-01T00:00:00Z","endpoint":")" + endpoint + R"(","params":{)" + params +
         R"(},"total":)" + std::to_string(total) + R"(,"took_us":3,"ids":[]})" + "\n";
}

std::string times(int n, const std::string& line) {
  std::string lines;
  for (int i = 0; i < n; ++i) lines += line;
  return lines;
}

/// "text lang uses" of the completions that buyers asked for.
std::vector<std::string> uses(const Generation& generation) {
  std::vector<std::string> lines;
  const Completions& set = generation.segment->completions;
  for (Completions::Entry entry = 0; entry < set.size(); ++entry) {
    if (set.value(entry) == 0) continue;
    lines.push_back(std::string(set.text(entry)) + " " + std::string(set.lang(entry)) + " " +
                    std::to_string(set.value(entry)));
  }
  return lines;
}

TEST(QueryLog, CountsSearchesThatFoundSomething) {
  TempStore store;
  store.add_feed("products.jsonl", R"({"id":"p1","title":"Red lamp","sales":9})");
  const std::string log =
      times(5, asked(R"("q":"Bed  LAMP","lang":"en-US")")) +
      times(3, asked(R"("q":"lampe","page":"1","brand":["A","B"])")) +
      times(2, asked(R"("q":"my name")")) +                      // too few to show to others
      times(9, asked(R"("q":"nothing")", 0)) +                   // found nothing
      times(9, asked(R"("q":"lam","prefix":"last")")) +          // half a word
      times(9, asked(R"("q":"again","page":"2")")) +             // counted on its first page
      times(9, asked(R"("q":"shop")", 5, "/v1/shops/search")) +  // no products
      times(9, asked(R"("q":"\"a phrase\"")")) +                 // no plain words
      times(9, asked(R"("q":"lamp -red")")) + times(9, asked(R"("sort":"sales")"));
  store.options.query_logs = {store.write("queries.jsonl", log)};
  store.must_build();
  EXPECT_THAT(store.problems, ElementsAre());
  EXPECT_THAT(uses(*store.generation()), ElementsAre("bed lamp en 5", "lampe  3"));
}

TEST(QueryLog, NamesABrokenLineAndReadsOn) {
  TempStore store;
  store.add_feed("products.jsonl", R"({"id":"p1","title":"Red lamp"})");
  const std::string path =
      store.write("q.jsonl", "{\"endpoint\n" + std::string(R"({"params":{}})") + "\n" +
                                 R"({"endpoint":"/v1/products/search","params":{"q":7}})" + "\n" +
                                 times(3, asked(R"("q":"lamp")")));
  store.options.query_logs = {path};
  const auto built = store.must_build();
  EXPECT_EQ(built.bad_lines, 0u);
  ASSERT_EQ(store.problems.size(), 3u);
  EXPECT_THAT(store.problems[0], ::testing::StartsWith("warning: " + path + ":1: line: "));
  EXPECT_EQ(store.problems[1], "warning: " + path + ":2: endpoint: is missing");
  EXPECT_THAT(store.problems[2], ::testing::StartsWith("warning: " + path + ":3: params.q: "));
  EXPECT_THAT(uses(*store.generation()), ElementsAre("lamp  3"));
}

TEST(QueryLog, RefusesAFileThatIsNotThere) {
  TempStore store;
  store.add_feed("products.jsonl", R"({"id":"p1","title":"Red lamp"})");
  store.options.query_logs = {"/no/such/log.jsonl"};
  const auto built = store.build();
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().code, ErrorCode::bad_input);
  EXPECT_THAT(built.error().message, ::testing::HasSubstr("/no/such/log.jsonl"));
}

TEST(QueryLog, OutweighsSalesAndOutlivesARebuild) {
  TempStore store;
  store.add_feed("products.jsonl", R"({"id":"p1","title":"Red lamp","sales":1000000})"
                                   "\n"
                                   R"({"id":"p2","title":"Green vase"})"
                                   "\n");
  store.options.query_logs = {
      store.write("queries.jsonl", times(4, asked(R"("q":"green vase","lang":"en")")))};
  store.must_build();
  const auto before = uses(*store.generation());
  EXPECT_THAT(before, ElementsAre("green vase en 4"));
  EXPECT_EQ(store.generation()->segment->completions.text(0), "green vase");
  std::atomic<bool> stop{false};
  ASSERT_TRUE(rebuild(store.store(), *Snapshot::of(store.generation()), stop));
  EXPECT_EQ(store.generation()->manifest.generation, 2u);
  EXPECT_EQ(uses(*store.generation()), before);
}

TEST(PhraseCounts, ForgetTheLighterHalfWhenThereAreTooMany) {
  PhraseCounts counts(8);
  const Language english = Language::from_tag("en");
  for (int i = 0; i < 100; ++i) {
    counts.add(english, "common", 2);
    counts.add(english, "rare" + std::to_string(i), 1);
  }
  const auto kept = counts.completions(3);
  EXPECT_LE(kept.size(), 3u);
  EXPECT_EQ(kept.front().text, "common");
  EXPECT_EQ(kept.front().weight, 200u);
}

TEST(PhraseCounts, AreOneOfEachKeyInItsHeaviestSpelling) {
  PhraseCounts counts;
  const Language french = Language::from_tag("fr");
  counts.add(french, "ecouteurs", 3);
  counts.add(french, "écouteurs", 5);
  counts.add(Language::from_tag("en"), "ecouteurs", 1);
  counts.add_uses("fr", "ecouteurs", 2);
  const auto kept = counts.completions(10);
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_EQ(kept[0].text, "ecouteurs");
  EXPECT_EQ(kept[0].lang, "fr");
  EXPECT_EQ(kept[0].weight, 8 + 2 * kUseWeight);
  EXPECT_EQ(kept[0].value, 2u);
  EXPECT_EQ(kept[1].lang, "en");
}

}  // namespace
}  // namespace souk
