#pragma once
// A constant list of words in one text, with blanks between. Pure; any thread.

#include <string_view>

namespace souk {

class WordSet {
 public:
  constexpr WordSet() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): reads as the list it is
  constexpr WordSet(const char* words) : words_(words) {}

  [[nodiscard]] constexpr bool empty() const { return words_.empty(); }
  /// Calls visit(word) with each word until it returns false. O(length).
  template <class Visit>
  constexpr void for_each(Visit visit) const {
    for (std::string_view rest = words_; !rest.empty();) {
      const auto space = rest.find(' ');
      const std::string_view word = rest.substr(0, space);
      if (!word.empty() && !visit(word)) return;
      rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
    }
  }
  /// O(length).
  [[nodiscard]] constexpr bool has(std::string_view word) const {
    bool found = false;
    for_each([&](std::string_view each) {
      found = each == word;
      return !found;
    });
    return found;
  }

 private:
  std::string_view words_;
};

}  // namespace souk
