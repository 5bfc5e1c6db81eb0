#include "query/facet_counters.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "data/formats.h"
#include "query/block_codes.h"
#include "query/facet_values.h"

namespace souk {
namespace {

/// counts[code] of every document; code 0 is "none".
template <class Count>
void count_codes(const NarrowArray& codes, std::span<const Docid> docs,
                 std::vector<Count>& counts) {
  for_each_code(codes, docs, [counts = counts.data()](auto code) { ++counts[code]; });
}

/// The same by the lengths of the codes' lists, `listed(code)` for codes from 1, less those of the
/// deleted. What code 0 counts means nothing.
template <class Count, class Listed>
void count_lists(const CodeColumn& codes, std::span<const Docid> deleted,
                 std::vector<Count>& counts, Listed listed) {
  for (std::uint32_t code = 1; code < counts.size(); ++code) {
    counts[code] += static_cast<Count>(listed(code));
  }
  for (const Docid doc : deleted) --counts[codes[doc]];
}

class BrandCounter final : public FacetCounter {
 public:
  explicit BrandCounter(const Plan& plan)
      : request_(*plan.request), counted_(plan.snapshot->segments.size() > 1) {}

  void begin(const Segment& segment) override {
    column_ = &segment.brand;
    counts_.assign(column_->code_count(), 0);
  }
  void count(std::span<const Docid> docs) override { count_codes(column_->codes(), docs, counts_); }
  bool count_all_but(std::span<const Docid> deleted) override {
    count_lists(column_->codes(), deleted, counts_,
                [&](std::uint32_t code) { return column_->docids(code).size(); });
    return true;
  }
  void end() override {
    counts_[0] = 0;  // those without a brand
    counted_.add(counts_, 0, *column_);
  }
  void finish(Facet& facet) override {
    facet.values = counted_.finish(request_.brand, request_.max_facet_values);
  }

 private:
  const SearchRequest& request_;
  DictionaryCounts counted_;
  const StringColumn* column_ = nullptr;
  std::vector<std::uint32_t> counts_;
};

class ShopCounter final : public FacetCounter {
 public:
  explicit ShopCounter(const Plan& plan)
      : request_(*plan.request), shops_(*plan.snapshot->shops), counts_(shops_.size() + 1, 0) {}

  void begin(const Segment& segment) override { segment_ = &segment; }
  void count(std::span<const Docid> docs) override { count_codes(segment_->shop, docs, counts_); }
  bool count_all_but(std::span<const Docid> deleted) override {
    count_lists(segment_->shop, deleted, counts_,
                [&](std::uint32_t code) { return segment_->docids_of_shop(code - 1).size(); });
    return true;
  }
  void finish(Facet& facet) override {
    // An id asked twice is listed once.
    const std::set<std::string_view> asked(request_.shop.begin(), request_.shop.end());
    const std::vector<std::string_view> selected(asked.begin(), asked.end());
    std::vector<CountedValue> values;
    for (std::uint32_t shop = 0; shop < shops_.size(); ++shop) {
      if (counts_[shop + 1] == 0) continue;
      values.push_back({shops_.id(shop), shops_.name(shop), counts_[shop + 1]});
    }
    for (const std::string_view id : selected) {
      const auto shop = shops_.find(id);
      if (!shop) {
        values.push_back({id, id, 0});
      } else if (counts_[*shop + 1] == 0) {
        values.push_back({id, shops_.name(*shop), 0});
      }
    }
    facet.values = order_values(std::move(values), request_.max_facet_values, selected);
  }

 private:
  const SearchRequest& request_;
  const ShopDirectory& shops_;
  std::vector<std::uint64_t> counts_;
  const Segment* segment_ = nullptr;
};

/// Children of the asked nodes (roots without one), and the asked nodes themselves.
class CategoryCounter final : public FacetCounter {
 public:
  explicit CategoryCounter(const Plan& plan)
      : plan_(plan),
        request_(*plan.request),
        tree_(*plan.snapshot->categories),
        counts_(tree_.size() + 1, 0) {}

