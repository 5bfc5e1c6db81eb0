#include "query/filter_eval.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "data/formats.h"
#include "data/product.h"
#include "query/docset.h"

namespace souk {
namespace {

BlockTest never() {
  return block_test([](Docid) { return false; });
}

/// Calls use(value of a docid) with the numeric field's column: NaN where a product has none, which
/// no comparison but != holds for.
template <class Use>
auto with_numbers(const Columns& columns, FilterField field, Use use) {
  const auto integers = [&use](const NumberColumn& column) {
    return column.with([&use](auto value_of) {
      return use([value_of](Docid doc) {
        const std::int64_t value = value_of(doc);
        return value == kMissing ? std::nan("") : static_cast<double>(value);
      });
    });
  };
  switch (field) {
    case FilterField::price:
      return integers(columns.prices());
    case FilterField::list_price:
      return integers(columns.list_prices());
    case FilterField::sales:
      return integers(columns.all_sales());
    case FilterField::review_count:
      return integers(columns.review_counts());
    case FilterField::stock:
      return integers(columns.stocks());
    case FilterField::created_at:
      return integers(columns.created());
    case FilterField::rating:
      return columns.ratings().with(use);
    default:
      return use([](Docid) { return std::nan(""); });
  }
}

/// Calls use(comparison) for an operator; != is NOT = and is not one of them.
template <class Use>
auto with_comparison(CompareOp op, Use use) {
  switch (op) {
    case CompareOp::lt:
      return use(std::less<>());
    case CompareOp::le:
      return use(std::less_equal<>());
    case CompareOp::gt:
      return use(std::greater<>());
    case CompareOp::ge:
      return use(std::greater_equal<>());
    default:
      return use(std::equal_to<>());
  }
}

/// The key that a value has in dictionaries.
std::string key_of(const FilterValue& value) {
  return casefold(canonical(std::visit([](const auto& v) { return AttributeValue(v); }, value)));
}

class Compiler {
 public:
  Compiler(const Segment& segment, const Snapshot& snapshot, std::optional<Currency> currency)
      : segment_(segment), snapshot_(snapshot), currency_(currency) {}

  BlockTest operator()(const FilterAnd& node) const {
    return [tests = compile_all(node.operands)](std::span<const Docid> docs, std::uint8_t* pass) {
      combine(tests, docs, pass, [](unsigned a, unsigned b) { return a & b; });
    };
  }
  BlockTest operator()(const FilterOr& node) const { return any(compile_all(node.operands)); }
  BlockTest operator()(const FilterNot& node) const { return negate(compile(*node.operand)); }
  BlockTest operator()(const FilterCompare& node) const {
    if (node.op == CompareOp::ne) return negate(equal(node.field, node.value));
    if (node.op == CompareOp::eq) return equal(node.field, node.value);
    return ordered(node);
  }
  BlockTest operator()(const FilterIn& node) const {
    std::vector<BlockTest> tests;
    for (const FilterValue& value : node.values) tests.push_back(equal(node.field, value));
    return any(std::move(tests));
  }
  BlockTest operator()(const FilterExists& node) const { return exists(node.field); }
  BlockTest operator()(const FilterFlagTest& node) const {
    const Columns& columns = segment_.columns;
    if (node.flag == FilterFlag::in_stock) {
      return columns.stocks().with(
          [](auto stock) { return block_test([stock](Docid doc) { return stock(doc) != 0; }); });
    }
    return block_test([&columns](Docid doc) { return columns.free_shipping(doc); });
  }

  [[nodiscard]] BlockTest compile(const FilterNode& node) const {
    return std::visit(*this, node.node);
  }

 private:
  [[nodiscard]] std::vector<BlockTest> compile_all(const std::vector<FilterNode>& nodes) const {
    std::vector<BlockTest> tests;
    tests.reserve(nodes.size());
    for (const FilterNode& node : nodes) tests.push_back(compile(node));
    return tests;
  }
  template <class Combine>
  static void combine(const std::vector<BlockTest>& tests, std::span<const Docid> docs,
                      std::uint8_t* pass, Combine combine) {
    tests.front()(docs, pass);
    std::array<std::uint8_t, kBlockDocs> next;
    for (std::size_t t = 1; t < tests.size(); ++t) {
      tests[t](docs, next.data());
      for (std::size_t i = 0; i < docs.size(); ++i) {
        pass[i] = static_cast<std::uint8_t>(combine(pass[i], next[i]));
      }
    }
  }
  static BlockTest any(std::vector<BlockTest> tests) {
    return [tests = std::move(tests)](std::span<const Docid> docs, std::uint8_t* pass) {
      combine(tests, docs, pass, [](unsigned a, unsigned b) { return a | b; });
    };
  }
  static BlockTest negate(BlockTest test) {
    return [test = std::move(test)](std::span<const Docid> docs, std::uint8_t* pass) {
      test(docs, pass);
      for (std::size_t i = 0; i < docs.size(); ++i) pass[i] ^= 1;
    };
  }

