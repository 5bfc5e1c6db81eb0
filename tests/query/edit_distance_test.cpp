// Edits between words against the textbook's recursion.

#include "query/edit_distance.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

namespace souk {
namespace {

/// Optimal string alignment as it is defined.
unsigned defined(std::u32string_view a, std::u32string_view b) {
  if (a.empty()) return static_cast<unsigned>(b.size());
  if (b.empty()) return static_cast<unsigned>(a.size());
  const auto shorter = [](std::u32string_view word, std::size_t by) {
    return word.substr(0, word.size() - by);
  };
  unsigned best = defined(shorter(a, 1), shorter(b, 1)) + (a.back() != b.back());
  best = std::min(best, defined(shorter(a, 1), b) + 1);
  best = std::min(best, defined(a, shorter(b, 1)) + 1);
  const bool swapped =
      a.size() > 1 && b.size() > 1 && a.back() == b[b.size() - 2] && a[a.size() - 2] == b.back();
  if (swapped) best = std::min(best, defined(shorter(a, 2), shorter(b, 2)) + 1);
  return best;
}

rc::Gen<std::u32string> words() {
  return rc::gen::apply(
      [](const std::string& letters) { return std::u32string(letters.begin(), letters.end()); },
      rc::gen::resize(6, rc::gen::container<std::string>(rc::gen::element('a', 'b', 'c'))));
}

TEST(EditDistance, IsAsDefined) {
  EXPECT_TRUE(rc::check([] {
    const std::u32string a = *words();
    const std::u32string b = *words();
    for (const unsigned most : {1U, 2U}) {
      RC_ASSERT(edit_distance(a, b, most) == std::min(defined(a, b), most + 1));
      unsigned prefix = most + 1;
      for (std::size_t n = 0; n <= b.size(); ++n) {
        prefix = std::min(prefix, defined(a, std::u32string_view(b).substr(0, n)));
      }
      RC_ASSERT(edit_distance(a, b, most, true) == prefix);
    }
  }));
}

TEST(EditDistance, CountsASwapOnce) {
  EXPECT_EQ(edit_distance(U"haedphones", U"headphones", 2), 1U);
  EXPECT_EQ(edit_distance(U"науншики", U"наушники", 2), 1U);
  EXPECT_EQ(edit_distance(U"cable", U"table", 2), 1U);
  EXPECT_EQ(edit_distance(U"cable", U"cabels", 2), 2U);
  EXPECT_EQ(edit_distance(U"cable", U"stapler", 2), 3U);
}

}  // namespace
}  // namespace souk
