// Which completions continue a text: against a scan of all of them.

#include "query/completion_search.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <tuple>

namespace souk {
namespace {

struct Set {
  SectionFile file;
  Completions set;
};

Set make(const std::vector<Completion>& entries) {
  SectionWriter writer;
  Completions::write(writer, "set", entries);
  const auto file = SectionFile::over(hold_bytes(writer.finish_bytes()), "memory").value();
  return {file, Completions::open(file, "set").value()};
}

std::vector<std::string> texts(const Set& of, const TypedText& typed, std::size_t most) {
  std::vector<std::string> found;
  for (const Completed& each : complete(of.set, typed, most)) {
    found.emplace_back(of.set.text(each.entry));
  }
  return found;
}

using Texts = std::vector<std::string>;

TEST(Complete, PutsBeginningsAndTheOwnLanguageFirst) {
  const Set set = make({{"phone case", "phone case", "en", 10, 0},
                        {"case", "case", "en", 5, 0},
                        {"caso", "caso", "it", 100, 0},
                        {"cable", "cable", "", 4, 0}});
  EXPECT_EQ(texts(set, TypedText::of("ca", "en"), 9),
            (Texts{"case", "cable", "phone case", "caso"}));
  EXPECT_EQ(texts(set, TypedText::of("ca", "en"), 2), (Texts{"case", "cable"}));
  EXPECT_EQ(texts(set, TypedText::of("ca", ""), 1), (Texts{"caso"}));
  EXPECT_EQ(texts(set, TypedText::of("Phone-C", "en"), 9), (Texts{"phone case"}));
  EXPECT_EQ(texts(set, TypedText::of("", "en"), 2), (Texts{"phone case", "case"}));
  EXPECT_EQ(texts(set, TypedText::of("ca", "en"), 0), Texts{});
}

TEST(Complete, TakesWordsInAnyOrderWhereNoneIsContinued) {
  const Set set = make({{"phone case", "phone case", "en", 10, 0}, {"case", "case", "en", 5, 0}});
  EXPECT_EQ(texts(set, TypedText::of("case pho", "en"), 9), (Texts{"phone case"}));
  EXPECT_EQ(texts(set, TypedText::of("case tea", "en"), 9), Texts{});
}

TEST(Complete, ABlankEndsTheWord) {
  const Set set = make({{"cases", "cases", "en", 9, 0},
                        {"case", "case", "en", 5, 0},
                        {"case red", "case red", "en", 1, 0}});
  EXPECT_EQ(texts(set, TypedText::of("case ", "en"), 9), (Texts{"case", "case red"}));
}

RC_GTEST_PROP(Complete, IsWhatAScanFinds, ()) {
  const auto word = rc::gen::element<std::string>("a", "ab", "abc", "b", "ba", "c");
  const auto words =
      rc::gen::resize(3, rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(word)));
  const auto joined = [](const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : " ") + part;
    return text;
  };
  std::vector<Completion> entries;
  for (const auto& parts : *rc::gen::container<std::vector<std::vector<std::string>>>(words)) {
    const std::string key = joined(parts);
    entries.push_back({key, key, *rc::gen::element<std::string>("", "en", "fr"),
                       *rc::gen::inRange<std::uint32_t>(0, 4), 0});
  }
  const Set set = make(entries);
  const TypedText typed = TypedText::of(joined(*words), "en");
  const auto most = *rc::gen::inRange<std::size_t>(1, 5);

  const auto begins = [&](const std::string& key, const std::string& text) {
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < key.size(); ++at) {
      const bool at_word = at == 0 || key[at - 1] == ' ';
      if (at_word && key.compare(at, text.size(), text) == 0) places.push_back(at);
    }
    return places;
  };
  using Ranked = std::tuple<int, std::int64_t, std::uint32_t>;
  std::vector<Ranked> continued;
  std::vector<Ranked> any_order;
  for (std::uint32_t entry = 0; entry < entries.size(); ++entry) {
    const Completion& each = entries[entry];
    const int foreign = each.lang == "fr" ? 1 : 0;
    const auto places = begins(each.key, typed.key);
    const std::int64_t weight = each.weight;
    if (!places.empty()) {
      continued.emplace_back(foreign, places.front() == 0 ? -4 * weight : -weight, entry);
    }
    const bool all = std::all_of(typed.words.begin(), typed.words.end(),
                                 [&](const auto& w) { return !begins(each.key, w).empty(); });
    if (all) any_order.emplace_back(foreign, -weight, entry);
  }
  auto& expected = continued.empty() && typed.words.size() > 1 ? any_order : continued;
  std::sort(expected.begin(), expected.end());
  if (expected.size() > most) expected.resize(most);
  std::vector<Ranked> found;
  for (const Completed& each : complete(set.set, typed, most)) {
    found.emplace_back(each.own ? 0 : 1, -static_cast<std::int64_t>(each.weight), each.entry);
  }
  RC_ASSERT(found == expected);
}

}  // namespace
}  // namespace souk
