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

TEST(Cli, SaysByItsExitCodeThatNobodyGotTheResults) {
  for (const std::string out : {">&-", ">/dev/full"}) {
    EXPECT_EQ(run("sample --products 3 2>/dev/null " + out), 3) << out;
  }
}

}  // namespace
}  // namespace souk
