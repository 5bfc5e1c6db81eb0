#pragma once
// The `filter` parameter: its syntax tree and its parser. Trees are immutable values; any thread.

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "data/result.h"

namespace souk {

enum class FilterField : std::uint8_t {
  price,
  list_price,
  sales,
  rating,
  review_count,
  stock,
  created_at,
  ships_to,
  brand,
  category,
  shop,
  group,
  gtin,
  mpn,
  attribute,
};

/// A field, with the attribute's name where it is one.
struct FilterFieldRef {
  FilterField field = FilterField::price;
  std::string attribute;
  friend bool operator==(const FilterFieldRef&, const FilterFieldRef&) = default;
};

enum class CompareOp : std::uint8_t { eq, ne, lt, le, gt, ge };
enum class FilterFlag : std::uint8_t { free_shipping, in_stock };

using FilterValue = std::variant<std::string, double, bool>;

struct FilterNode;
struct FilterAnd {
  std::vector<FilterNode> operands;
};
struct FilterOr {
  std::vector<FilterNode> operands;
};
struct FilterNot {
  std::unique_ptr<FilterNode> operand;
};
struct FilterCompare {
  FilterFieldRef field;
  CompareOp op = CompareOp::eq;
  FilterValue value;
};
struct FilterIn {
  FilterFieldRef field;
  std::vector<FilterValue> values;
};
struct FilterExists {
  FilterFieldRef field;
};
struct FilterFlagTest {
  FilterFlag flag = FilterFlag::in_stock;
};

struct FilterNode {
  std::variant<FilterAnd, FilterOr, FilterNot, FilterCompare, FilterIn, FilterExists,
               FilterFlagTest>
      node;
};

inline constexpr int kMaxFilterDepth = 32;
inline constexpr int kMaxFilterNodes = 256;

/// Parses a filter expression (grammar: ARCHITECTURE.md, "The filter grammar"). Errors are
/// bad_input with param "filter" and a message that names the byte offset and what was expected.
/// Bounded: depth ≤ 32, nodes ≤ 256. O(length).
Result<FilterNode> parse_filter(std::string_view text);

/// A spelling of an expression: equal for equal ones, different for others. O(its length).
std::string spelling_of(const FilterNode& node);

}  // namespace souk
