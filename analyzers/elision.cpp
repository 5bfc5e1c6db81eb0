#include "analyzers/elision.h"

#include <algorithm>
#include <array>

namespace souk {
namespace {

// Sorted, for binary search.
constexpr std::array<std::string_view, 16> kFrench = {"c", "d", "j", "jusqu",  "l",  "lorsqu",
                                                      "m", "n", "p", "puisqu", "qu", "quoiqu",
                                                      "s", "t", "v", "y"};
constexpr std::array<std::string_view, 22> kItalian = {
    "all",  "bell", "c",     "coll",  "d", "dall", "dell", "l", "m",    "n",  "negl",
    "nell", "quel", "quell", "quest", "s", "sant", "sull", "t", "tutt", "un", "v"};

// Longer spellings fold to these; single letters that are words (a, k) are left out.
constexpr std::array<std::string_view, 56> kUnits = {
    "bar",  "btu",  "cc",  "cl",  "cm", "cm2", "cm3",  "db", "dpi", "fps", "ft",  "g",
    "gb",   "gbps", "ghz", "gr",  "hp", "hz",  "inch", "kb", "kg",  "khz", "km",  "kv",
    "kva",  "kw",   "kwh", "l",   "lb", "lbs", "lm",   "m",  "m2",  "m3",  "mah", "mb",
    "mbps", "mg",   "mhz", "mib", "ml", "mm",  "mp",   "mv", "mw",  "nm",  "oz",  "pcs",
    "ppm",  "px",   "rpm", "tb",  "v",  "va",  "w",    "wh"};

template <std::size_t N>
bool has(const std::array<std::string_view, N>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}
static_assert(std::is_sorted(kFrench.begin(), kFrench.end()));
static_assert(std::is_sorted(kItalian.begin(), kItalian.end()));
static_assert(std::is_sorted(kUnits.begin(), kUnits.end()));

}  // namespace

Apostrophe apostrophe_rule(std::string_view before, std::string_view after, Language language) {
  const std::string_view code = language.code();
  if (code == "fr" && has(kFrench, before)) return Apostrophe::drop_before;
  if (code == "it" && has(kItalian, before)) return Apostrophe::drop_before;
  if (code == "tr") return Apostrophe::drop_after;
  // A plural's or owner's 's; Dutch writes plurals so (foto's) and keeps the s.
  if (after == "s" && code != "nl" && code != "fr" && code != "it") return Apostrophe::drop_after;
  return Apostrophe::join;
}

bool is_unit(std::string_view word) { return has(kUnits, word); }

}  // namespace souk