  [[nodiscard]] BlockTest compare_number(FilterField field, CompareOp op, double bound) const {
    return with_numbers(segment_.columns, field, [&](auto value) {
      return with_comparison(op, [&](auto holds) {
        return block_test([value, holds, bound](Docid doc) { return holds(value(doc), bound); });
      });
    });
  }

  /// A numeric bound in the column's unit: dates as seconds, prices in base minor units.
  [[nodiscard]] std::optional<double> bound_of(FilterField field, const FilterValue& value) const {
    if (field == FilterField::created_at) {
      const auto* text = std::get_if<std::string>(&value);
      const auto seconds = text != nullptr ? parse_timestamp(*text) : std::nullopt;
      return seconds ? std::optional(static_cast<double>(*seconds)) : std::nullopt;
    }
    const auto* bound = std::get_if<double>(&value);
    if (bound == nullptr) return std::nullopt;
    const bool price = field == FilterField::price || field == FilterField::list_price;
    if (!price || !currency_ || *currency_ == snapshot_.rates.base()) return *bound;
    // Nobody's price is beyond 2^53: a bound that is, or whose worth is, bounds all or nothing.
    const double endless = std::copysign(std::numeric_limits<double>::infinity(), *bound);
    if (std::abs(*bound) > static_cast<double>(kMaxSafeInteger)) return endless;
    // A fraction of a minor unit stands between two amounts, and is none.
    const double whole = std::floor(*bound);
    const auto converted = snapshot_.rates.to_base({std::llround(whole), *currency_});
    if (!converted) return endless;
    return static_cast<double>(*converted) + (whole == *bound ? 0 : 0.5);
  }

  [[nodiscard]] BlockTest ordered(const FilterCompare& node) const {
    if (node.field.field != FilterField::attribute) {
      const auto bound = bound_of(node.field.field, node.value);
      return bound ? compare_number(node.field.field, node.op, *bound) : never();
    }
    const auto* bound = std::get_if<double>(&node.value);
    const auto attribute = segment_.attributes.find(node.field.attribute);
    if (bound == nullptr || !attribute) return never();
    // Codes are in order of their keys, not of their numbers: test each once, now.
    const auto [first, last] = segment_.attributes.codes_of(*attribute);
    return with_comparison(node.op, [&, low = first, high = last](auto holds) {
      std::vector<CodeRange> ranges;
      for (std::uint32_t code = low; code < high; ++code) {
        if (!holds(segment_.attributes.number(code), *bound)) continue;
        if (!ranges.empty() && ranges.back().second == code) {
          ++ranges.back().second;
        } else {
          ranges.emplace_back(code, code + 1);
        }
      }
      return attribute_test(segment_.attributes, std::move(ranges));
    });
  }

  [[nodiscard]] static BlockTest string_equal(const StringColumn& column, const std::string& key) {
    const auto code = column.find(key);
    if (!code) return never();
    return column.codes().with([code = *code](const auto* codes) {
      return block_test([codes, code](Docid doc) { return codes[doc] == code; });
    });
  }

  [[nodiscard]] BlockTest equal(const FilterFieldRef& field, const FilterValue& value) const {
    const std::string key = key_of(value);
    switch (field.field) {
      case FilterField::brand:
        return string_equal(segment_.brand, key);
      case FilterField::group:
        return string_equal(segment_.group, key);
      case FilterField::gtin:
        return string_equal(segment_.gtin, key);
      case FilterField::mpn:
        return string_equal(segment_.mpn, key);
      case FilterField::category:
        return category_equal(value, key);
      case FilterField::shop:
        return shop_equal(key);
      case FilterField::ships_to: {
        if (key.size() != 2) return never();
        std::string code = key;
        for (char& c : code) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        return ships_to_test(segment_, code);
      }
      case FilterField::attribute: {
        const auto attribute = segment_.attributes.find(field.attribute);
        if (!attribute) return never();
        return attribute_test(segment_.attributes,
                              {segment_.attributes.find_value(*attribute, key)});
      }
      default: {
        const auto bound = bound_of(field.field, value);
        return bound ? compare_number(field.field, CompareOp::eq, *bound) : never();
      }
    }
  }

