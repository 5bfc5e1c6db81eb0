// The hash that binds a cursor to its request: XXH3 over a spelling of the request in which equal
// requests are equal (values of one name in any order) and different ones differ (every part
// carries its length or its tag). And the part of it that is a filter expression's.

#include <xxhash.h>

#include <algorithm>
#include <bit>

#include "query/request.h"

namespace souk {
namespace {

class CanonicalText {
 public:
  void add(std::string_view text) {
    add(std::uint64_t{text.size()});
    bytes_ += text;
  }
  void add(std::uint64_t number) {
    for (int i = 0; i < 8; ++i) bytes_ += static_cast<char>(number >> (8 * i) & 0xff);
  }
  void add(std::int64_t number) { add(static_cast<std::uint64_t>(number)); }
  void add(double number) { add(std::bit_cast<std::uint64_t>(number + 0.0)); }
  void add(bool flag) { bytes_ += flag ? '\1' : '\0'; }
  void add(Currency currency) { add(currency.code()); }
  template <class T>
  void add(const std::optional<T>& value) {
    add(value.has_value());
    if (value) add(*value);
  }
  void add(std::vector<std::string> values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    add(std::uint64_t{values.size()});
    for (const std::string& value : values) add(std::string_view(value));
  }
  void tag(std::size_t number) { bytes_ += static_cast<char>(number); }

  void add(const FilterNode& node) {
    tag(node.node.index());
    std::visit([this](const auto& each) { add_node(each); }, node.node);
  }

  [[nodiscard]] const std::string& text() const { return bytes_; }
  [[nodiscard]] std::uint64_t hash() const { return XXH3_64bits(bytes_.data(), bytes_.size()); }

 private:
  void add_node(const FilterAnd& node) { add_operands(node.operands); }
  void add_node(const FilterOr& node) { add_operands(node.operands); }
  void add_node(const FilterNot& node) { add(*node.operand); }
  void add_node(const FilterCompare& node) {
    add_field(node.field);
    tag(static_cast<std::size_t>(node.op));
    add_value(node.value);
  }
  void add_node(const FilterIn& node) {
    add_field(node.field);
    add(std::uint64_t{node.values.size()});
    for (const FilterValue& value : node.values) add_value(value);
  }
  void add_node(const FilterExists& node) { add_field(node.field); }
  void add_node(const FilterFlagTest& node) { tag(static_cast<std::size_t>(node.flag)); }

  void add_operands(const std::vector<FilterNode>& operands) {
    add(std::uint64_t{operands.size()});
    for (const FilterNode& operand : operands) add(operand);
  }
  void add_field(const FilterFieldRef& field) {
    tag(static_cast<std::size_t>(field.field));
    add(std::string_view(field.attribute));
  }
  void add_value(const FilterValue& value) {
    tag(value.index());
    if (const auto* text = std::get_if<std::string>(&value)) add(std::string_view(*text));
    if (const auto* number = std::get_if<double>(&value)) add(*number);
    if (const auto* flag = std::get_if<bool>(&value)) add(*flag);
  }

  std::string bytes_;
};

std::vector<AttributeFilter> by_name(std::vector<AttributeFilter> attributes) {
  std::sort(attributes.begin(), attributes.end(),
            [](const AttributeFilter& a, const AttributeFilter& b) { return a.name < b.name; });
  return attributes;
}

}  // namespace

std::string spelling_of(const FilterNode& node) {
  CanonicalText canonical;
  canonical.add(node);
  return canonical.text();
}

std::uint64_t SearchRequest::hash() const {
  CanonicalText canonical;
  canonical.add(std::string_view(q));
  canonical.add(std::string_view(lang));
  canonical.add(category);
  canonical.add(brand);
  canonical.add(shop);
  canonical.add(std::uint64_t{attributes.size()});
  for (const AttributeFilter& attribute : by_name(attributes)) {
    canonical.add(std::string_view(attribute.name));
    canonical.add(attribute.values);
  }
  canonical.add(price_min);
  canonical.add(price_max);
  canonical.add(currency);
  canonical.add(rating_min);
  canonical.add(free_shipping);
  canonical.add(in_stock);
  canonical.add(std::string_view(ships_to));
  canonical.add(filter != nullptr);
  if (filter) canonical.add(*filter);
  canonical.tag(static_cast<std::size_t>(match));
  canonical.add(typo);
  canonical.add(prefix_last);
  canonical.tag(static_cast<std::size_t>(sort));
  canonical.add(group);
  return canonical.hash();
}

}  // namespace souk
