#include "query/facets.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <unordered_map>

#include "data/formats.h"

namespace souk {
namespace {

/// Visits the products a facet counts: the matches, and those that only its own filter keeps out.
template <class Visit>
void for_each_counted(const SegmentMatches& matches, std::optional<std::size_t> own_filter,
                      Visit visit) {
  matches.set.for_each_block([&](std::span<const Docid> docs) {
    for (const Docid doc : docs) visit(doc);
    return true;
  });
  if (!own_filter) return;
  for (std::size_t i = 0; i < matches.near_docs.size(); ++i) {
    if (matches.near_fails[i] == *own_filter) visit(matches.near_docs[i]);
  }
}

/// Adds to counts[code] the products that a facet counts; code 0 is "none" and counts nothing for
/// certain. Where everything matches, deleted documents aside, the lists' lengths say it:
/// `listed(code)` for codes from 1.
template <class Count, class Listed>
void count_codes(const SegmentMatches& matches, std::optional<std::size_t> own_filter,
                 std::vector<Count>& counts, const CodeColumn& column, Listed listed) {
  if (matches.set.form != DocSet::Form::everything && !matches.all_live) {
    return column.with([&](const auto* codes) {
      for_each_counted(matches, own_filter, [&](Docid doc) { ++counts[codes[doc]]; });
    });
  }
  for (std::uint32_t code = 1; code < counts.size(); ++code) {
    counts[code] += static_cast<Count>(listed(code));
  }
  if (matches.all_live) {
    for (const Docid doc : matches.deleted) --counts[column[doc]];
  }
}

/// A value as it is counted; its texts are copied only when it is kept.
struct Counted {
  std::string_view value;
  std::string_view label;
  std::uint64_t count = 0;
};

/// By count descending, then value; cut at the most asked, selected ones always kept.
std::vector<FacetValue> order_values(std::vector<Counted> values, std::size_t most,
                                     const std::vector<std::string_view>& selected) {
  const auto earlier = [](const Counted& a, const Counted& b) {
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  };
  const auto shown = values.begin() + static_cast<std::ptrdiff_t>(std::min(most, values.size()));
  if (shown != values.end()) std::nth_element(values.begin(), shown, values.end(), earlier);
  const auto kept = std::partition(shown, values.end(), [&](const Counted& each) {
    return std::find(selected.begin(), selected.end(), each.value) != selected.end();
  });
  std::sort(values.begin(), kept, earlier);
  std::vector<FacetValue> result;
  result.reserve(static_cast<std::size_t>(kept - values.begin()));
  for (auto it = values.begin(); it != kept; ++it) {
    result.push_back({std::string(it->value), std::string(it->label), it->count});
  }
  return result;
}

/// Counts of a dictionary's codes, over segments joined by folded key. The label is the first
/// segment's that counts the value.
class DictionaryCounts {
 public:
  explicit DictionaryCounts(bool joins) : joins_(joins) {}

  /// `key` and `label` give a code's strings; codes run from `first_code`.
  template <class Strings>
  void add(const std::vector<std::uint32_t>& counts, std::uint32_t first_code,
           const Strings& strings) {
    for (std::uint32_t i = 0; i < counts.size(); ++i) {
      if (counts[i] != 0)
        add(strings.key(first_code + i), strings.label(first_code + i), counts[i]);
    }
  }
  /// Selected values join with what they count (maybe zero).
  std::vector<FacetValue> finish(const std::vector<std::string>& selected, std::size_t most) {
    joins_ = true;  // from here on a key is looked up
    std::vector<std::string> folded;
    folded.reserve(selected.size());  // its strings are pointed to
    std::vector<std::string_view> kept;
    for (const std::string& value : selected) {
      folded.push_back(casefold(value));
      kept.push_back(add(folded.back(), value, 0).value);
    }
    return order_values(std::move(values_), most, kept);
  }

 private:
  Counted& add(std::string_view key, std::string_view label, std::uint64_t count) {
    if (joins_) {
      for (std::size_t i = by_key_.size(); i < values_.size(); ++i) by_key_.emplace(keys_[i], i);
      const auto [found, added] = by_key_.emplace(key, values_.size());
      if (!added) {
        Counted& there = values_[found->second];
        there.count += count;
        return there;
      }
    }
    keys_.push_back(key);
    return values_.emplace_back(Counted{label, label, count});
  }

  bool joins_;
  std::vector<Counted> values_;
  std::vector<std::string_view> keys_;
  std::unordered_map<std::string_view, std::size_t> by_key_;
};

class FacetCounter {
 public:
  FacetCounter(const Plan& plan, const std::vector<SegmentMatches>& matches,
               const std::vector<SoftFilter>& soft)
      : plan_(plan),
        request_(*plan.request),
        snapshot_(*plan.snapshot),
        matches_(matches),
        soft_(soft) {}

