#include "tests/support/random_catalogue.h"

#include <algorithm>
#include <map>

namespace souk::testing {
namespace {

using Words = std::vector<std::string>;

const Words kWords = {"usb",    "cable", "cables", "red",       "Casque", "écouteurs", "USB-C",
                      "128 GB", "phone", "Case",   "kopfhörer", "耳机",   "wireless",  "x-1000"};
const Words kBrands = {"Acme", "Bolt", "Ça Va", "Zed"};
const Words kShops = {"s1", "s2", "s3", "s9"};
const Words kGroups = {"g1", "g2", "g3"};
const Words kLangs = {"en", "fr", "de", "zh"};
const Words kColours = {"Red", "Blue", "Größe", "5"};
const Words kCountries = {"DE", "FR", "US"};
const Words kCategoryIds = {"c1", "c11", "c12", "c2"};
const std::vector<Words> kPaths = {{"Electronics"}, {"Electronics", "Audio"}, {"Toys", "Cars"}};

template <class T>
T pick(const std::vector<T>& from) {
  return *rc::gen::elementOf(from);
}
/// Of the whole range from the first case on: chances must not depend on RapidCheck's size.
int number(int low, int high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
}
bool chance(int percent) { return number(1, 100) <= percent; }

std::string text(int most) {
  std::string result = pick(kWords);
  for (int n = number(0, most - 1); n > 0; --n) result += " " + pick(kWords);
  return result;
}

LocalizedText localized(const std::string& lang) {
  LocalizedText result{{{lang, text(4)}}};
  if (chance(20)) {
    const std::string other = pick(kLangs);
    if (other != lang) result.entries.push_back({other, text(3)});
  }
  return result;
}

std::optional<Money> money() {
  if (chance(15)) return std::nullopt;
  const char* code = chance(70) ? "USD" : pick(std::vector{"EUR", "EUR", "JPY", "KWD"});
  return Money{number(0, 12) * (chance(80) ? 500 : 333), *Currency::find(code)};
}

std::vector<Attribute> attributes() {
  std::vector<Attribute> result;
  if (chance(60)) result.push_back({"Color", {pick(kColours)}});
  if (chance(40)) result.push_back({"Size", {static_cast<double>(number(1, 5))}});
  if (chance(20)) result.push_back({"New", {chance(50)}});
  if (chance(20)) {
    result.push_back({"Fits", {std::string("a"), std::string("b")}});
    result.back().array = true;
  }
  return result;
}

Product product(int ordinal) {
  Product p;
  p.id = "p" + std::to_string(ordinal);
  p.lang = pick(kLangs);
  p.title = localized(p.lang);
  if (chance(50)) p.description = {{{p.lang, text(5)}}};
  if (chance(80)) p.brand = pick(kBrands);
  if (chance(40)) {
    p.category_id = pick(kCategoryIds);
  } else if (chance(60)) {
    p.category_path = pick(kPaths);
  }
  if (chance(80)) p.shop_id = pick(kShops);
  p.price = money();
  if (chance(20)) p.list_price = money();
  p.sales = number(0, 6);
  if (chance(70)) p.rating = number(0, 50) / 10.0;
  p.review_count = number(0, 20);
  p.free_shipping = chance(40);
  if (chance(50)) p.stock = number(0, 2);
  if (chance(25)) {
    p.ships_to.emplace();
    for (const std::string& country : kCountries) {
      if (chance(40)) p.ships_to->push_back(country);
    }
  }
  p.attributes = attributes();
  if (chance(30)) p.mpn = "X-" + std::to_string(number(1, 5)) + "000";
  if (chance(20)) p.gtin = "400000000000" + std::to_string(number(0, 9));
  if (chance(50)) p.group = pick(kGroups);
  if (chance(60)) p.created_at = 1'700'000'000 + number(0, 3) * 86'400;
  return p;
}

FilterFieldRef attribute_field(const char* name) { return {FilterField::attribute, name}; }

FilterNode leaf() {
  static const std::vector<CompareOp> kOps = {CompareOp::eq, CompareOp::ne, CompareOp::lt,
                                              CompareOp::le, CompareOp::gt, CompareOp::ge};
  switch (number(0, 15)) {
    case 0:
      return {FilterCompare{
          {FilterField::price, ""}, pick(kOps), number(0, 12) * 500.0 + (chance(20) ? 0.5 : 0)}};
    case 1:
      return {FilterCompare{{FilterField::rating, ""}, pick(kOps), number(0, 10) / 2.0}};
    case 2:
      return {FilterCompare{{FilterField::brand, ""}, CompareOp::eq, "ACME"}};
    case 3:
      return {FilterIn{attribute_field("Color"), {"red", "GRÖSSE", 5.0}}};
    case 4:
      return {FilterCompare{attribute_field("Size"), pick(kOps), number(1, 5) * 1.0}};
    case 5:
      return {FilterExists{{static_cast<FilterField>(number(0, 13)), ""}}};
    case 6:
      return {FilterFlagTest{chance(50) ? FilterFlag::in_stock : FilterFlag::free_shipping}};
    case 7:
      return {FilterCompare{{FilterField::category, ""}, CompareOp::eq, "c1"}};
    case 8:
      return {FilterCompare{{FilterField::created_at, ""}, pick(kOps), "2023-11-15T22:13:20Z"}};
    case 9:
      return {FilterCompare{{FilterField::list_price, ""}, pick(kOps), number(0, 12) * 500.0}};
    case 10:
      return {FilterCompare{
          {pick(std::vector{FilterField::sales, FilterField::review_count, FilterField::stock}),
           ""},
          pick(kOps),
          number(0, 6) * 1.0}};
    case 11:
      return {FilterIn{{pick(std::vector{FilterField::shop, FilterField::group}), ""},
                       {"S1", "g2", "G1", "s9"}}};
    case 12:
      return {FilterCompare{{FilterField::mpn, ""}, CompareOp::eq, "x-1000"}};
    case 13:
      return {FilterIn{{FilterField::gtin, ""}, {4000000000001.0, "4000000000002"}}};
    case 14:
      return {FilterExists{attribute_field(chance(80) ? "Fits" : "None")}};
    default:
      return {FilterCompare{{FilterField::ships_to, ""}, CompareOp::ne, "de"}};
  }
}

FilterNode expression(int depth) {
  if (depth == 0 || chance(40)) return leaf();
  if (chance(25)) {
    return {FilterNot{std::make_unique<FilterNode>(expression(depth - 1))}};
  }
  std::vector<FilterNode> operands;
  for (int n = number(2, 3); n > 0; --n) operands.push_back(expression(depth - 1));
  if (chance(50)) return {FilterAnd{std::move(operands)}};
  return {FilterOr{std::move(operands)}};
}

std::vector<FacetSpec> facets() {
  using Kind = FacetSpec::Kind;
  std::vector<FacetSpec> result;
  for (const auto& spec : std::vector<FacetSpec>{{Kind::brand, ""},
                                                 {Kind::category, ""},
                                                 {Kind::shop, ""},
                                                 {Kind::price, ""},
                                                 {Kind::rating, ""},
                                                 {Kind::free_shipping, ""},
                                                 {Kind::attribute, "Color"},
                                                 {Kind::attribute, "Size"},
                                                 {Kind::attribute, "None"}}) {
    if (chance(50)) result.push_back(spec);
  }
  return result;
}

/// A letter left out, put in or replaced, or two swapped, or two words joined.
void misspell(std::string& q) {
  const auto at = static_cast<std::size_t>(number(0, static_cast<int>(q.size()) - 1));
  const auto is_letter = [&](std::size_t i) {
    return i < q.size() && static_cast<signed char>(q[i]) > ' ' && q[i] != '"';
  };
  if (const auto blank = q.find(" "); blank != std::string::npos && chance(40)) q.erase(blank, 1);
  if (!is_letter(at)) return;
  const char letter = pick(std::vector<char>{'a', 'e', 'l', 'x'});
  switch (number(0, 3)) {
    case 0:
      q.erase(at, 1);
      break;
    case 1:
      q.insert(at, 1, letter);
      break;
    case 2:
      q[at] = letter;
      break;
    default:
      if (is_letter(at + 1)) std::swap(q[at], q[at + 1]);
  }
}

/// Words, sometimes misspelt, sometimes a phrase in quotes, sometimes exclusions.
std::string query() {
  std::string q = text(chance(20) ? 5 : 2);
  while (chance(30)) misspell(q);
  if (chance(20)) q = '"' + q + '"';
  if (chance(10)) q += " " + pick(kWords);
  if (chance(10)) q += " -" + pick(kWords);
  if (chance(5)) q += " -\"" + text(2) + '"';
  return q;
}

SearchRequest request() {
  SearchRequest r;
  if (chance(60)) r.q = query();
  r.lang = pick(kLangs);
  if (chance(25)) r.category.push_back(pick(kCategoryIds));
  if (chance(10)) r.category.emplace_back("Electronics > Audio");
  if (chance(5)) r.category.emplace_back("nowhere");
  if (chance(25)) r.brand.push_back(pick(Words{"acme", "BOLT", "ça va", "none"}));
  if (chance(10)) r.brand.emplace_back("Zed");
  if (chance(20)) r.shop.push_back(pick(kShops));
  if (chance(5)) r.shop = {"nobody", "s1", "nobody"};
  if (chance(20)) r.attributes.push_back({"Color", {pick(Words{"red", "BLUE", "5", "pink"})}});
  if (chance(10)) r.attributes.push_back({"Size", {"1", "2"}});
  if (chance(20)) r.price_min = number(0, 6) * 500;
  if (chance(20)) r.price_max = number(6, 12) * 500;
  if (chance(25)) r.currency = Currency::find(pick(std::vector{"USD", "EUR", "JPY", "KWD"}));
  if (chance(15)) r.rating_min = number(0, 10) / 2.0;
  if (chance(15)) r.free_shipping = chance(50);
  if (chance(15)) r.in_stock = chance(50);
  if (chance(15)) r.ships_to = pick(kCountries);
  if (chance(30)) r.filter = std::make_shared<const FilterNode>(expression(2));
  r.prefix_last = chance(20);
  if (chance(30)) r.match = Match::all;
  r.typo = chance(80);
  r.sort = static_cast<Sort>(number(r.q.empty() ? 1 : 0, kSorts - 1));
  r.per_page = static_cast<std::uint32_t>(number(0, 9));
  r.page = static_cast<std::uint32_t>(number(1, 3));
  r.facets = facets();
  r.max_facet_values = static_cast<std::uint32_t>(number(1, 4));
  r.group = chance(30);
  return r;
}

}  // namespace

rc::Gen<std::vector<Product>> products(int most) {
  return rc::gen::exec([most] {
    std::vector<Product> result;
    for (int n = number(0, most); n > 0; --n) result.push_back(product(n));
    return result;
  });
}

std::vector<Shop> shops() {
  std::vector<Shop> result(3);
  result[0].id = "s1";
  result[0].name = "Red Cable Store";
  result[1].id = "s2";
  result[1].name = "耳机 House";
  result[2].id = "s3";
  return result;
}

std::vector<Category> categories() {
  return {{"c1", "", {{{"en", "Electronics"}, {"fr", "Électronique"}}}, {}},
          {"c11", "c1", {{{"en", "Audio"}}}, {}},
          {"c12", "c1", {{{"en", "Phones"}}}, {}},
          {"c2", "", {{{"en", "Home"}}}, {}}};
}

rc::Gen<Rates> rates() {
  return rc::gen::exec([] {
    std::map<std::string, double> map;
    if (chance(80)) map.emplace("EUR", chance(50) ? 1.25 : 1.085);
    if (chance(50)) map.emplace("JPY", 0.0067);
    if (chance(50)) map.emplace("KWD", 3.2468);
    return Rates::from_map(*Currency::find("USD"), std::move(map));
  });
}

rc::Gen<SearchRequest> requests() {
  return rc::gen::exec([] { return request(); });
}

}  // namespace souk::testing
