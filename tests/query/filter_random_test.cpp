// Random filters: trees that are printed parse back to themselves, and no soup of tokens or bytes
// gets past the bounds.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>

#include "data/formats.h"
#include "query/filter.h"
#include "tests/query/filter_text.h"

namespace souk {
namespace {

template <class T>
T pick(const std::vector<T>& from) {
  return *rc::gen::elementOf(from);
}
int number(int low, int high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
}

FilterFieldRef random_field() {
  const auto field = static_cast<FilterField>(number(0, 14));
  if (field != FilterField::attribute) return {field, ""};
  return {field, pick<std::string>({"Color", "a b", "\"", "Größe", ",", "尺寸", "\\", "in", "\n"})};
}

bool takes_only_numbers(const FilterFieldRef& ref, CompareOp op) {
  return ref.field <= FilterField::stock || (ref.field == FilterField::attribute && is_order(op));
}

FilterValue random_value(const FilterFieldRef& ref, CompareOp op) {
  const double numeric = *rc::gen::arbitrary<int>() /
                         std::array{1.0, 3.0, 1e6, 1e-200}[static_cast<std::size_t>(number(0, 3))];
  if (takes_only_numbers(ref, op)) return numeric;
  if (ref.field == FilterField::created_at) {
    return pick<std::string>({"2026-01-01", "1969-12-31T23:59:59Z"});
  }
  switch (number(0, 3)) {
    case 0:
      return numeric;
    case 1:
      return number(0, 1) == 1;
    default:
      return pick<std::string>({"", "Acme", "a\"b", "\\", "é 中", "😀", "\t", "\x7f", "AND ("});
  }
}

FilterNode random_leaf() {
  const FilterFieldRef ref = random_field();
  switch (number(0, 4)) {
    case 0:
      return {FilterFlagTest{number(0, 1) == 1 ? FilterFlag::in_stock : FilterFlag::free_shipping}};
    case 1:
      return {FilterExists{ref}};
    case 2: {
      FilterIn in{ref, {}};
      for (int n = number(1, 3); n > 0; --n) in.values.push_back(random_value(ref, CompareOp::eq));
      return {std::move(in)};
    }
    default: {
      const auto op = static_cast<CompareOp>(has_order(ref.field) ? number(0, 5) : number(0, 1));
      return {FilterCompare{ref, op, random_value(ref, op)}};
    }
  }
}

FilterNode random_tree(int depth) {
  const int kind = depth == 0 ? 0 : number(0, 4);
  if (kind < 2) return random_leaf();
  if (kind == 2) return {FilterNot{std::make_unique<FilterNode>(random_tree(depth - 1))}};
  std::vector<FilterNode> operands;
  for (int n = number(2, 3); n > 0; --n) operands.push_back(random_tree(depth - 1));
  if (kind == 3) return {FilterAnd{std::move(operands)}};
  return {FilterOr{std::move(operands)}};
}

TEST(FilterRandom, ParsesWhatItsPrinterWrote) {
  EXPECT_TRUE(rc::check([] {
    const FilterNode tree = random_tree(number(0, 4));
    const std::string text = testing::expression_text(tree);
    RC_LOG() << text << std::endl;
    const auto parsed = parse_filter(text);
    RC_ASSERT(parsed.has_value());
    RC_ASSERT(testing::tree_text(*parsed) == testing::tree_text(tree));
  }));
}

/// A refusal points into the text, or at its end, never between the bytes of a character.
void check_refusal(const std::string& text, const Error& error) {
  RC_ASSERT(error.code == ErrorCode::bad_input);
  RC_ASSERT(error.param == "filter");
  const std::string_view lead = "at byte ";
  RC_ASSERT(error.message.starts_with(lead));
  const std::size_t offset = std::stoul(error.message.substr(lead.size()));
  RC_ASSERT(offset <= text.size());
  RC_ASSERT(offset == text.size() || (static_cast<unsigned char>(text[offset]) & 0xc0) != 0x80);
}

void check(const std::string& text) {
  RC_LOG() << text << std::endl;
  const auto parsed = parse_filter(text);
  if (!parsed) {
    check_refusal(text, parsed.error());
    return;
  }
  // What was accepted says the same when it is written out.
  const auto again = parse_filter(testing::expression_text(*parsed));
  // Writing brackets every operand, so a tree near the bound may go past it.
  if (again) RC_ASSERT(testing::tree_text(*again) == testing::tree_text(*parsed));
}

TEST(FilterRandom, SurvivesAnyTokens) {
  const std::vector<std::string> tokens = {
      "price",  "brand", "attr.x", "attr.\"y\"", "created_at", "in_stock", "AND",
      "OR",     "NOT",   "IN",     "EXISTS",     "(",          ")",        "[",
      "]",      ",",     "=",      "!=",         "<",          ">=",       "1",
      "-2.5e3", "\"a\"", "true",   "\"",         "é",          "attr.",    "\"2026-01-01\"",
      "\\u",    "!",     "1x"};
  EXPECT_TRUE(rc::check([&] {
    std::string text;
    for (int n = number(0, 30); n > 0; --n) {
      text += pick(tokens);
      if (number(0, 3) != 0) text += ' ';
    }
    check(text);
  }));
}

TEST(FilterRandom, SurvivesAnyBytes) {
  EXPECT_TRUE(rc::check([] {
    const std::string text = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    if (is_valid_utf8(text)) {
      check(text);
    } else {
      RC_ASSERT(parse_filter(text).has_error());
    }
  }));
}

TEST(FilterRandom, SurvivesAnyDamageToAGoodFilter) {
  EXPECT_TRUE(rc::check([] {
    std::string text = testing::expression_text(random_tree(3));
    for (int n = number(1, 3); n > 0 && !text.empty(); --n) {
      const auto at = static_cast<std::size_t>(number(0, static_cast<int>(text.size()) - 1));
      switch (number(0, 2)) {
        case 0:
          text.erase(at, 1);
          break;
        case 1:
          text.resize(at);
          break;
        default:
          text.insert(at, 1, pick<char>({'(', ')', '"', ' ', '=', ',', '\\', '1', 'a'}));
      }
    }
    if (is_valid_utf8(text)) check(text);
  }));
}

}  // namespace
}  // namespace souk