  void begin(const Segment& segment) override { segment_ = &segment; }
  void count(std::span<const Docid> docs) override {
    count_codes(segment_->category, docs, counts_);
  }
  void finish(Facet& facet) override {
    // By node, the products of those before it in preorder: of which a subtree is a range.
    std::vector<std::uint64_t> before(tree_.size() + 1, 0);
    for (std::size_t i = 0; i < tree_.size(); ++i) before[i + 1] = before[i] + counts_[i + 1];
    std::vector<CategoryTree::NodeId> listed;
    std::vector<std::string_view> selected;
    if (request_.category.empty()) listed = tree_.children(CategoryTree::kNone);
    for (const CategoryTree::NodeId asked : plan_.categories) {
      listed.push_back(asked);
      selected.push_back(tree_.nodes()[asked].id);
      const auto children = tree_.children(asked);
      listed.insert(listed.end(), children.begin(), children.end());
    }
    std::sort(listed.begin(), listed.end());
    listed.erase(std::unique(listed.begin(), listed.end()), listed.end());
    std::vector<CountedValue> values;
    for (const CategoryTree::NodeId node : listed) {
      const std::string_view id = tree_.nodes()[node].id;
      std::uint64_t count = 0;
      for (const auto& [first, last] : tree_.subtree(node)) count += before[last] - before[first];
      if (count == 0 && std::find(selected.begin(), selected.end(), id) == selected.end()) continue;
      values.push_back({id, tree_.label(node, plan_.lang), count});
    }
    const std::set<std::string_view> all(request_.category.begin(), request_.category.end());
    for (const std::string_view asked : all) {
      if (tree_.find(asked)) continue;
      values.push_back({asked, asked, 0});
      selected.push_back(asked);
    }
    facet.values = order_values(std::move(values), request_.max_facet_values, selected);
  }

 private:
  const Plan& plan_;
  const SearchRequest& request_;
  const CategoryTree& tree_;
  std::vector<std::uint64_t> counts_;  ///< by code: a node's plus 1
  const Segment* segment_ = nullptr;
};

class AttributeCounter final : public FacetCounter {
 public:
  /// `asked`: the values that the request filters by.
  AttributeCounter(const Plan& plan, const std::string& name, std::vector<std::string> asked)
      : request_(*plan.request),
        name_(name),
        asked_(std::move(asked)),
        counted_(plan.snapshot->segments.size() > 1) {}

  void begin(const Segment& segment) override {
    column_ = &segment.attributes;
    const auto attribute = column_->find(name_);
    std::tie(first_, last_) = attribute ? column_->codes_of(*attribute) : std::pair(0U, 0U);
    counts_.assign(last_ - first_, 0);
  }
  void count(std::span<const Docid> docs) override {
    if (counts_.empty()) return;
    for (const Docid doc : docs) column_->prefetch_place(doc);
    for (const Docid doc : docs) column_->prefetch(doc);
    for (const Docid doc : docs) {
      for_each_code_of(doc, [this](std::uint32_t code) { ++counts_[code - first_]; });
    }
  }
  bool count_all_but(std::span<const Docid> deleted) override {
    for (std::uint32_t code = first_; code < last_; ++code) {
      counts_[code - first_] += static_cast<std::uint32_t>(column_->docids(code).size());
    }
    for (const Docid doc : deleted) {
      for_each_code_of(doc, [this](std::uint32_t code) { --counts_[code - first_]; });
    }
    return true;
  }
  bool count_by_lists(SetBits& set, std::uint64_t most) override {
    if (counts_.empty()) return true;
    if (column_->docid_count(first_, last_) >= set.count() * most) return false;
    const auto bits = set.get();
    for (std::uint32_t code = first_; code < last_; ++code) {
      std::uint32_t count = 0;
      for (const Docid doc : column_->docids(code)) count += has_bit(bits, doc) ? 1 : 0;
      counts_[code - first_] += count;
    }
    return true;
  }
  void end() override { counted_.add(counts_, first_, *column_); }
  void finish(Facet& facet) override {
    facet.values = counted_.finish(asked_, request_.max_facet_values);
  }

 private:
  template <class Use>
  void for_each_code_of(Docid doc, Use use) {
    const auto codes = column_->of(doc);
    for (auto it = std::lower_bound(codes.begin(), codes.end(), first_);
         it != codes.end() && *it < last_; ++it) {
      use(*it);
    }
  }

  const SearchRequest& request_;
  const std::string& name_;
  std::vector<std::string> asked_;
  DictionaryCounts counted_;
  const AttributeColumn* column_ = nullptr;
  std::uint32_t first_ = 0;
  std::uint32_t last_ = 0;
  std::vector<std::uint32_t> counts_;
};

/// "n and more" for 1 to 4: always all four.
class RatingCounter final : public FacetCounter {
 public:
  void begin(const Segment& segment) override {
    column_ = &segment.columns.ratings();
    counts_.assign(column_->values().size(), 0);
  }
  void count(std::span<const Docid> docs) override { count_codes(column_->codes(), docs, counts_); }
  void end() override {
    for (std::size_t n = 1; n < at_least_.size(); ++n) {
      const auto first = column_->code_at_least(static_cast<double>(n));
      for (std::size_t code = first; code < counts_.size(); ++code) at_least_[n] += counts_[code];
    }
  }
  void finish(Facet& facet) override {
    static constexpr std::array<std::string_view, 5> kStars = {"0", "1", "2", "3", "4"};
    std::vector<CountedValue> values;
    for (std::size_t n = 1; n < at_least_.size(); ++n) {
      values.push_back({kStars[n], kStars[n], at_least_[n]});
    }
    facet.values = order_values(std::move(values), kStars.size(), {});
  }

