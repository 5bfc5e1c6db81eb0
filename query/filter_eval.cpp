#include "query/filter_eval.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "data/formats.h"
#include "data/product.h"

namespace souk {
namespace {

const DocTest kNever = [](Docid) { return false; };

/// A product's value of a numeric field; nothing where it has none.
std::optional<double> number(const Columns& columns, FilterField field, Docid doc) {
  const auto known = [](std::int64_t value) {
    return value == kMissing ? std::nullopt : std::optional(static_cast<double>(value));
  };
  switch (field) {
    case FilterField::price:
      return known(columns.price(doc));
    case FilterField::list_price:
      return known(columns.list_price(doc));
    case FilterField::sales:
      return known(columns.sales(doc));
    case FilterField::review_count:
      return known(columns.review_count(doc));
    case FilterField::stock:
      return known(columns.stock(doc));
    case FilterField::created_at:
      return known(columns.created_at(doc));
    case FilterField::rating:
      return std::isnan(columns.rating(doc)) ? std::nullopt : std::optional(columns.rating(doc));
    default:
      return std::nullopt;
  }
}

bool holds(CompareOp op, double left, double right) {
  switch (op) {
    case CompareOp::eq:
      return left == right;
    case CompareOp::ne:
      return left != right;
    case CompareOp::lt:
      return left < right;
    case CompareOp::le:
      return left <= right;
    case CompareOp::gt:
      return left > right;
    case CompareOp::ge:
      return left >= right;
  }
  return false;
}

/// The key that a value has in dictionaries.
std::string key_of(const FilterValue& value) {
  return casefold(canonical(std::visit([](const auto& v) { return AttributeValue(v); }, value)));
}

class Compiler {
 public:
  Compiler(const Segment& segment, const Snapshot& snapshot, std::optional<Currency> currency)
      : segment_(segment), snapshot_(snapshot), currency_(currency) {}

  DocTest operator()(const FilterAnd& node) const {
    return [tests = compile_all(node.operands)](Docid doc) {
      return std::all_of(tests.begin(), tests.end(), [&](const DocTest& t) { return t(doc); });
    };
  }
  DocTest operator()(const FilterOr& node) const {
    return [tests = compile_all(node.operands)](Docid doc) {
      return std::any_of(tests.begin(), tests.end(), [&](const DocTest& t) { return t(doc); });
    };
  }
  DocTest operator()(const FilterNot& node) const { return negate(compile(*node.operand)); }
  DocTest operator()(const FilterCompare& node) const {
    if (node.op == CompareOp::ne) return negate(equal(node.field, node.value));
    if (node.op == CompareOp::eq) return equal(node.field, node.value);
    return ordered(node);
  }
  DocTest operator()(const FilterIn& node) const {
    std::vector<DocTest> tests;
    for (const FilterValue& value : node.values) tests.push_back(equal(node.field, value));
    return [tests = std::move(tests)](Docid doc) {
      return std::any_of(tests.begin(), tests.end(), [&](const DocTest& t) { return t(doc); });
    };
  }
  DocTest operator()(const FilterExists& node) const { return exists(node.field); }
  DocTest operator()(const FilterFlagTest& node) const {
    const Columns& columns = segment_.columns;
    if (node.flag == FilterFlag::in_stock) {
      return [&columns](Docid doc) { return columns.in_stock(doc); };
    }
    return [&columns](Docid doc) { return columns.free_shipping(doc); };
  }

  [[nodiscard]] DocTest compile(const FilterNode& node) const {
    return std::visit(*this, node.node);
  }

 private:
  [[nodiscard]] std::vector<DocTest> compile_all(const std::vector<FilterNode>& nodes) const {
    std::vector<DocTest> tests;
    tests.reserve(nodes.size());
    for (const FilterNode& node : nodes) tests.push_back(compile(node));
    return tests;
  }
  static DocTest negate(DocTest test) {
    return [test = std::move(test)](Docid doc) { return !test(doc); };
  }

