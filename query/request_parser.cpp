// Parameters become a request: one table says how each is read; what concerns several of them is
// checked when all are known.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "analyzers/language.h"
#include "data/formats.h"
#include "query/accept_language.h"
#include "query/facet_list.h"
#include "query/param_values.h"
#include "query/request.h"

namespace souk {
namespace {

constexpr std::uint64_t kMaxPerPage = 200;
constexpr std::uint64_t kMaxFacetValues = 1000;
constexpr std::string_view kAttribute = "attr.";

/// A request in the making: some answers wait for other parameters.
struct Draft {
  SearchRequest request;
  std::optional<Sort> sort;
  std::optional<std::string> after;
  std::uint64_t page = 1;
  std::size_t filter_values = 0;
};

Error wrong(std::string param, std::string_view what) {
  return fail(ErrorCode::bad_input, std::string(what), std::move(param));
}

template <class T, class U>
Result<void> assign(T& target, Result<U> value) {
  if (!value) return value.error();
  target = static_cast<T>(std::move(*value));
  return {};
}

template <bool SearchRequest::*kMember>
Result<void> set_flag(Draft& draft, const Param& param) {
  return assign(draft.request.*kMember, read_boolean(param));
}

template <std::optional<bool> SearchRequest::*kMember>
Result<void> set_filter_flag(Draft& draft, const Param& param) {
  return assign(draft.request.*kMember, read_boolean(param));
}

template <std::optional<std::int64_t> SearchRequest::*kMember>
Result<void> set_amount(Draft& draft, const Param& param) {
  return assign(draft.request.*kMember, read_amount(param));
}

Result<void> add_value(Draft& draft, const Param& param, std::vector<std::string>& values) {
  if (++draft.filter_values > kMaxFilterValues) {
    return param_error(param, fmt::format("is one value too many: category, brand, shop and attr. "
                                          "take at most {} together",
                                          kMaxFilterValues));
  }
  values.push_back(param.value);
  return {};
}

template <std::vector<std::string> SearchRequest::*kMember>
Result<void> add_to(Draft& draft, const Param& param) {
  if (param.value.empty()) return param_error(param, "must not be empty");
  return add_value(draft, param, draft.request.*kMember);
}

/// attr.NAME. An attribute may have the empty text as a value.
Result<void> add_attribute(Draft& draft, const Param& param) {
  const std::string_view name = std::string_view(param.name).substr(kAttribute.size());
  if (name.empty()) return param_error(param, "lacks the attribute's name");
  auto& attributes = draft.request.attributes;
  auto found = std::find_if(attributes.begin(), attributes.end(),
                            [&](const AttributeFilter& each) { return each.name == name; });
  if (found == attributes.end()) {
    found = attributes.insert(found, AttributeFilter{std::string(name), {}});
  }
  return add_value(draft, param, found->values);
}

Result<void> set_query(Draft& draft, const Param& param) {
  if (param.value.size() > kMaxQueryBytes) {
    return param_error(param, fmt::format("must not be longer than {} bytes", kMaxQueryBytes));
  }
  draft.request.q = param.value;
  return {};
}

Result<void> set_filter(Draft& draft, const Param& param) {
  auto filter = parse_filter(param.value);
  if (!filter) return filter.error();
  draft.request.filter = std::make_shared<const FilterNode>(std::move(*filter));
  draft.request.filter_text = param.value;
  return {};
}

Result<void> set_match(Draft& draft, const Param& param) {
  const auto automatic = read_choice(param, "auto", "all");
  if (!automatic) return automatic.error();
  draft.request.match = *automatic ? Match::automatic : Match::all;
  return {};
}

Result<void> set_sort(Draft& draft, const Param& param) {
  draft.sort = parse_sort(param.value);
  if (draft.sort) return {};
  std::string names;
  for (int i = 0; i < kSorts; ++i) {
    if (i > 0) names += i + 1 < kSorts ? ", " : " or ";
    names += name(static_cast<Sort>(i));
  }
  return param_error(param, "must be " + names);
}

using Set = Result<void> (*)(Draft&, const Param&);

struct ParamRule {
  std::string_view name;
  Set set;
  bool repeats = false;
};

using R = SearchRequest;

constexpr std::array kParamRules = std::to_array<ParamRule>({
    {"q", set_query},
    {"lang", [](Draft& d, const Param& p) { return assign(d.request.lang, read_language_tag(p)); }},
    {"category", add_to<&R::category>, true},
    {"brand", add_to<&R::brand>, true},
    {"shop", add_to<&R::shop>, true},
    {"price_min", set_amount<&R::price_min>},
    {"price_max", set_amount<&R::price_max>},
    {"currency", [](Draft& d, const Param& p) { return assign(d.request.currency, read_currency(p)); }},
    {"rating_min",
     [](Draft& d, const Param& p) { return assign(d.request.rating_min, read_decimal(p, 0, 5)); }},
    {"free_shipping", set_filter_flag<&R::free_shipping>},
    {"in_stock", set_filter_flag<&R::in_stock>},
    {"ships_to",
     [](Draft& d, const Param& p) { return assign(d.request.ships_to, read_country_code(p)); }},
    {"filter", set_filter},
    {"match", set_match},
    {"typo",
     [](Draft& d, const Param& p) { return assign(d.request.typo, read_choice(p, "on", "off")); }},
    {"prefix",
     [](Draft& d, const Param& p) {
       return assign(d.request.prefix_last, read_choice(p, "last", "off"));
     }},
    {"sort", set_sort},
    {"page",
     [](Draft& d, const Param& p) {
       return assign(d.page, read_integer(p, 1, std::numeric_limits<std::uint64_t>::max()));
     }},
    {"per_page",
     [](Draft& d, const Param& p) {
       return assign(d.request.per_page, read_integer(p, 0, kMaxPerPage));
     }},
    {"after",
     [](Draft& d, const Param& p) -> Result<void> {
       d.after = p.value;
       return {};
     }},
    {"facets",
     [](Draft& d, const Param& p) { return assign(d.request.facets, parse_facets(p.value)); }},
    {"max_facet_values",
     [](Draft& d, const Param& p) {
       return assign(d.request.max_facet_values, read_integer(p, 1, kMaxFacetValues));
     }},
    {"group", set_flag<&R::group>},
    {"highlight", set_flag<&R::highlight>},
    {"min_sequence",
     [](Draft& d, const Param& p) {
       return assign(d.request.min_sequence,
                     read_integer(p, 0, std::numeric_limits<std::uint64_t>::max()));
     }},
    {"explain", set_flag<&R::explain>},
});

/// Reads every parameter by its rule; each once, but for those that repeat.
Result<Draft> read_all(const std::vector<Param>& params) {
  Draft draft;
  std::array<bool, kParamRules.size()> seen{};
  for (const Param& param : params) {
    if (param.name.empty()) return wrong("=", "a parameter has no name");
    if (param.value.find('\0') != std::string::npos) {
      return param_error(param, "contains a NUL character");
    }
    if (!is_valid_utf8(param.value)) return param_error(param, "is not UTF-8");
    if (param.name.starts_with(kAttribute)) {
      if (auto added = add_attribute(draft, param); !added) return added.error();
      continue;
    }
    const auto rule = std::find_if(kParamRules.begin(), kParamRules.end(),
                                   [&](const ParamRule& each) { return each.name == param.name; });
    if (rule == kParamRules.end()) return param_error(param, "is not a parameter of a search");
    bool& again = seen[static_cast<std::size_t>(rule - kParamRules.begin())];
    if (again && !rule->repeats) return param_error(param, "is given twice");
    again = true;
    if (auto set = rule->set(draft, param); !set) return set.error();
  }
  return draft;
}

Result<void> check_together(Draft& draft) {
  SearchRequest& request = draft.request;
  if (request.price_min && request.price_max && *request.price_min > *request.price_max) {
    return wrong("price_max", "price_max must not be below price_min");
  }
  if (draft.after && draft.page > 1) {
    return wrong("page", "page cannot go with after: the cursor says where the page starts");
  }
  // The first test bounds the product, and the page where per_page is 0.
  if (draft.page > kMaxResultWindow || draft.page * request.per_page > kMaxResultWindow) {
    return wrong("page", fmt::format("page times per_page must not pass {}; to go further, follow "
                                     "the `after` of each answer",
                                     kMaxResultWindow));
  }
  request.page = static_cast<std::uint32_t>(draft.page);
  return {};
}

/// The language where `lang` does not say: Accept-Language, else the script of q where it decides.
std::string guess_language(const SearchRequest& request, std::string_view accept_language) {
  std::string accepted = first_supported_language(accept_language);
  if (!accepted.empty()) return accepted;
  const Language language = Language::from_script(request.q);
  return language.is_generic() ? std::string() : std::string(language.code());
}

}  // namespace

Result<SearchRequest> parse_search_request(const std::vector<Param>& params,
                                           std::string_view accept_language) {
  auto draft = read_all(params);
  if (!draft) return draft.error();
  if (auto checked = check_together(*draft); !checked) return checked.error();
  SearchRequest& request = draft->request;
  const Sort natural = is_blank(request.q) ? Sort::sales : Sort::relevance;
  request.sort = draft->sort.value_or(natural);
  if (request.sort == Sort::relevance) request.sort = natural;
  if (request.lang.empty()) request.lang = guess_language(request, accept_language);
  if (draft->after) {
    auto cursor = decode_cursor(*draft->after, request.hash());
    if (!cursor) return cursor.error();
    if (cursor->sort != request.sort) {
      return wrong("after", "the cursor belongs to a search in another order");
    }
    request.after = std::move(*cursor);
  }
  return std::move(request);
}

}  // namespace souk
