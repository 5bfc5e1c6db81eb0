#include "query/filters.h"

#include <algorithm>
#include <array>

#include "query/docset.h"

namespace souk {
namespace {

/// Bytes of an expression that is remembered: with 256 of them, little.
constexpr std::size_t kLongestKey = 512;

/// Passes documents whose code is one of some.
BlockTest code_test(const CodeColumn& column, std::vector<std::uint32_t> codes) {
  std::sort(codes.begin(), codes.end());
  return column.with([&](const auto* code_of) {
    if (codes.size() == 1) {
      return block_test(
          [code_of, code = codes.front()](Docid doc) { return code_of[doc] == code; });
    }
    return block_test([code_of, codes](Docid doc) {
      return std::binary_search(codes.begin(), codes.end(), code_of[doc]);
    });
  });
}

ListFilter brand_filter(const Plan& plan, const Segment& segment) {
  ListFilter filter;
  std::vector<std::uint32_t> codes;
  for (const std::string& brand : plan.brands) {
    const auto code = segment.brand.find(brand);
    if (!code) continue;
    codes.push_back(*code);
    filter.lists.push_back(segment.brand.docids(*code));
  }
  filter.make_test = [&segment, codes = std::move(codes)] {
    return code_test(segment.brand.codes(), codes);
  };
  return filter;
}

ListFilter shop_filter(const Plan& plan, const Segment& segment) {
  ListFilter filter;
  std::vector<std::uint32_t> codes;
  for (const std::uint32_t shop : plan.shops) {
    codes.push_back(shop + 1);
    filter.lists.push_back(segment.docids_of_shop(shop));
  }
  filter.make_test = [&segment, codes = std::move(codes)] {
    return code_test(segment.shop, codes);
  };
  return filter;
}

ListFilter attribute_filter(const Plan::Attribute& asked, const Segment& segment) {
  ListFilter filter;
  std::vector<CodeRange> ranges;
  if (const auto attribute = segment.attributes.find(asked.name)) {
    for (const std::string& key : asked.keys) {
      const CodeRange range = segment.attributes.find_value(*attribute, key);
      ranges.push_back(range);
      for (auto code = range.first; code < range.second; ++code) {
        filter.lists.push_back(segment.attributes.docids(code));
      }
    }
  }
  filter.make_test = [&segment, ranges = std::move(ranges)] {
    return attribute_test(segment.attributes, ranges);
  };
  return filter;
}

ListFilter category_filter(const Plan& plan, const Segment& segment) {
  ListFilter filter;
  for (const CategoryTree::NodeId node : plan.categories) {
    filter.lists.push_back(segment.docids_in(node));
    __builtin_prefetch(filter.lists.back().data());  // a page of it alone begins there
  }
  filter.make_test = [&plan, &segment] {
    std::vector<CategoryTree::Range> ranges;
    for (const CategoryTree::NodeId node : plan.categories) {
      const auto subtree = plan.snapshot->categories->subtree(node);
      ranges.insert(ranges.end(), subtree.begin(), subtree.end());
    }
    return subtree_test(segment, std::move(ranges));
  };
  return filter;
}

auto price_codes(const Plan& plan, const Segment& segment) {
  return segment.columns.prices().codes_between(plan.price_min.value_or(0),
                                                plan.price_max.value_or(kSortsLast));
}

BlockTest price_test(const Plan& plan, const Segment& segment) {
  const NumberColumn& prices = segment.columns.prices();
  const auto [low, high] = price_codes(plan, segment);
  if (low > high) return block_test([](Docid) { return false; });
  return prices.codes().with([first = low, span = high - low](const auto* codes) {
    return block_test([codes, first, span](Docid doc) { return codes[doc] - first <= span; });
  });
}

BlockTest rating_test(const Plan& plan, const Segment& segment) {
  const RatingColumn& ratings = segment.columns.ratings();
  return ratings.codes().with(
      [least = ratings.code_at_least(*plan.request->rating_min)](const auto* codes) {
        return block_test([codes, least](Docid doc) { return codes[doc] >= least; });
      });
}

BlockTest free_shipping_test(const Plan& plan, const Segment& segment) {
  return block_test([&columns = segment.columns, wanted = *plan.request->free_shipping](Docid doc) {
    return columns.free_shipping(doc) == wanted;
  });
}

BlockTest stock_test(const Segment& segment, bool wanted) {
  return segment.columns.stocks().with([&](auto stock) {
    return block_test([stock, wanted](Docid doc) { return (stock(doc) != 0) == wanted; });
  });
}

/// A bitset where the segment keeps one, else the test that make_test() gives.
template <class MakeTest>
void add_filter(HardFilters& hard, const Segment& segment, const BitsetKey& key,
                MakeTest make_test) {
  auto bits =
      segment.filters->find_or_make(key, [&] { return bits_of(make_test(), segment.size()); });
  if (bits == nullptr) {
    hard.tests.push_back(make_test());
    return;
  }
  hard.bitsets.emplace_back(*bits);
  hard.owners.push_back(std::move(bits));
}

/// Is what an expression says of a product the segment's alone? Shops and categories are the
/// snapshot's.
bool is_of_segment(const FilterNode& node) {
  return std::visit(
      [](const auto& each) {
        if constexpr (requires { each.operands; }) {
          return std::all_of(each.operands.begin(), each.operands.end(), is_of_segment);
        } else if constexpr (requires { each.operand; }) {
          return is_of_segment(*each.operand);
        } else if constexpr (requires { each.field; }) {
          return each.field.field != FilterField::shop && each.field.field != FilterField::category;
        } else {
          return true;
        }
      },
      node.node);
}

/// Each operand of an AND by itself: other expressions have it too.
void add_expression(HardFilters& hard, const FilterNode& node, const Plan& plan,
                    const Segment& segment) {
  if (const auto* both = std::get_if<FilterAnd>(&node.node)) {
    for (const FilterNode& operand : both->operands) add_expression(hard, operand, plan, segment);
    return;
  }
  const auto currency = plan.request->currency;
  const auto compile = [&] { return compile_filter(node, segment, *plan.snapshot, currency); };
  BitsetKey key{BitsetKey::Kind::expression};
  if (is_of_segment(node)) key.text = spelling_of(node);
  if (key.text.empty() || key.text.size() > kLongestKey) {
    hard.tests.push_back(compile());
    return;
  }
  if (currency) key.text += currency->code();
  add_filter(hard, segment, key, compile);
}

bool is_soft(const std::vector<SoftFilter>& soft, SoftKind kind, std::size_t attribute = 0) {
  return std::find(soft.begin(), soft.end(), SoftFilter{kind, attribute}) != soft.end();
}

}  // namespace

std::size_t ListFilter::size() const {
  std::size_t size = 0;
  for (const auto& list : lists) size += list.size();
  return size;
}

std::vector<SoftFilter> soft_filters(const Plan& plan) {
  const SearchRequest& request = *plan.request;
  std::vector<SoftFilter> soft;
  for (const FacetSpec& facet : request.facets) {
    switch (facet.kind) {
      case FacetSpec::Kind::brand:
        if (!request.brand.empty()) soft.push_back({SoftKind::brand, 0});
        break;
      case FacetSpec::Kind::shop:
        if (!request.shop.empty()) soft.push_back({SoftKind::shop, 0});
        break;
      case FacetSpec::Kind::price:
        if (request.price_min || request.price_max) soft.push_back({SoftKind::price, 0});
        break;
      case FacetSpec::Kind::rating:
        if (request.rating_min) soft.push_back({SoftKind::rating, 0});
        break;
      case FacetSpec::Kind::free_shipping:
        if (request.free_shipping) soft.push_back({SoftKind::free_shipping, 0});
        break;
      case FacetSpec::Kind::attribute:
        for (std::size_t i = 0; i < plan.attributes.size(); ++i) {
          if (plan.attributes[i].name == facet.attribute) soft.push_back({SoftKind::attribute, i});
        }
        break;
      case FacetSpec::Kind::category:
        break;
    }
  }
  return soft;
}

BlockTest soft_test(const SoftFilter& filter, const Plan& plan, const Segment& segment) {
  switch (filter.kind) {
    case SoftKind::brand:
      return brand_filter(plan, segment).make_test();
    case SoftKind::shop:
      return shop_filter(plan, segment).make_test();
    case SoftKind::attribute:
      return attribute_filter(plan.attributes[filter.attribute], segment).make_test();
    case SoftKind::price:
      return price_test(plan, segment);
    case SoftKind::rating:
      return rating_test(plan, segment);
    case SoftKind::free_shipping:
      return free_shipping_test(plan, segment);
  }
  return block_test([](Docid) { return true; });
}

HardFilters hard_filters(const Plan& plan, const Segment& segment,
                         const std::vector<SoftFilter>& soft) {
  const SearchRequest& request = *plan.request;
  HardFilters hard;
  if (!request.category.empty()) hard.lists.push_back(category_filter(plan, segment));
  if (!request.brand.empty() && !is_soft(soft, SoftKind::brand)) {
    hard.lists.push_back(brand_filter(plan, segment));
  }
  if (!request.shop.empty() && !is_soft(soft, SoftKind::shop)) {
    hard.lists.push_back(shop_filter(plan, segment));
  }
  for (std::size_t i = 0; i < plan.attributes.size(); ++i) {
    if (is_soft(soft, SoftKind::attribute, i)) continue;
    hard.lists.push_back(attribute_filter(plan.attributes[i], segment));
  }
  std::sort(hard.lists.begin(), hard.lists.end(),
            [](const ListFilter& a, const ListFilter& b) { return a.size() < b.size(); });

  using Kind = BitsetKey::Kind;
  if ((plan.price_min || plan.price_max) && !is_soft(soft, SoftKind::price)) {
    const auto [low, high] = price_codes(plan, segment);
    add_filter(hard, segment, {Kind::price, low, high}, [&] { return price_test(plan, segment); });
  }
  if (request.rating_min && !is_soft(soft, SoftKind::rating)) {
    const std::uint64_t least = segment.columns.ratings().code_at_least(*request.rating_min);
    add_filter(hard, segment, {Kind::rating, least}, [&] { return rating_test(plan, segment); });
  }
  if (request.free_shipping && !is_soft(soft, SoftKind::free_shipping)) {
    if (*request.free_shipping) {
      hard.bitsets.push_back(segment.columns.free_shipping_bits());
    } else {
      add_filter(hard, segment, {Kind::paid_shipping},
                 [&] { return free_shipping_test(plan, segment); });
    }
  }
  if (request.in_stock) {
    add_filter(hard, segment, {Kind::in_stock, *request.in_stock},
               [&] { return stock_test(segment, *request.in_stock); });
  }
  if (!request.ships_to.empty()) {
    add_filter(hard, segment, {Kind::ships_to, pack_country(request.ships_to)},
               [&] { return ships_to_test(segment, request.ships_to); });
  }
  if (request.filter) add_expression(hard, *request.filter, plan, segment);
  return hard;
}

}  // namespace souk
