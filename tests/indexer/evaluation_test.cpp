// Measures of rankings against ones computed by hand, and what a wrong file is told.

#include "indexer/evaluation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "tests/data/temp_dir.h"

namespace souk {
namespace {

const Judgments kJudgments = {{"a", 3}, {"b", 1}, {"c", 0}, {"d", 2}};

TEST(Evaluation, MeasuresARankingAsByHand) {
  // x is unjudged: the condensed list is b, c, a.
  const QueryMeasures m = measure({"x", "b", "c", "a"}, kJudgments, 3);
  const double log3 = std::log2(3.0);
  const double ideal = 7 + 3 / log3 + 1 / 2.0;
  EXPECT_NEAR(m.condensed_ndcg, (1 + 0 + 7 / 2.0) / ideal, 1e-12);
  EXPECT_NEAR(m.ndcg, (1 / log3) / ideal, 1e-12);
  EXPECT_NEAR(m.judged, 2 / 3.0, 1e-12);
  EXPECT_NEAR(m.mrr, 1 / 2.0, 1e-12);
  EXPECT_NEAR(m.recall, 2 / 3.0, 1e-12);
  // Pairs in order: b > c, a > c no, a > b no, a > d, b > d no (d was not ranked), d > c no.
  EXPECT_NEAR(m.preference, 2 / 6.0, 1e-12);
}

TEST(Evaluation, OfTheBestRankingIsOne) {
  const QueryMeasures m = measure({"a", "d", "b", "c"}, kJudgments, 10);
  EXPECT_DOUBLE_EQ(m.condensed_ndcg, 1);
  EXPECT_DOUBLE_EQ(m.ndcg, 1);
  EXPECT_DOUBLE_EQ(m.judged, 1);
  EXPECT_DOUBLE_EQ(m.recall, 1);
  EXPECT_DOUBLE_EQ(m.preference, 1);
  const QueryMeasures nothing = measure({}, kJudgments, 10);
  EXPECT_DOUBLE_EQ(nothing.condensed_ndcg, 0);
  EXPECT_DOUBLE_EQ(nothing.preference, 0.5);
}

TEST(Evaluation, TellsChanceFromDifference) {
  std::vector<double> low;
  std::vector<double> high;
  std::vector<double> mixed;
  for (int i = 0; i < 50; ++i) {
    low.push_back(0.5 + 0.001 * i);
    high.push_back(low.back() + 0.1);
    mixed.push_back(low.back() + (i % 2 == 0 ? 0.1 : -0.1));
  }
  EXPECT_LT(randomisation_test(high, low), 0.001);
  EXPECT_GT(randomisation_test(mixed, low), 0.5);
  EXPECT_DOUBLE_EQ(randomisation_test(low, low), 1);
  const auto [from, to] = bootstrap_interval(low);
  EXPECT_GT(from, 0.515);
  EXPECT_LT(from, 0.5245);
  EXPECT_GT(to, 0.5245);
  EXPECT_LT(to, 0.535);
}

TEST(Evaluation, LeavesOutQueriesWithoutAGoodProduct) {
  const testing::TempDir dir;
  const auto file = [&](const char* name, const char* text) {
    const auto path = dir.path() / name;
    std::ofstream(path) << text;
    return path.string();
  };
  const auto queries = file("q.tsv", "q1\tred cable\nq2\tusb\tde\n\nq3\tlamp\n");
  const auto read =
      read_judged_queries(queries, file("r.txt", "q1 0 p1 2\nq1 0 p2 0\nq2 0 p1 0\nq9\t0\tp\t1\n"));
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ(read->front().text, "red cable");
  EXPECT_EQ(read->front().judgments, (Judgments{{"p1", 2}, {"p2", 0}}));

  const auto refusal = [&](const char* q, const char* r) {
    const auto refused = read_judged_queries(file("q.tsv", q), file("r.txt", r));
    return refused ? "fine" : refused.error().message.substr(dir.path().string().size() + 1);
  };
  EXPECT_EQ(refusal("q1\ta\n", "q1 0 p1 2\nq1 0 p1\n"),
            "r.txt:2: line: must be a query, 0, a product and a grade");
  EXPECT_EQ(refusal("q1\ta\n", "q1 0 p1 two\n"), "r.txt:1: grade: must be an integer from 0 to 30");
  EXPECT_EQ(refusal("q1\ta\nq2\n", "q1 0 p1 2\n"),
            "q.tsv:2: line: must be an id, a query and maybe a language, with tabs between");
}

}  // namespace
}  // namespace souk
