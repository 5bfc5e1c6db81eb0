#include "tests/support/reference_filter.h"

#include <algorithm>
#include <cmath>

#include "data/formats.h"

namespace souk::testing {
namespace {

std::optional<std::int64_t> to_base(const std::optional<Money>& money, const Rates& rates) {
  return money ? rates.to_base(*money) : std::nullopt;
}

class Evaluator {
 public:
  Evaluator(const SearchRequest& request, const Product& product, const Catalogue& catalogue)
      : request_(request), p_(product), catalogue_(catalogue) {}

  bool test(const FilterNode& node) const { return std::visit(*this, node.node); }

  bool operator()(const FilterAnd& node) const {
    for (const FilterNode& each : node.operands) {
      if (!test(each)) return false;
    }
    return true;
  }
  bool operator()(const FilterOr& node) const {
    for (const FilterNode& each : node.operands) {
      if (test(each)) return true;
    }
    return false;
  }
  bool operator()(const FilterNot& node) const { return !test(*node.operand); }
  bool operator()(const FilterExists& node) const {
    switch (node.field.field) {
      case FilterField::stock:
        return p_.stock.has_value();
      case FilterField::group:
        return !p_.group.empty();
      case FilterField::price:
        return base_price(p_, catalogue_.rates).has_value();
      case FilterField::ships_to:
        return p_.ships_to.has_value();
      default:
        throw std::logic_error("EXISTS of a field that no request asks");
    }
  }
  bool operator()(const FilterFlagTest& node) const {
    return node.flag == FilterFlag::free_shipping ? p_.free_shipping : !p_.stock || *p_.stock > 0;
  }
  bool operator()(const FilterIn& node) const {
    for (const FilterValue& value : node.values) {
      if ((*this)(FilterCompare{node.field, CompareOp::eq, value})) return true;
    }
    return false;
  }
  bool operator()(const FilterCompare& node) const {
    if (node.op == CompareOp::ne)
      return !(*this)(FilterCompare{node.field, CompareOp::eq, node.value});
    switch (node.field.field) {
      case FilterField::price: {
        const auto price = base_price(p_, catalogue_.rates);
        if (!price) return false;
        double bound = std::get<double>(node.value);
        if (request_.currency) {
          bound = static_cast<double>(
              *catalogue_.rates.to_base({std::llround(bound), *request_.currency}));
        }
        return holds(node.op, static_cast<double>(*price), bound);
      }
      case FilterField::rating:
        return p_.rating && holds(node.op, *p_.rating, std::get<double>(node.value));
      case FilterField::created_at:
        return p_.created_at &&
               holds(node.op, static_cast<double>(*p_.created_at),
                     static_cast<double>(*parse_timestamp(std::get<std::string>(node.value))));
      case FilterField::brand:
        return casefold(p_.brand) == casefold(std::get<std::string>(node.value));
      case FilterField::category: {
        const auto asked = catalogue_.categories.find(std::get<std::string>(node.value));
        return asked && is_below(p_, *asked, catalogue_);
      }
      case FilterField::ships_to:
        return !p_.ships_to ||
               std::any_of(p_.ships_to->begin(), p_.ships_to->end(), [&](const std::string& c) {
                 return casefold(c) == casefold(std::get<std::string>(node.value));
               });
      case FilterField::attribute:
        return attribute(node);
      default:
        throw std::logic_error("comparison of a field that no request asks");
    }
  }

 private:
  static bool holds(CompareOp op, double a, double b) {
    switch (op) {
      case CompareOp::eq:
        return a == b;
      case CompareOp::ne:
        return a != b;
      case CompareOp::lt:
        return a < b;
      case CompareOp::le:
        return a <= b;
      case CompareOp::gt:
        return a > b;
      case CompareOp::ge:
        return a >= b;
    }
    return false;
  }
  bool attribute(const FilterCompare& node) const {
    for (const Attribute& a : p_.attributes) {
      if (a.name != node.field.attribute) continue;
      for (const AttributeValue& value : a.values) {
        if (node.op == CompareOp::eq) {
          const AttributeValue wanted =
              std::visit([](const auto& v) { return AttributeValue(v); }, node.value);
          if (casefold(canonical(value)) == casefold(canonical(wanted))) return true;
        } else if (std::holds_alternative<double>(value) &&
                   holds(node.op, std::get<double>(value), std::get<double>(node.value))) {
          return true;
        }
      }
    }
    return false;
  }

