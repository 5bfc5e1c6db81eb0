// souk-indexer as a process: what becomes of it when nobody listens.

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>

#include "indexer/verify.h"
#include "tests/indexer/temp_store.h"

namespace souk {
namespace {

using testing::TempStore;

/// Runs souk-indexer in a shell; `rest` may redirect. The exit code.
int run(const std::string& rest) {
  const int status = std::system((SOUK_BINARY_DIR "/bin/souk-indexer " + rest).c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Cli, WorksWhoeverListensToItsTalk) {
  TempStore store;
  store.add_feed("f.jsonl",
                 "{\"id\":\"a\",\"title\":\"Cable\"}\n{\"id\":\"a\",\"title\":\"Hub\"}\n");
  const std::string dir = store.store().dir().string();
  std::uint64_t built = 0;
  for (const std::string talk : {"2>&-", "2>/dev/full", "2>&- <&-", "2>&- >&-"}) {
    EXPECT_EQ(
        run("build --feed " + store.options.feeds[0] + " --store " + dir + " >/dev/null " + talk),
        0)
        << talk;
    const auto found = verify_generation(store.store().generation_dir(++built));
    ASSERT_TRUE(found) << talk;
    EXPECT_TRUE(found->empty()) << talk << ": " << found->front();
    const std::string out = (store.dir() / "out").string();
    EXPECT_EQ(run("search hub --store " + dir + " >" + out + " 2>&-"), 0);
    EXPECT_NE(testing::read_bytes(out).find("a\tno price\tHub"), std::string::npos);
  }
}

TEST(Cli, ExplainsARankAndWhyAProductIsNotFound) {
  TempStore store;
  store.add_feed("f.jsonl", R"({"id":"red","title":"Red lamp","sales":9,"rating":4})"
                            "\n"
                            R"({"id":"blue","title":"Blue lamp"})"
                            "\n");
  store.must_build();
  const std::string out = (store.dir() / "out").string();
  const auto explained = [&](const std::string& rest) {
    EXPECT_EQ(run("explain --store " + store.store().dir().string() + " " + rest + " >" + out), 0)
        << rest;
    return testing::read_bytes(out);
  };
  const auto has = [](const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  has(explained("--id blue lamp"), "rank\t2 of 2\n");
  has(explained("--id blue lmap"), "relaxation\ttypo\nrank\t2 of 2\n");
  has(explained("--id blue lmap"), "lmap\tmatched lamp\tin head title");
  has(explained("--id blue red"), "red\tnot in this product\n");
  has(explained("--id blue red"), "not found\tit lacks: red\n");
  has(explained("--id blue --filter 'rating > 3' lamp"), "not found\tthe filter leaves it out\n");
  has(explained("--id red -- 'lamp -red'"), "not found\tit has an excluded word");
  const std::string rules = (store.dir() / "rules.toml").string();
  std::ofstream(rules)
      << "[[rule]]\nid = \"lamps\"\nquery = \"lamp\"\npin = \"blue\"\nhide = \"red\"\n";
  has(explained("--rules " + rules + " --id blue lamp"),
      "rules\tlamps\npinned\tby a rule\nrank\t1 of 1\n");
  has(explained("--rules " + rules + " --id red lamp"), "not found\ta rule hides it\n");
  EXPECT_EQ(run("rules " + rules + " >" + out), 0);
  EXPECT_EQ(testing::read_bytes(out), "lamps\n");
  std::ofstream(rules) << "[[rule]]\nid = 3\n";
  EXPECT_EQ(run("rules " + rules + " 2>" + out), 1);
  has(testing::read_bytes(out), "rules.toml:2: id: must be a string that is not empty\n");
}

TEST(Cli, ReplaysAQueryLogOverTwoStores) {
  const std::string red = R"({"id":"red","title":"Red lamp","sales":9})";
  const std::string blue = R"({"id":"blue","title":"Blue lamp"})";
  TempStore a;
  a.add_feed("f.jsonl", red + "\n" + blue + "\n");
  a.must_build();
  TempStore b;
  b.add_feed("f.jsonl", blue + "\n");
  b.must_build();
  const auto asked = [](const std::string& endpoint, const std::string& params) {
    return R"({"endpoint":")" + endpoint + R"(","params":{)" + params + R"(},"total":1})" + "\n";
  };
  const std::string products = "/v1/products/search";
  const std::string log = a.write(
      "q.jsonl", asked(products, R"("q":"lamp")") + asked(products, R"("q":"blue")") +
                     asked(products, R"("q":"red","match":"all")") +
                     asked(products, R"("q":"lamp","after":"xyz")") +  // another generation's
                     asked("/v1/shops/search", R"("q":"lamp")") + "no JSON\n");
  const std::string out = (a.dir() / "out").string();
  ASSERT_EQ(run("replay --json --log " + log + " --store " + a.store().dir().string() +
                " --against " + b.store().dir().string() + " >" + out + " 2>/dev/null"),
            0);
  const std::string json = testing::read_bytes(out);
  // "lamp": both, then one, of two; "blue" the same; "red" has nothing in the other store.
  EXPECT_NE(json.find(R"("queries":3,"skipped":3,"same_first":0.333)"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("overlap":0.5,"same_total":0.333)"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("store":{"without_hits":0,)"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("against":{"without_hits":1,)"), std::string::npos) << json;
  EXPECT_EQ(run("replay --log /no/such --store " + a.store().dir().string() + " --against " +
                b.store().dir().string() + " >/dev/null 2>&1"),
            1);
}

TEST(Cli, SaysByItsExitCodeThatNobodyGotTheResults) {
  for (const std::string out : {">&-", ">/dev/full"}) {
    EXPECT_EQ(run("sample --products 3 2>/dev/null " + out), 3) << out;
  }
}

}  // namespace
}  // namespace souk
