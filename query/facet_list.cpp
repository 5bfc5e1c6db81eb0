#include "query/facet_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "data/ascii.h"
#include "data/json_writer.h"
#include "query/json_token.h"

namespace souk {
namespace {

constexpr std::string_view kAttribute = "attr.";

Error wrong_facets(std::string_view what) {
  return fail(ErrorCode::bad_input, std::string(what), "facets");
}

Result<FacetSpec> parse_name(std::string_view name) {
  using Kind = FacetSpec::Kind;
  for (const Kind kind :
       {Kind::brand, Kind::category, Kind::shop, Kind::price, Kind::rating, Kind::free_shipping}) {
    if (FacetSpec spec{kind, {}}; spec.key() == name) return spec;
  }
  if (name.size() > kAttribute.size() && name.starts_with(kAttribute)) {
    return FacetSpec{Kind::attribute, std::string(name.substr(kAttribute.size()))};
  }
  return wrong_facets(
      fmt::format("\"{}\" is not a facet (brand, category, shop, price, rating, "
                  "free_shipping or attr.NAME)",
                  name));
}

/// The facet at the front of `text`, which then begins at the comma behind it.
Result<FacetSpec> take_facet(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  if (text.starts_with(kAttribute) && text.substr(kAttribute.size()).starts_with('"')) {
    JsonStringToken name = read_json_string_token(text, kAttribute.size());
    if (!name.expected.empty()) return wrong_facets(fmt::format("expected {}", name.expected));
    if (name.text.empty()) return wrong_facets("an attribute's name must not be empty");
    text.remove_prefix(name.end);
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    if (!text.empty() && text.front() != ',')
      return wrong_facets("expected a comma after a quoted name");
    return FacetSpec{FacetSpec::Kind::attribute, std::move(name.text)};
  }
  const std::size_t end = std::min(text.find(','), text.size());
  const std::string_view name = trim(text.substr(0, end));
  text.remove_prefix(end);
  return parse_name(name);
}

}  // namespace

Result<std::vector<FacetSpec>> parse_facets(std::string_view text) {
  std::vector<FacetSpec> facets;
  if (trim(text).empty()) return facets;
  for (;;) {
    auto facet = take_facet(text);
    if (!facet) return facet.error();
    if (std::find(facets.begin(), facets.end(), *facet) == facets.end()) {
      if (facets.size() == kMaxFacets)
        return wrong_facets(fmt::format("at most {} facets", kMaxFacets));
      facets.push_back(std::move(*facet));
    }
    if (text.empty()) return facets;
    text.remove_prefix(1);
  }
}

std::string join_facets(const std::vector<std::string>& names) {
  std::string joined;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string& name = names[i];
    if (i > 0) joined += ',';
    const std::string_view attribute =
        name.starts_with(kAttribute) ? std::string_view(name).substr(kAttribute.size()) : "";
    const bool quoted = attribute.starts_with('"');
    // A comma would end the name, and white space at its end would be trimmed.
    if (!quoted &&
        (attribute.find(',') != std::string_view::npos || attribute != trim(attribute))) {
      joined += kAttribute;
      append_json_string(joined, attribute);
    } else {
      joined += name;
    }
  }
  return joined;
}

}  // namespace souk
