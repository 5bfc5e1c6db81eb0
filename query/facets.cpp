#include "query/facets.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "data/formats.h"

namespace souk {
namespace {

/// Visits the products a facet counts: the matches, and those that only its own filter keeps out.
template <class Visit>
void for_each_counted(const SegmentMatches& matches, std::optional<std::size_t> own_filter,
                      Visit visit) {
  if (matches.everything) {
    for (Docid doc = 0; doc < matches.count; ++doc) visit(doc);
  } else {
    for (const Docid doc : matches.docs) visit(doc);
  }
  if (!own_filter) return;
  for (std::size_t i = 0; i < matches.near_docs.size(); ++i) {
    if (matches.near_fails[i] == *own_filter) visit(matches.near_docs[i]);
  }
}

/// Values by folded key, over segments; the label is the first segment's that has the value.
using Counted = std::unordered_map<std::string, FacetValue>;

void add_count(Counted& counted, std::string_view key, std::string_view label,
               std::uint64_t count) {
  if (count == 0) return;
  auto& value = counted[std::string(key)];
  if (value.count == 0) value.value = value.label = label;
  value.count += count;
}

/// By count descending, then value; cut at the most asked, selected ones always kept.
std::vector<FacetValue> order_values(std::vector<FacetValue> values, std::size_t most,
                                     const std::vector<std::string>& selected) {
  std::sort(values.begin(), values.end(), [](const FacetValue& a, const FacetValue& b) {
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  });
  if (values.size() <= most) return values;
  std::vector<FacetValue> kept(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(most));
  for (std::size_t i = most; i < values.size(); ++i) {
    if (std::find(selected.begin(), selected.end(), values[i].value) != selected.end()) {
      kept.push_back(values[i]);
    }
  }
  return kept;
}

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

  /// Ends a facet of folded strings: selected values join with what they count (maybe zero).
  [[nodiscard]] std::vector<FacetValue> finish(Counted counted,
                                               const std::vector<std::string>& selected) const {
    std::vector<std::string> selected_values;
    for (const std::string& value : selected) {
      auto& entry = counted[casefold(value)];
      if (entry.count == 0) entry.value = entry.label = value;
      selected_values.push_back(entry.value);
    }
    std::vector<FacetValue> values;
    values.reserve(counted.size());
    for (auto& [key, value] : counted) values.push_back(std::move(value));
    return order_values(std::move(values), request_.max_facet_values, selected_values);
  }

  [[nodiscard]] std::vector<FacetValue> brands() const {
    Counted counted;
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      const StringColumn& column = segment(s).brand;
      std::vector<std::uint32_t> counts(column.code_count(), 0);
      for_each_counted(matches_[s], own(SoftKind::brand),
                       [&](Docid doc) { ++counts[column.code(doc)]; });
      for (std::uint32_t code = 1; code < counts.size(); ++code) {
        if (counts[code] != 0)
          add_count(counted, column.key(code), column.label(code), counts[code]);
      }
    }
    return finish(std::move(counted), request_.brand);
  }

