#include "analyzers/units.h"

#include <algorithm>
#include <array>

namespace souk {
namespace {

// Single letters that are words (a, k) are left out.
constexpr std::array<std::string_view, 107> kUnits = {
    "bar",     "btu",    "cc",  "cl",       "cm",    "cm2",    "cm3",   "db",     "dpi",
    "fps",     "ft",     "g",   "gb",       "gbps",  "ghz",    "gr",    "hp",     "hz",
    "inch",    "inches", "kb",  "kg",       "khz",   "km",     "kv",    "kva",    "kw",
    "kwh",     "l",      "lb",  "lbs",      "liter", "liters", "litre", "litres", "lm",
    "m",       "m2",     "m3",  "mah",      "mb",    "mbps",   "mg",    "mhz",    "mib",
    "ml",      "mm",     "mp",  "mv",       "mw",    "nm",     "oz",    "pcs",    "polegadas",
    "pollici", "pouces", "ppm", "pulgadas", "px",    "rpm",    "tb",    "v",      "va",
    "volt",    "volts",  "w",   "watt",     "watts", "wh",     "zoll",  "бар",    "в",
    "ват",     "вт",     "г",   "гб",       "ггц",   "гр",     "гц",    "дюйм",   "дюйма",
    "дюймов",  "квт",    "кг",  "км",       "л",     "м",      "мач",   "мб",     "мг",
    "мл",      "мм",     "см",  "тб",       "шт",    "جم",     "سم",    "كجم",    "كغ",
    "لتر",     "مل",     "مم",  "واط",      "ग्राम",  "लीटर",   "वाट",   "सेमी"};

static_assert(std::is_sorted(kUnits.begin(), kUnits.end()));

}  // namespace

bool is_unit(std::string_view word) {
  return std::binary_search(kUnits.begin(), kUnits.end(), word);
}

}  // namespace souk
