// A recursive descent over the grammar of CONTRACTS.md:
//
//   or  = and {"OR" and} ; and = not {"AND" not} ; not = ["NOT"] (cmp | "(" or ")")
//   cmp = flag | field op value | field "IN" "[" value {"," value} "]" | field "EXISTS"
//
// Depth is the number of open parentheses, the only thing that recursion follows. Nodes are those
// of the tree, a list counting once for each of its values: what a filter costs grows with them.

#include <fmt/format.h>

#include <optional>

#include "data/formats.h"
#include "query/filter.h"
#include "query/filter_fields.h"
#include "query/filter_lexer.h"

namespace souk {
namespace {

using Kind = FilterToken::Kind;

Error filter_error(std::size_t offset, std::string_view what) {
  return fail(ErrorCode::bad_input, fmt::format("at byte {}: {}", offset, what), "filter");
}

/// The first error stays; after it the parser sees the end of the text, so every rule returns.
class FilterParser {
 public:
  explicit FilterParser(std::string_view text) : lexer_(text) { advance(); }

  Result<FilterNode> parse() {
    FilterNode root = parse_or();
    if (token_.kind != Kind::end) expected("AND, OR or the end of the filter");
    if (error_) return *error_;
    return root;
  }

 private:
  FilterNode parse_or() {
    std::vector<FilterNode> operands;
    operands.push_back(parse_and());
    while (take_keyword("or")) operands.push_back(parse_and());
    return join<FilterOr>(std::move(operands));
  }

  FilterNode parse_and() {
    std::vector<FilterNode> operands;
    operands.push_back(parse_not());
    while (take_keyword("and")) operands.push_back(parse_not());
    return join<FilterAnd>(std::move(operands));
  }

  FilterNode parse_not() {
    if (!take_keyword("not")) return parse_primary();
    count_node();
    return {FilterNot{std::make_unique<FilterNode>(parse_primary())}};
  }

  FilterNode parse_primary() {
    if (token_.kind != Kind::open) return parse_comparison();
    if (depth_ == kMaxFilterDepth) {
      stop(token_.offset, fmt::format("more than {} parentheses open", kMaxFilterDepth));
      return {};
    }
    ++depth_;
    advance();
    FilterNode inner = parse_or();
    if (token_.kind != Kind::close) expected("AND, OR or a closing parenthesis");
    advance();
    --depth_;
    return inner;
  }

  FilterNode parse_comparison() {
    count_node();
    if (token_.kind == Kind::word) {
      if (const auto flag = find_filter_flag(token_.text)) {
        advance();
        if (token_.kind == Kind::op) expected("no operator: the name alone, or NOT before it");
        return {FilterFlagTest{*flag}};
      }
    }
    auto field = parse_field();
    if (!field) return {};
    if (take_keyword("exists")) return {FilterExists{std::move(*field)}};
    if (take_keyword("in")) return parse_list(std::move(*field));
    if (token_.kind != Kind::op) {
      expected("an operator (=, !=, <, <=, >, >=, IN or EXISTS) after the field");
      return {};
    }
    const CompareOp op = token_.op;
    if (is_order(op) && !has_order(field->field)) {
      expected(
          fmt::format("=, !=, IN or EXISTS, as {} has no order", filter_field_name(field->field)));
    }
    advance();
    FilterValue value = parse_value(field->field, op);
    return {FilterCompare{std::move(*field), op, std::move(value)}};
  }

  std::optional<FilterFieldRef> parse_field() {
    FilterFieldRef ref;
    if (token_.kind == Kind::attribute) {
      ref = {FilterField::attribute, std::move(token_.text)};
    } else {
      const auto field = token_.kind == Kind::word ? find_filter_field(token_.text) : std::nullopt;
      if (!field) {
        expected("a field, a flag, NOT or an opening parenthesis");
        return std::nullopt;
      }
      ref.field = *field;
    }
    advance();
    return ref;
  }

  FilterNode parse_list(FilterFieldRef field) {
    if (token_.kind != Kind::open_list) expected("[ after IN");
    std::vector<FilterValue> values;
    do {
      advance();
      if (!values.empty()) count_node();
      values.push_back(parse_value(field.field, CompareOp::eq));
    } while (token_.kind == Kind::comma);
    if (token_.kind != Kind::close_list) expected("a comma or ]");
    advance();
    return {FilterIn{std::move(field), std::move(values)}};
  }

  FilterValue parse_value(FilterField field, CompareOp op) {
    FilterValue value;
    if (token_.kind == Kind::string) {
      value = std::move(token_.text);
    } else if (token_.kind == Kind::number) {
      value = token_.number;
    } else if (token_.kind == Kind::word && (token_.text == "true" || token_.text == "false")) {
      value = token_.text == "true";
    } else {
      expected("a value: a string in double quotes, a number, true or false");
      return value;
    }
    if (const auto wanted = wrong_value(field, op, value); !wanted.empty()) {
      expected(field == FilterField::attribute
                   ? std::string(wanted)
                   : fmt::format("{} for {}", wanted, filter_field_name(field)));
    }
    advance();
    return value;
  }

  template <class Junction>
  FilterNode join(std::vector<FilterNode> operands) {
    if (operands.size() == 1) return std::move(operands.front());
    count_node();
    return {Junction{std::move(operands)}};
  }

  bool take_keyword(std::string_view keyword) {
    if (token_.kind != Kind::word || token_.text != keyword) return false;
    advance();
    return true;
  }

  void advance() {
    if (error_) return;
    token_ = lexer_.next();
    if (token_.kind == Kind::bad) expected(token_.text);
  }

  void count_node() {
    if (++nodes_ > kMaxFilterNodes) {
      stop(token_.offset, fmt::format("more than {} conditions", kMaxFilterNodes));
    }
  }

  void expected(std::string_view what) { stop(token_.offset, fmt::format("expected {}", what)); }

  void stop(std::size_t offset, std::string_view what) {
    if (error_) return;
    error_ = filter_error(offset, what);
    token_ = {};
  }

  FilterLexer lexer_;
  FilterToken token_;
  std::optional<Error> error_;
  int depth_ = 0;
  int nodes_ = 0;
};

}  // namespace

Result<FilterNode> parse_filter(std::string_view text) {
  if (!is_valid_utf8(text)) return filter_error(0, "expected text in UTF-8");
  return FilterParser(text).parse();
}

}  // namespace souk