  [[nodiscard]] DocTest compare_number(FilterField field, CompareOp op, double bound) const {
    return [&columns = segment_.columns, field, op, bound](Docid doc) {
      const auto value = number(columns, field, doc);
      return value && holds(op, *value, bound);
    };
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

  [[nodiscard]] DocTest ordered(const FilterCompare& node) const {
    if (node.field.field != FilterField::attribute) {
      const auto bound = bound_of(node.field.field, node.value);
      return bound ? compare_number(node.field.field, node.op, *bound) : kNever;
    }
    const auto* bound = std::get_if<double>(&node.value);
    const auto attribute = segment_.attributes.find(node.field.attribute);
    if (bound == nullptr || !attribute) return kNever;
    // Codes are in order of their keys, not of their numbers: test each once, now.
    const auto [first, last] = segment_.attributes.codes_of(*attribute);
    std::vector<bool> passes;
    for (std::uint32_t code = first; code < last; ++code) {
      const double value = segment_.attributes.number(code);
      passes.push_back(!std::isnan(value) && holds(node.op, value, *bound));
    }
    return any_code(first, last, [passes = std::move(passes)](std::size_t i) { return passes[i]; });
  }

  /// Does any of the product's codes in [first, last) pass?
  template <class Passes>
  [[nodiscard]] DocTest any_code(std::uint32_t first, std::uint32_t last, Passes passes) const {
    return [&attributes = segment_.attributes, first, last, passes](Docid doc) {
      const auto codes = attributes.of(doc);
      for (auto it = std::lower_bound(codes.begin(), codes.end(), first);
           it != codes.end() && *it < last; ++it) {
        if (passes(*it - first)) return true;
      }
      return false;
    };
  }

  [[nodiscard]] static DocTest string_equal(const StringColumn& column, const std::string& key) {
    const auto code = column.find(key);
    if (!code) return kNever;
    return [&column, code = *code](Docid doc) { return column.code(doc) == code; };
  }

  [[nodiscard]] DocTest equal(const FilterFieldRef& field, const FilterValue& value) const {
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
        if (key.size() != 2) return kNever;
        std::string code = key;
        for (char& c : code) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        return [&segment = segment_, country = pack_country(code)](Docid doc) {
          return ships_to(segment, doc, country);
        };
      }
      case FilterField::attribute: {
        const auto attribute = segment_.attributes.find(field.attribute);
        if (!attribute) return kNever;
        const auto [first, last] = segment_.attributes.find_value(*attribute, key);
        return any_code(first, last, [](std::size_t) { return true; });
      }
      default: {
        const auto bound = bound_of(field.field, value);
        return bound ? compare_number(field.field, CompareOp::eq, *bound) : kNever;
      }
    }
  }

  /// The subtree of a category given by id, by path, or by id in other case.
  [[nodiscard]] DocTest category_equal(const FilterValue& value, const std::string& key) const {
    const CategoryTree& tree = *snapshot_.categories;
    const auto* text = std::get_if<std::string>(&value);
    auto node = tree.find(text != nullptr ? *text : key);
    for (CategoryTree::NodeId n = 0; !node && n < tree.size(); ++n) {
      if (casefold(tree.nodes()[n].id) == key) node = n;
    }
    if (!node) return kNever;
    return [&column = segment_.category, first = *node + 1, last = tree.nodes()[*node].end + 1](
               Docid doc) { return column[doc] >= first && column[doc] < last; };
  }

  [[nodiscard]] DocTest shop_equal(const std::string& key) const {
    std::set<std::uint32_t> codes;
    for (std::uint32_t shop = 0; shop < snapshot_.shops->size(); ++shop) {
      const std::string_view id = snapshot_.shops->id(shop);
      if (id.size() == key.size() && casefold(id) == key) codes.insert(shop + 1);
    }
    return [&column = segment_.shop, codes](Docid doc) { return codes.contains(column[doc]); };
  }

  [[nodiscard]] DocTest exists(const FilterFieldRef& field) const {
    const Segment& s = segment_;
    switch (field.field) {
      case FilterField::brand:
        return [&s](Docid doc) { return s.brand.code(doc) != 0; };
      case FilterField::group:
        return [&s](Docid doc) { return s.group.code(doc) != 0; };
      case FilterField::gtin:
        return [&s](Docid doc) { return s.gtin.code(doc) != 0; };
      case FilterField::mpn:
        return [&s](Docid doc) { return s.mpn.code(doc) != 0; };
      case FilterField::category:
        return [&s](Docid doc) { return s.category[doc] != 0; };
      case FilterField::shop:
        return [&s](Docid doc) { return s.shop[doc] != 0; };
      case FilterField::ships_to:
        return [&s](Docid doc) { return s.columns.ships_to_listed(doc); };
      case FilterField::attribute: {
        const auto attribute = s.attributes.find(field.attribute);
        if (!attribute) return kNever;
        const auto [first, last] = s.attributes.codes_of(*attribute);
        return any_code(first, last, [](std::size_t) { return true; });
      }
      default:
        return [&s, field = field.field](Docid doc) {
          return number(s.columns, field, doc).has_value();
        };
    }
  }

  const Segment& segment_;
  const Snapshot& snapshot_;
  std::optional<Currency> currency_;
};

}  // namespace

bool ships_to(const Segment& segment, Docid doc, std::uint16_t country) {
  if (!segment.columns.ships_to_listed(doc)) return true;
  const auto countries = segment.ships_to[doc];
  return std::find(countries.begin(), countries.end(), country) != countries.end();
}

DocTest compile_filter(const FilterNode& node, const Segment& segment, const Snapshot& snapshot,
                       std::optional<Currency> currency) {
  return Compiler(segment, snapshot, currency).compile(node);
}

}  // namespace souk