 private:
  const RatingColumn* column_ = nullptr;
  std::vector<std::uint32_t> counts_;
  std::array<std::uint64_t, 5> at_least_{};
};

class FreeShippingCounter final : public FacetCounter {
 public:
  explicit FreeShippingCounter(const Plan& plan) : request_(*plan.request) {}

  void begin(const Segment& segment) override { columns_ = &segment.columns; }
  void count(std::span<const Docid> docs) override {
    for (const Docid doc : docs) ++counts_[columns_->free_shipping(doc) ? 1 : 0];
  }
  void finish(Facet& facet) override {
    std::vector<CountedValue> values;
    for (const bool free : {false, true}) {
      const bool selected = request_.free_shipping && *request_.free_shipping == free;
      const std::string_view value = free ? "true" : "false";
      if (counts_[free ? 1 : 0] != 0 || selected) {
        values.push_back({value, value, counts_[free ? 1 : 0]});
      }
    }
    facet.values = order_values(std::move(values), counts_.size(), {});
  }

 private:
  const SearchRequest& request_;
  const Columns* columns_ = nullptr;
  std::array<std::uint64_t, 2> counts_{};
};

class PriceCounter final : public FacetCounter {
 public:
  explicit PriceCounter(const Plan& plan) : plan_(plan) {}

  void begin(const Segment& segment) override { columns_ = &segment.columns; }
  void count(std::span<const Docid> docs) override {
    columns_->prices().with([&](auto price_of) {
      for (const Docid doc : docs) {
        const std::int64_t price = price_of(doc);
        if (price == kMissing) continue;
        low_ = std::min(low_, price);
        high_ = std::max(high_, price);
      }
    });
  }
  void finish(Facet& facet) override {
    facet.is_price = true;
    if (high_ == kMissing) return;
    const Rates& rates = plan_.snapshot->rates;
    const Currency unit = plan_.request->currency.value_or(rates.base());
    facet.min = rates.from_base(low_, unit);
    facet.max = rates.from_base(high_, unit);
  }

 private:
  const Plan& plan_;
  const Columns* columns_ = nullptr;
  std::int64_t low_ = kSortsLast;
  std::int64_t high_ = kMissing;
};

}  // namespace

std::unique_ptr<FacetCounter> make_facet_counter(const FacetSpec& spec, const Plan& plan,
                                                 const std::vector<SoftFilter>& soft) {
  const auto own = [&](std::unique_ptr<FacetCounter> counter, SoftKind kind,
                       std::size_t attribute = 0) {
    const auto found = std::find(soft.begin(), soft.end(), SoftFilter{kind, attribute});
    if (found != soft.end()) counter->own_filter = static_cast<std::size_t>(found - soft.begin());
    return counter;
  };
  switch (spec.kind) {
    case FacetSpec::Kind::brand:
      return own(std::make_unique<BrandCounter>(plan), SoftKind::brand);
    case FacetSpec::Kind::shop:
      return own(std::make_unique<ShopCounter>(plan), SoftKind::shop);
    case FacetSpec::Kind::rating:
      return own(std::make_unique<RatingCounter>(), SoftKind::rating);
    case FacetSpec::Kind::free_shipping:
      return own(std::make_unique<FreeShippingCounter>(plan), SoftKind::free_shipping);
    case FacetSpec::Kind::price:
      return own(std::make_unique<PriceCounter>(plan), SoftKind::price);
    case FacetSpec::Kind::category:
      break;
    case FacetSpec::Kind::attribute: {
      const auto& asked = plan.request->attributes;
      const auto is_own = [&](const auto& each) { return each.name == spec.attribute; };
      const auto found = std::find_if(asked.begin(), asked.end(), is_own);
      if (found == asked.end()) {
        return std::make_unique<AttributeCounter>(plan, spec.attribute, std::vector<std::string>());
      }
      return own(std::make_unique<AttributeCounter>(plan, spec.attribute, found->values),
                 SoftKind::attribute, static_cast<std::size_t>(found - asked.begin()));
    }
  }
  return std::make_unique<CategoryCounter>(plan);
}

}  // namespace souk
