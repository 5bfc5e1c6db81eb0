#pragma once
// A search as it was asked, checked and typed: what the HTTP parameters, the JSON body and the
// command line all become. Immutable once parsed; any thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "data/money.h"
#include "data/result.h"
#include "data/sort_order.h"
#include "query/filter.h"

namespace souk {

/// The name in the contract ("price_asc").
std::string_view name(Sort sort);
std::optional<Sort> parse_sort(std::string_view name);

enum class Match : std::uint8_t { automatic, all };

/// attr.NAME=value, values ORed.
struct AttributeFilter {
  std::string name;
  std::vector<std::string> values;
  friend bool operator==(const AttributeFilter&, const AttributeFilter&) = default;
};

struct FacetSpec {
  enum class Kind : std::uint8_t { brand, category, shop, price, rating, free_shipping, attribute };
  Kind kind = Kind::brand;
  std::string attribute;  ///< for Kind::attribute
  /// "brand", "attr.Color": as asked, and as the response names it.
  [[nodiscard]] std::string key() const;
  friend bool operator==(const FacetSpec&, const FacetSpec&) = default;
};

/// Where the last page ended. For explicit sorts: the sort's primary key, sales and id of its last
/// hit, valid in every generation. For relevance: the score of the last that no rule put there, the
/// generation it holds for, and how many hits there were.
struct Cursor {
  Sort sort = Sort::sales;
  std::int64_t primary = 0;  ///< the sort's key as an integer that ascends in result order
  std::int64_t sales = 0;
  std::string id;
  std::uint64_t generation = 0;  ///< relevance only
  std::uint32_t shown = 0;       ///< hits up to here, over all pages
  std::uint32_t pinned = 0;      ///< how many of them rules put there
  friend bool operator==(const Cursor&, const Cursor&) = default;
};

/// Opaque text of a cursor: base64url of a versioned, checksummed frame that carries
/// `request_hash`.
std::string encode_cursor(const Cursor& cursor, std::uint64_t request_hash);
/// Errors: bad_input, param "after", for anything tampered with, or of another request.
Result<Cursor> decode_cursor(std::string_view text, std::uint64_t request_hash);

inline constexpr std::uint64_t kRelaxBelow = 10;

struct SearchRequest {
  std::string q;
  /// The language to analyze and answer in: a normalised tag ("pt-br"); empty: the store's default.
  std::string lang;
  std::vector<std::string> category;  ///< ids, or paths joined with " > "
  std::vector<std::string> brand;
  std::vector<std::string> shop;
  std::vector<AttributeFilter> attributes;
  std::optional<std::int64_t> price_min;  ///< minor units of `currency`
  std::optional<std::int64_t> price_max;
  std::optional<Currency> currency;  ///< nothing: the store's base
  std::optional<double> rating_min;
  std::optional<bool> free_shipping;
  std::optional<bool> in_stock;
  std::string ships_to;  ///< upper-case ISO 3166 alpha-2, or empty
  std::shared_ptr<const FilterNode> filter;
  std::string filter_text;
  Match match = Match::automatic;
  bool typo = true;
  bool prefix_last = false;
  Sort sort = Sort::sales;  ///< resolved: relevance with q, else sales, unless asked
  std::uint32_t page = 1;
  std::uint32_t per_page = 20;
  std::optional<Cursor> after;
  std::vector<FacetSpec> facets;
  std::uint32_t max_facet_values = 100;
  bool group = false;
  bool highlight = false;
  std::uint64_t min_sequence = 0;
  /// By relevance, fewer hits than these are relaxed; by other sorts, none at all are.
  std::uint64_t relax_below = kRelaxBelow;
  bool explain = false;

  /// What a cursor is bound to: a hash of everything that decides which products match and in what
  /// order (not page, per_page, after, facets, highlight, explain, min_sequence).
  [[nodiscard]] std::uint64_t hash() const;
};

/// One parameter as it came: name and value, both decoded.
struct Param {
  std::string name;
  std::string value;
};

inline constexpr std::size_t kMaxQueryBytes = 512;
inline constexpr std::uint64_t kMaxResultWindow = 10'000;  ///< page × per_page
/// Values of category, brand, shop and attr.NAME together: what a search costs grows with them.
inline constexpr std::size_t kMaxFilterValues = 1024;

/// Splits and percent-decodes a query string ("+" is a space). Errors: bad_input naming the
/// parameter, for a cut escape, %00 or invalid UTF-8.
Result<std::vector<Param>> parse_query_string(std::string_view text);

/// The members of a JSON object as parameters: strings, numbers and booleans as text, arrays
/// repeated (or, for `facets`, joined with commas); null leaves a parameter out; an object is an
/// error naming the parameter. Used for POST bodies and multi_search entries.
Result<std::vector<Param>> parse_json_params(std::string_view json);

/// The elements of {"searches":[…]}, each as its JSON text for parse_json_params; what is wrong
/// inside one is not looked at. Errors: bad_input, param "body", "searches" or the unknown member.
Result<std::vector<std::string>> parse_json_searches(std::string_view json);

/// Checks every parameter (unknown names, doubled ones, ranges, combinations) and types them.
/// Errors: bad_input with `param` = the offending name. `accept_language`: the header, or empty.
Result<SearchRequest> parse_search_request(const std::vector<Param>& params,
                                           std::string_view accept_language = {});

}  // namespace souk