  const SearchRequest& request_;
  const Product& p_;
  const Catalogue& catalogue_;
};

bool any_equal(const std::vector<std::string>& asked, const std::string& value) {
  return std::any_of(asked.begin(), asked.end(),
                     [&](const std::string& each) { return casefold(each) == casefold(value); });
}

bool has_attribute(const Product& product, const AttributeFilter& filter) {
  for (const Attribute& attribute : product.attributes) {
    if (attribute.name != filter.name) continue;
    for (const AttributeValue& value : attribute.values) {
      if (any_equal(filter.values, canonical(value))) return true;
    }
  }
  return false;
}

/// Ascending with nothing last, for either direction of the known ones.
template <class T>
int compare_optional(const std::optional<T>& a, const std::optional<T>& b, bool descending) {
  if (a.has_value() != b.has_value()) return a ? -1 : 1;
  if (!a || *a == *b) return 0;
  return (*a < *b) != descending ? -1 : 1;
}

std::optional<double> review_score_of(const Product& p) {
  if (!p.rating) return std::nullopt;
  const double n = static_cast<double>(p.review_count);
  return std::floor(10000 * (3500 + n * std::round(100 * *p.rating)) / (10 + n));
}

}  // namespace

std::optional<std::int64_t> base_price(const Product& product, const Rates& rates) {
  return to_base(product.price, rates);
}

bool is_below(const Product& product, CategoryTree::NodeId node, const Catalogue& catalogue) {
  const std::uint32_t code = catalogue.category_code(product);
  if (code == 0) return false;
  const auto path = catalogue.categories.path(code - 1);
  return std::find(path.begin(), path.end(), node) != path.end();
}

bool passes(const SearchRequest& r, const Product& p, const Catalogue& catalogue) {
  if (!r.category.empty()) {
    const bool below = std::any_of(r.category.begin(), r.category.end(), [&](const auto& asked) {
      const auto node = catalogue.categories.find(asked);
      return node && is_below(p, *node, catalogue);
    });
    if (!below) return false;
  }
  if (!r.brand.empty() && (p.brand.empty() || !any_equal(r.brand, p.brand))) return false;
  if (!r.shop.empty() && std::find(r.shop.begin(), r.shop.end(), p.shop_id) == r.shop.end()) {
    return false;
  }
  for (const AttributeFilter& filter : r.attributes) {
    if (!has_attribute(p, filter)) return false;
  }
  const auto price = base_price(p, catalogue.rates);
  const auto bound = [&](std::int64_t amount) {
    return r.currency ? *catalogue.rates.to_base({amount, *r.currency}) : amount;
  };
  if (r.price_min && (!price || *price < bound(*r.price_min))) return false;
  if (r.price_max && (!price || *price > bound(*r.price_max))) return false;
  if (r.rating_min && (!p.rating || *p.rating < *r.rating_min)) return false;
  if (r.free_shipping && p.free_shipping != *r.free_shipping) return false;
  if (r.in_stock && (!p.stock || *p.stock > 0) != *r.in_stock) return false;
  if (!r.ships_to.empty() && p.ships_to &&
      std::find(p.ships_to->begin(), p.ships_to->end(), r.ships_to) == p.ships_to->end()) {
    return false;
  }
  return !r.filter || Evaluator(r, p, catalogue).test(*r.filter);
}

int compare(Sort sort, const Product& a, const Product& b, const Rates& rates) {
  switch (sort) {
    case Sort::price_asc:
      return compare_optional(base_price(a, rates), base_price(b, rates), false);
    case Sort::price_desc:
      return compare_optional(base_price(a, rates), base_price(b, rates), true);
    case Sort::reviews:
      return compare_optional(review_score_of(a), review_score_of(b), true);
    case Sort::rating:
      return compare_optional(a.rating, b.rating, true);
    case Sort::free_shipping:
      return a.free_shipping == b.free_shipping ? 0 : a.free_shipping ? -1 : 1;
    case Sort::newest:
      return compare_optional(a.created_at, b.created_at, true);
    default:
      return 0;
  }
}

}  // namespace souk::testing
