// Texts by the beginnings of their words: against a scan of all, and of damaged files.

#include "data/completions.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace souk {
namespace {

SectionFile written(const std::vector<Completion>& entries) {
  SectionWriter writer;
  Completions::write(writer, "set", entries);
  return SectionFile::over(hold_bytes(writer.finish_bytes()), "memory").value();
}

using Places = std::set<std::pair<std::uint32_t, std::uint32_t>>;

TEST(Completions, KeepsWhatWasWritten) {
  const SectionFile file = written(
      {{"Café", "cafe", "fr", 7, 9}, {"usb", "usb", "", 5, 0}, {"耳机", "耳机", "zho", 1, 3}});
  const auto set = Completions::open(file, "set").value();
  ASSERT_EQ(set.size(), 3u);
  EXPECT_EQ(set.text(0), "Café");
  EXPECT_EQ(set.key(0), "cafe");
  EXPECT_EQ(set.lang(0), "fr");
  EXPECT_EQ(set.weight(0), 7u);
  EXPECT_EQ(set.value(0), 9u);
  EXPECT_EQ(set.text(1), "usb");
  EXPECT_EQ(set.lang(1), "");
  EXPECT_EQ(set.lang(2), "zho");
  EXPECT_FALSE(Completions::open(file, "other"));
}

TEST(Completions, AnyCharacterOfAScriptWithoutSpacesBeginsAWord) {
  const SectionFile file = written({{"蓝牙耳机", "蓝牙耳机", "zh", 1, 0}, {"é", "é", "", 1, 0}});
  const auto set = Completions::open(file, "set").value();
  for (const char* prefix : {"蓝", "牙耳", "耳机", "机", "é"}) {
    EXPECT_EQ(set.starting_with(prefix).size(), 1u) << prefix;
  }
  EXPECT_TRUE(set.starting_with("耳 ").empty());
}

RC_GTEST_PROP(Completions, FindsAllWordsThatBeginSo, ()) {
  const auto word =
      rc::gen::resize(4, rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc"))));
  const auto text = rc::gen::map(
      rc::gen::resize(4, rc::gen::container<std::vector<std::string>>(
                             rc::gen::suchThat(word, [](const auto& w) { return !w.empty(); }))),
      [](const std::vector<std::string>& words) {
        std::string joined;
        for (const auto& each : words) {
          joined += (joined.empty() ? "" : " ") + each;
        }
        return joined;
      });
  std::vector<Completion> entries;
  for (const auto& key : *rc::gen::container<std::vector<std::string>>(text)) {
    if (!key.empty()) entries.push_back({key, key, "", 1, 0});
  }
  const SectionFile file = written(entries);
  const auto set = Completions::open(file, "set").value();
  for (const std::string prefix : {"", "a", "b", "ab", "a b", "ca ", "abc", "d"}) {
    Places expected;
    for (std::uint32_t entry = 0; entry < entries.size(); ++entry) {
      const std::string& key = entries[entry].key;
      for (std::uint32_t at = 0; at < key.size(); ++at) {
        const bool begins = at == 0 || key[at - 1] == ' ';
        if (begins && key.compare(at, prefix.size(), prefix) == 0) expected.emplace(entry, at);
      }
    }
    Places found;
    for (const auto& start : set.starting_with(prefix)) found.emplace(start.entry, start.at);
    RC_ASSERT(found == expected);
  }
}

}  // namespace
}  // namespace souk