  /// The subtree of a category given by id, by path, or by id in other case.
  [[nodiscard]] BlockTest category_equal(const FilterValue& value, const std::string& key) const {
    const CategoryTree& tree = *snapshot_.categories;
    const auto* text = std::get_if<std::string>(&value);
    auto node = tree.find(text != nullptr ? *text : key);
    for (CategoryTree::NodeId n = 0; !node && n < tree.size(); ++n) {
      if (casefold(tree.nodes()[n].id) == key) node = n;
    }
    if (!node) return never();
    return subtree_test(segment_, tree.subtree(*node));
  }

  [[nodiscard]] BlockTest shop_equal(const std::string& key) const {
    std::set<std::uint32_t> codes;
    for (std::uint32_t shop = 0; shop < snapshot_.shops->size(); ++shop) {
      const std::string_view id = snapshot_.shops->id(shop);
      if (id.size() == key.size() && casefold(id) == key) codes.insert(shop + 1);
    }
    return block_test(
        [&column = segment_.shop, codes](Docid doc) { return codes.contains(column[doc]); });
  }

  /// Passes products with a code.
  [[nodiscard]] static BlockTest coded(const CodeColumn& column) {
    return column.with([](const auto* codes) {
      return block_test([codes](Docid doc) { return codes[doc] != 0; });
    });
  }

  [[nodiscard]] BlockTest exists(const FilterFieldRef& field) const {
    const Segment& s = segment_;
    switch (field.field) {
      case FilterField::brand:
        return coded(s.brand.codes());
      case FilterField::group:
        return coded(s.group.codes());
      case FilterField::gtin:
        return coded(s.gtin.codes());
      case FilterField::mpn:
        return coded(s.mpn.codes());
      case FilterField::category:
        return coded(s.category);
      case FilterField::shop:
        return coded(s.shop);
      case FilterField::ships_to:
        return block_test([&s](Docid doc) { return s.columns.ships_to_listed(doc); });
      case FilterField::attribute: {
        const auto attribute = s.attributes.find(field.attribute);
        if (!attribute) return never();
        return attribute_test(s.attributes, {s.attributes.codes_of(*attribute)});
      }
      default:
        return with_numbers(s.columns, field.field, [](auto value) {
          return block_test([value](Docid doc) { return !std::isnan(value(doc)); });
        });
    }
  }

  const Segment& segment_;
  const Snapshot& snapshot_;
  std::optional<Currency> currency_;
};

}  // namespace

std::vector<std::uint64_t> bits_of(const BlockTest& test, std::size_t documents) {
  std::vector<std::uint64_t> bits(bitset_words(documents));
  std::array<std::uint8_t, kBlockDocs> pass;
  DocSet::everything(documents).for_each_block([&](std::span<const Docid> docs) {
    test(docs, pass.data());
    for (std::size_t i = 0; i < docs.size(); ++i) {
      bits[docs[i] >> 6] |= std::uint64_t{pass[i]} << (docs[i] & 63);
    }
    return true;
  });
  return bits;
}

BlockTest subtree_test(const Segment& segment, std::vector<CategoryTree::Range> ranges) {
  return segment.category.with([&](const auto* codes) {
    if (ranges.size() == 1) {
      return block_test([codes, first = ranges[0].first + 1, last = ranges[0].second + 1](
                            Docid doc) { return codes[doc] >= first && codes[doc] < last; });
    }
    return block_test([codes, ranges](Docid doc) {
      return std::any_of(ranges.begin(), ranges.end(), [code = codes[doc]](const auto& range) {
        return code > range.first && code <= range.second;
      });
    });
  });
}

BlockTest attribute_test(const AttributeColumn& attributes, std::vector<CodeRange> ranges) {
  return block_test([&attributes, ranges = std::move(ranges)](Docid doc) {
    const auto codes = attributes.of(doc);
    return std::any_of(ranges.begin(), ranges.end(), [&](const CodeRange& range) {
      const auto at = std::lower_bound(codes.begin(), codes.end(), range.first);
      return at != codes.end() && *at < range.second;
    });
  });
}

BlockTest ships_to_test(const Segment& segment, std::string_view code) {
  const std::uint16_t country = pack_country(code);
  std::vector<std::uint8_t> listed(segment.countries.rows());
  for (std::size_t row = 0; row < listed.size(); ++row) {
    const auto countries = segment.countries[row];
    const bool found = std::find(countries.begin(), countries.end(), country) != countries.end();
    listed[row] = found ? 1 : 0;
  }
  return segment.ships_to.with([&](const auto* rows) {
    return block_test([&columns = segment.columns, rows, listed](Docid doc) {
      return listed[rows[doc]] != 0 || !columns.ships_to_listed(doc);
    });
  });
}

BlockTest compile_filter(const FilterNode& node, const Segment& segment, const Snapshot& snapshot,
                         std::optional<Currency> currency) {
  return Compiler(segment, snapshot, currency).compile(node);
}

}  // namespace souk
