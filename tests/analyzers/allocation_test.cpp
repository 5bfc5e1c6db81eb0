// Analysing a text whose words were seen lately allocates nothing: a build analyses every text of a
// catalogue, and words repeat.

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <fstream>
#include <string>

#include "analyzers/analyzer.h"

#ifdef __SANITIZE_ADDRESS__

// GCC has the function but not its header.
extern "C" int __sanitizer_install_malloc_and_free_hooks(  // NOLINT(bugprone-reserved-identifier)
    void (*malloc_hook)(const volatile void*, std::size_t),
    void (*free_hook)(const volatile void*));

namespace souk {
namespace {

std::atomic<std::size_t> allocations = 0;

void count(const volatile void*, std::size_t) { ++allocations; }
void ignore(const volatile void*) {}

TEST(Analyzer, AllocatesNothingForWordsSeenLately) {
  ASSERT_NE(__sanitizer_install_malloc_and_free_hooks(count, ignore), 0);
  Analyzer analyzer;
  std::ifstream file(SOUK_SOURCE_DIR "/tests/analyzers/titles.txt");
  std::size_t titles = 0;
  for (std::string line; std::getline(file, line);) {
    const auto first = line.find(" | ");
    const auto second = line.find(" | ", first + 3);
    if (line.starts_with('#') || second == std::string::npos) continue;
    const Language language = Language::from_tag(line.substr(0, first));
    const std::string title = line.substr(first + 3, second - first - 3);
    analyzer.analyze(title, language);
    const std::size_t before = allocations;
    analyzer.analyze(title, language);
    EXPECT_EQ(allocations, before) << line;
    ++titles;
  }
  EXPECT_GT(titles, 200u);
  const std::size_t before = allocations;
  const std::string grown(1000, 'x');
  EXPECT_GT(allocations, before) << "the hook counts nothing";
}

}  // namespace
}  // namespace souk
#endif