  Facet count(const FacetSpec& spec) const {
    Facet facet;
    facet.key = spec.key();
    switch (spec.kind) {
      case FacetSpec::Kind::brand:
        facet.values = brands();
        break;
      case FacetSpec::Kind::shop:
        facet.values = shops();
        break;
      case FacetSpec::Kind::category:
        facet.values = categories();
        break;
      case FacetSpec::Kind::attribute:
        facet.values = attribute(spec.attribute);
        break;
      case FacetSpec::Kind::rating:
        facet.values = ratings();
        break;
      case FacetSpec::Kind::free_shipping:
        facet.values = free_shipping();
        break;
      case FacetSpec::Kind::price:
        price(facet);
        break;
    }
    return facet;
  }

 private:
  [[nodiscard]] std::optional<std::size_t> own(SoftKind kind, std::size_t attribute = 0) const {
    const auto found = std::find(soft_.begin(), soft_.end(), SoftFilter{kind, attribute});
    if (found == soft_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - soft_.begin());
  }
  [[nodiscard]] const Segment& segment(std::size_t i) const { return *snapshot_.segments[i]; }

  [[nodiscard]] std::vector<FacetValue> brands() const {
    DictionaryCounts counted(matches_.size() > 1);
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      const StringColumn& column = segment(s).brand;
      std::vector<std::uint32_t> counts(column.code_count(), 0);
      count_codes(matches_[s], own(SoftKind::brand), counts, column.codes(),
                  [&](std::uint32_t code) { return column.docids(code).size(); });
      counts[0] = 0;  // those without a brand
      counted.add(counts, 0, column);
    }
    return counted.finish(request_.brand, request_.max_facet_values);
  }

  [[nodiscard]] std::vector<FacetValue> shops() const {
    const ShopDirectory& shops = *snapshot_.shops;
    std::vector<std::uint64_t> counts(shops.size() + 1, 0);
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      count_codes(matches_[s], own(SoftKind::shop), counts, segment(s).shop,
                  [&](std::uint32_t code) { return segment(s).docids_of_shop(code - 1).size(); });
    }
    // An id asked twice is listed once.
    const std::set<std::string_view> asked(request_.shop.begin(), request_.shop.end());
    const std::vector<std::string_view> selected(asked.begin(), asked.end());
    std::vector<Counted> values;
    for (std::uint32_t shop = 0; shop < shops.size(); ++shop) {
      if (counts[shop + 1] == 0) continue;
      values.push_back({shops.id(shop), shops.name(shop), counts[shop + 1]});
    }
    for (const std::string_view id : selected) {
      const auto shop = shops.find(id);
      if (!shop) {
        values.push_back({id, id, 0});
      } else if (counts[*shop + 1] == 0) {
        values.push_back({id, shops.name(*shop), 0});
      }
    }
    return order_values(std::move(values), request_.max_facet_values, selected);
  }

