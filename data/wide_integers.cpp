#include "data/wide_integers.h"

#include <algorithm>

namespace souk {
namespace {

/// Every integer of so many digits fits 64 bits.
constexpr std::size_t kSafeDigits = 18;

/// Tells whether each character stands inside a string, its quotes included.
class StringState {
 public:
  bool inside(char c) {
    if (!inside_) {
      inside_ = c == '"';
      return inside_;
    }
    if (escaped_) {
      escaped_ = false;
    } else if (c == '\\') {
      escaped_ = true;
    } else if (c == '"') {
      inside_ = false;
    }
    return true;
  }

 private:
  bool inside_ = false;
  bool escaped_ = false;
};

bool is_wide_integer(std::string_view number) {
  if (number.starts_with('-')) number.remove_prefix(1);
  return number.size() > kSafeDigits &&
         std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string wide_integers_as_floats(std::string_view json) {
  std::string out;
  out.reserve(json.size() + 16);
  StringState strings;
  std::size_t number = 0;  // bytes of the number being read
  const auto end_number = [&] {
    if (is_wide_integer(std::string_view(out).substr(out.size() - number))) out += "e0";
    number = 0;
  };
  for (const char c : json) {
    if (!strings.inside(c) && std::string_view("+-.0123456789Ee").find(c) != std::string::npos) {
      ++number;
    } else if (number != 0) {
      end_number();
    }
    out += c;
  }
  if (number != 0) end_number();
  return out;
}

std::vector<std::string> member_values(std::string_view object) {
  std::vector<std::string> values;
  StringState strings;
  std::size_t depth = 0;
  bool in_value = false;
  for (const char c : object) {
    if (!strings.inside(c)) {
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
      if (c == '}' || c == ']') --depth;
      if (depth == 0 && c != '{') break;
      if (c == '{' || c == '[') ++depth;
      if (depth == 1 && c == ',') in_value = false;
      if (depth == 1 && c == ':') {
        values.emplace_back();
        in_value = true;
        continue;
      }
    }
    if (in_value) values.back() += c;
  }
  return values;
}

}  // namespace souk
