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
      case FilterField::ships_to:
        return p_.ships_to.has_value();
      case FilterField::category:
        return catalogue_.category_code(p_) != 0;
      case FilterField::attribute:
        return std::any_of(p_.attributes.begin(), p_.attributes.end(), [&](const Attribute& a) {
          return a.name == node.field.attribute && !a.values.empty();
        });
      default:
        return number(node.field.field).has_value() || !text(node.field.field).empty();
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
      case FilterField::price:
      case FilterField::list_price:
      case FilterField::sales:
      case FilterField::rating:
      case FilterField::review_count:
      case FilterField::stock:
      case FilterField::created_at: {
        const auto value = number(node.field.field);
        return value && holds(node.op, *value, bound(node));
      }
      case FilterField::brand:
      case FilterField::shop:
      case FilterField::group:
      case FilterField::gtin:
      case FilterField::mpn: {
        const AttributeValue wanted =
            std::visit([](const auto& v) { return AttributeValue(v); }, node.value);
        const std::string& value = text(node.field.field);
        return !value.empty() && casefold(value) == casefold(canonical(wanted));
      }
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
    }
    throw std::logic_error("a field that the contract does not know");
  }

 private:
  /// The value of a field with an order; prices in base minor units.
  std::optional<double> number(FilterField field) const {
    const auto known = [](const std::optional<std::int64_t>& value) {
      return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
    };
    switch (field) {
      case FilterField::price:
        return known(to_base(p_.price, catalogue_.rates));
      case FilterField::list_price:
        return known(to_base(p_.list_price, catalogue_.rates));
      case FilterField::sales:
        return known(p_.sales);
      case FilterField::rating:
        return p_.rating;
      case FilterField::review_count:
        return known(p_.review_count);
      case FilterField::stock:
        return known(p_.stock);
      case FilterField::created_at:
        return known(p_.created_at);
      default:
        return std::nullopt;
    }
  }
  /// The value of a field that is one string; empty where the product has none.
  const std::string& text(FilterField field) const {
    static const std::string kNone;
    switch (field) {
      case FilterField::brand:
        return p_.brand;
      case FilterField::shop:
        return p_.shop_id;
      case FilterField::group:
        return p_.group;
      case FilterField::gtin:
        return p_.gtin;
      case FilterField::mpn:
        return p_.mpn;
      default:
        return kNone;
    }
  }
  /// What a comparison compares with, in the unit of number().
  double bound(const FilterCompare& node) const {
    if (const auto* date = std::get_if<std::string>(&node.value)) {
      return static_cast<double>(*parse_timestamp(*date));
    }
    const double given = std::get<double>(node.value);
    const bool price =
        node.field.field == FilterField::price || node.field.field == FilterField::list_price;
    if (!price || !request_.currency) return given;
    // Prices are whole minor units and at most 2^53−1: past that a bound bounds all or nothing.
    if (std::abs(given) > static_cast<double>(kMaxSafeInteger)) return given * 1e300;
    // A fraction is more than the amount below it and less than the next.
    const auto below = static_cast<std::int64_t>(std::floor(given));
    const auto converted = *catalogue_.rates.to_base({below, *request_.currency});
    return static_cast<double>(converted) + (std::floor(given) < given ? 0.5 : 0);
  }
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