  /// Children of the asked nodes (roots without one), and the asked nodes themselves.
  [[nodiscard]] std::vector<FacetValue> categories() const {
    const CategoryTree& tree = *snapshot_.categories;
    // Subtree counts as differences of a running sum over preorder.
    std::vector<std::uint64_t> sums(tree.size() + 2, 0);
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      segment(s).category.with([&](const auto* codes) {
        for_each_counted(matches_[s], std::nullopt,
                         [&](Docid doc) { ++sums[std::size_t{codes[doc]} + 1]; });
      });
    }
    for (std::size_t i = 1; i < sums.size(); ++i) sums[i] += sums[i - 1];
    std::vector<CategoryTree::NodeId> listed;
    std::vector<std::string_view> selected;
    if (request_.category.empty()) listed = tree.children(CategoryTree::kNone);
    for (const CategoryTree::NodeId asked : plan_.categories) {
      listed.push_back(asked);
      selected.push_back(tree.nodes()[asked].id);
      const auto children = tree.children(asked);
      listed.insert(listed.end(), children.begin(), children.end());
    }
    std::sort(listed.begin(), listed.end());
    listed.erase(std::unique(listed.begin(), listed.end()), listed.end());
    std::vector<Counted> values;
    for (const CategoryTree::NodeId node : listed) {
      const std::string_view id = tree.nodes()[node].id;
      std::uint64_t count = 0;
      for (const auto& [first, last] : tree.subtree(node))
        count += sums[last + 1] - sums[first + 1];
      if (count == 0 && std::find(selected.begin(), selected.end(), id) == selected.end()) continue;
      values.push_back({id, tree.label(node, plan_.lang), count});
    }
    const std::set<std::string_view> all(request_.category.begin(), request_.category.end());
    for (const std::string_view asked : all) {
      if (tree.find(asked)) continue;
      values.push_back({asked, asked, 0});
      selected.push_back(asked);
    }
    return order_values(std::move(values), request_.max_facet_values, selected);
  }

  [[nodiscard]] std::vector<FacetValue> attribute(const std::string& name) const {
    DictionaryCounts counted(matches_.size() > 1);
    std::vector<std::string> selected;
    std::optional<std::size_t> own_filter;
    for (std::size_t i = 0; i < request_.attributes.size(); ++i) {
      if (request_.attributes[i].name != name) continue;
      selected = request_.attributes[i].values;
      own_filter = own(SoftKind::attribute, i);
    }
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      const AttributeColumn& column = segment(s).attributes;
      const auto attribute = column.find(name);
      if (!attribute) continue;
      const auto [first, last] = column.codes_of(*attribute);
      std::vector<std::uint32_t> counts(last - first, 0);
      for_each_counted(matches_[s], own_filter, [&, low = first, high = last](Docid doc) {
        const auto codes = column.of(doc);
        for (auto it = std::lower_bound(codes.begin(), codes.end(), low);
             it != codes.end() && *it < high; ++it) {
          ++counts[*it - low];
        }
      });
      counted.add(counts, first, column);
    }
    return counted.finish(selected, request_.max_facet_values);
  }

  /// "n and more" for 1 to 4: always all four.
  [[nodiscard]] std::vector<FacetValue> ratings() const {
    std::array<std::uint64_t, 5> at_least{};
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      const RatingColumn& column = segment(s).columns.ratings();
      std::array<std::uint64_t, 5> from{};  // the first code of each n
      for (std::size_t n = 1; n < from.size(); ++n) {
        from[n] = column.code_at_least(static_cast<double>(n));
      }
      column.codes().with([&](const auto* codes) {
        for_each_counted(matches_[s], own(SoftKind::rating), [&](Docid doc) {
          for (std::size_t n = 1; n < from.size(); ++n)
            at_least[n] += codes[doc] >= from[n] ? 1 : 0;
        });
      });
    }
    static constexpr std::array<std::string_view, 5> kStars = {"0", "1", "2", "3", "4"};
    std::vector<Counted> values;
    for (std::size_t n = 1; n < at_least.size(); ++n) {
      values.push_back({kStars[n], kStars[n], at_least[n]});
    }
    return order_values(std::move(values), kStars.size(), {});
  }

  [[nodiscard]] std::vector<FacetValue> free_shipping() const {
    std::array<std::uint64_t, 2> counts{};
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      const Columns& columns = segment(s).columns;
      for_each_counted(matches_[s], own(SoftKind::free_shipping),
                       [&](Docid doc) { ++counts[columns.free_shipping(doc) ? 1 : 0]; });
    }
    std::vector<Counted> values;
    for (const bool free : {false, true}) {
      const bool selected = request_.free_shipping && *request_.free_shipping == free;
      const std::string_view value = free ? "true" : "false";
      if (counts[free ? 1 : 0] != 0 || selected) {
        values.push_back({value, value, counts[free ? 1 : 0]});
      }
    }
    return order_values(std::move(values), counts.size(), {});
  }

  void price(Facet& facet) const {
    facet.is_price = true;
    std::int64_t low = kSortsLast;
    std::int64_t high = kMissing;
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      segment(s).columns.prices().with([&](auto price_of) {
        for_each_counted(matches_[s], own(SoftKind::price), [&](Docid doc) {
          const std::int64_t price = price_of(doc);
          if (price == kMissing) return;
          low = std::min(low, price);
          high = std::max(high, price);
        });
      });
    }
    if (high == kMissing) return;
    const Currency unit = request_.currency.value_or(snapshot_.rates.base());
    facet.min = snapshot_.rates.from_base(low, unit);
    facet.max = snapshot_.rates.from_base(high, unit);
  }

  const Plan& plan_;
  const SearchRequest& request_;
  const Snapshot& snapshot_;
  const std::vector<SegmentMatches>& matches_;
  const std::vector<SoftFilter>& soft_;
};

}  // namespace

std::vector<Facet> count_facets(const Plan& plan, const std::vector<SegmentMatches>& matches,
                                const std::vector<SoftFilter>& soft) {
  std::vector<Facet> facets;
  const FacetCounter counter(plan, matches, soft);
  for (const FacetSpec& spec : plan.request->facets) facets.push_back(counter.count(spec));
  return facets;
}

}  // namespace souk