  [[nodiscard]] std::vector<FacetValue> shops() const {
    std::vector<std::uint64_t> counts(snapshot_.shops->size() + 1, 0);
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      const auto column = segment(s).shop;
      for_each_counted(matches_[s], own(SoftKind::shop), [&](Docid doc) { ++counts[column[doc]]; });
    }
    std::vector<FacetValue> values;
    for (std::uint32_t shop = 0; shop < snapshot_.shops->size(); ++shop) {
      const std::string id(snapshot_.shops->id(shop));
      const bool selected =
          std::find(request_.shop.begin(), request_.shop.end(), id) != request_.shop.end();
      if (counts[shop + 1] != 0 || selected) {
        values.push_back({id, std::string(snapshot_.shops->name(shop)), counts[shop + 1]});
      }
    }
    const std::set<std::string> asked(request_.shop.begin(), request_.shop.end());
    for (const std::string& id : asked) {
      if (!snapshot_.shops->find(id)) values.push_back({id, id, 0});
    }
    return order_values(std::move(values), request_.max_facet_values, request_.shop);
  }

  /// Children of the asked nodes (roots without one), and the asked nodes themselves.
  [[nodiscard]] std::vector<FacetValue> categories() const {
    const CategoryTree& tree = *snapshot_.categories;
    // Subtree counts as differences of a running sum over preorder.
    std::vector<std::uint64_t> sums(tree.size() + 2, 0);
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      const auto column = segment(s).category;
      for_each_counted(matches_[s], std::nullopt, [&](Docid doc) { ++sums[column[doc] + 1]; });
    }
    for (std::size_t i = 1; i < sums.size(); ++i) sums[i] += sums[i - 1];
    std::vector<CategoryTree::NodeId> listed;
    std::vector<std::string> selected;
    if (request_.category.empty()) listed = tree.children(CategoryTree::kNone);
    for (const CategoryRange& range : plan_.categories) {
      listed.push_back(range.node);
      selected.push_back(tree.nodes()[range.node].id);
      const auto children = tree.children(range.node);
      listed.insert(listed.end(), children.begin(), children.end());
    }
    std::sort(listed.begin(), listed.end());
    listed.erase(std::unique(listed.begin(), listed.end()), listed.end());
    std::vector<FacetValue> values;
    for (const CategoryTree::NodeId node : listed) {
      const auto& id = tree.nodes()[node].id;
      const std::uint64_t count = sums[tree.nodes()[node].end + 1] - sums[node + 1];
      if (count == 0 && std::find(selected.begin(), selected.end(), id) == selected.end()) continue;
      values.push_back({id, std::string(tree.label(node, plan_.lang)), count});
    }
    for (const std::string& asked : std::set(request_.category.begin(), request_.category.end())) {
      if (tree.find(asked)) continue;
      values.push_back({asked, asked, 0});
      selected.push_back(asked);
    }
    return order_values(std::move(values), request_.max_facet_values, selected);
  }

  [[nodiscard]] std::vector<FacetValue> attribute(const std::string& name) const {
    Counted counted;
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
      for (std::uint32_t code = first; code < last; ++code) {
        add_count(counted, column.key(code), column.label(code), counts[code - first]);
      }
    }
    return finish(std::move(counted), selected);
  }

  /// "n and more" for 1 to 4: always all four.
  [[nodiscard]] std::vector<FacetValue> ratings() const {
    std::array<std::uint64_t, 5> at_least{};
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      const Columns& columns = segment(s).columns;
      for_each_counted(matches_[s], own(SoftKind::rating), [&](Docid doc) {
        for (std::size_t n = 1; n < at_least.size(); ++n) {
          if (columns.rating(doc) >= static_cast<double>(n)) ++at_least[n];
        }
      });
    }
    std::vector<FacetValue> values;
    for (std::size_t n = 1; n < at_least.size(); ++n) {
      values.push_back({std::to_string(n), std::to_string(n), at_least[n]});
    }
    const std::size_t all = values.size();
    return order_values(std::move(values), all, {});
  }

  [[nodiscard]] std::vector<FacetValue> free_shipping() const {
    std::array<std::uint64_t, 2> counts{};
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      const Columns& columns = segment(s).columns;
      for_each_counted(matches_[s], own(SoftKind::free_shipping),
                       [&](Docid doc) { ++counts[columns.free_shipping(doc) ? 1 : 0]; });
    }
    std::vector<FacetValue> values;
    for (const bool free : {false, true}) {
      const bool selected = request_.free_shipping && *request_.free_shipping == free;
      const std::string value = free ? "true" : "false";
      if (counts[free ? 1 : 0] != 0 || selected)
        values.push_back({value, value, counts[free ? 1 : 0]});
    }
    const std::size_t all = values.size();
    return order_values(std::move(values), all, {});
  }

  void price(Facet& facet) const {
    facet.is_price = true;
    std::int64_t low = kSortsLast;
    std::int64_t high = kMissing;
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      const Columns& columns = segment(s).columns;
      for_each_counted(matches_[s], own(SoftKind::price), [&](Docid doc) {
        const std::int64_t price = columns.price(doc);
        if (price == kMissing) return;
        low = std::min(low, price);
        high = std::max(high, price);
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
