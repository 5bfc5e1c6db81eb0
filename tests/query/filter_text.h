#pragma once
// Filter trees as text, two ways: fully bracketed, to compare trees by; and as an expression that
// parses back to the same tree. Pure functions; any thread.

#include <fmt/format.h>

#include <string>

#include "data/json_writer.h"
#include "query/filter.h"
#include "query/filter_fields.h"

namespace souk::testing {

inline std::string value_text(const FilterValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    std::string quoted;
    append_json_string(quoted, *text);
    return quoted;
  }
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  return std::get<bool>(value) ? "true" : "false";
}

inline std::string field_text(const FilterFieldRef& ref) {
  if (ref.field != FilterField::attribute) return std::string(filter_field_name(ref.field));
  return "attr." + value_text(ref.attribute);
}

/// Writes `(OR a (AND b c))`, or with `infix` `(a) OR ((b) AND (c))`.
class FilterPrinter {
 public:
  explicit FilterPrinter(bool infix) : infix_(infix) {}

  std::string print(const FilterNode& node) const {
    return std::visit([this](const auto& each) { return print_node(each); }, node.node);
  }

 private:
  std::string print_node(const FilterAnd& node) const { return junction("AND", node.operands); }
  std::string print_node(const FilterOr& node) const { return junction("OR", node.operands); }
  std::string print_node(const FilterNot& node) const {
    const std::string operand = print(*node.operand);
    return infix_ ? "NOT (" + operand + ")" : "(NOT " + operand + ")";
  }
  std::string print_node(const FilterCompare& node) const {
    static constexpr const char* kOps[] = {"=", "!=", "<", "<=", ">", ">="};
    return field_text(node.field) + kOps[static_cast<int>(node.op)] + value_text(node.value);
  }
  std::string print_node(const FilterIn& node) const {
    std::string values;
    for (const FilterValue& value : node.values) {
      values += (values.empty() ? "" : ",") + value_text(value);
    }
    return field_text(node.field) + " IN [" + values + "]";
  }
  std::string print_node(const FilterExists& node) const {
    return field_text(node.field) + " EXISTS";
  }
  std::string print_node(const FilterFlagTest& node) const {
    return node.flag == FilterFlag::in_stock ? "in_stock" : "free_shipping";
  }

  std::string junction(const std::string& word, const std::vector<FilterNode>& operands) const {
    std::string text = infix_ ? "" : "(" + word;
    for (const FilterNode& operand : operands) {
      if (!infix_) {
        text += " " + print(operand);
      } else {
        text += (text.empty() ? "(" : " " + word + " (") + print(operand) + ")";
      }
    }
    return infix_ ? text : text + ")";
  }

  bool infix_;
};

inline std::string tree_text(const FilterNode& node) { return FilterPrinter(false).print(node); }
inline std::string expression_text(const FilterNode& node) {
  return FilterPrinter(true).print(node);
}

}  // namespace souk::testing
