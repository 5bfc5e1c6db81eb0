#include "query/match.h"

#include <algorithm>
#include <memory>

#include "query/word_source.h"

namespace souk {
namespace {

using Lists = std::vector<std::span<const Docid>>;

/// A filter as the union of posting lists (category, brand, shop, attribute values).
class ListFilter {
 public:
  explicit ListFilter(const Lists& lists) {
    for (const auto& list : lists) {
      cursors_.emplace_back(list);
      size_ += list.size();
    }
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool is_one_list() const { return cursors_.size() == 1; }
  [[nodiscard]] std::span<const Docid> only_list() const { return cursors_.front().docids(); }
  bool contains(Docid doc) {
    bool found = false;
    for (DocCursor& cursor : cursors_) found = cursor.seek(doc) || found;
    return found;
  }
  void list(std::vector<Docid>& docs) const {
    docs.clear();
    for (const DocCursor& cursor : cursors_) {
      docs.insert(docs.end(), cursor.docids().begin(), cursor.docids().end());
    }
    // Lists of subtrees asked for together may overlap.
    std::sort(docs.begin(), docs.end());
    docs.erase(std::unique(docs.begin(), docs.end()), docs.end());
  }

 private:
  std::vector<DocCursor> cursors_;
  std::size_t size_ = 0;
};

Lists brand_lists(const Plan& plan, const Segment& segment) {
  Lists lists;
  for (const std::string& brand : plan.brands) {
    if (const auto code = segment.brand.find(brand)) lists.push_back(segment.brand.docids(*code));
  }
  return lists;
}

Lists shop_lists(const Plan& plan, const Segment& segment) {
  Lists lists;
  for (const std::uint32_t shop : plan.shops) lists.push_back(segment.shop_docids[shop]);
  return lists;
}

Lists attribute_lists(const Plan::Attribute& filter, const Segment& segment) {
  Lists lists;
  const auto attribute = segment.attributes.find(filter.name);
  if (!attribute) return lists;
  for (const std::string& key : filter.keys) {
    const auto [first, last] = segment.attributes.find_value(*attribute, key);
    for (auto code = first; code < last; ++code) lists.push_back(segment.attributes.docids(code));
  }
  return lists;
}

Lists category_lists(const Plan& plan, const Segment& segment) {
  Lists lists;
  for (const CategoryRange& range : plan.categories) {
    lists.push_back(segment.category_docids[range.node]);
  }
  return lists;
}

DocTest price_test(const Plan& plan, const Segment& segment) {
  return [&columns = segment.columns, low = plan.price_min.value_or(0),
          high = plan.price_max.value_or(kSortsLast)](Docid doc) {
    const std::int64_t price = columns.price(doc);
    return price != kMissing && price >= low && price <= high;
  };
}

DocTest rating_test(const Plan& plan, const Segment& segment) {
  return [&columns = segment.columns, least = *plan.request->rating_min](Docid doc) {
    return columns.rating(doc) >= least;  // false for NaN: unrated
  };
}

DocTest free_shipping_test(const Plan& plan, const Segment& segment) {
  return [&columns = segment.columns, wanted = *plan.request->free_shipping](Docid doc) {
    return columns.free_shipping(doc) == wanted;
  };
}

/// A soft filter's test. Lists become a walk, because products are tested in ascending order.
DocTest soft_test(const SoftFilter& filter, const Plan& plan, const Segment& segment) {
  const auto walk = [](const Lists& lists) {
    return
        [walked = std::make_shared<ListFilter>(lists)](Docid doc) { return walked->contains(doc); };
  };
  switch (filter.kind) {
    case SoftKind::brand:
      return walk(brand_lists(plan, segment));
    case SoftKind::shop:
      return walk(shop_lists(plan, segment));
    case SoftKind::attribute:
      return walk(attribute_lists(plan.attributes[filter.attribute], segment));
    case SoftKind::price:
      return price_test(plan, segment);
    case SoftKind::rating:
      return rating_test(plan, segment);
    case SoftKind::free_shipping:
      return free_shipping_test(plan, segment);
  }
  return [](Docid) { return true; };
}

bool is_soft(const std::vector<SoftFilter>& soft, SoftKind kind, std::size_t attribute = 0) {
  return std::find(soft.begin(), soft.end(), SoftFilter{kind, attribute}) != soft.end();
}

/// The hard filters that posting lists answer.
std::vector<ListFilter> hard_lists(const Plan& plan, const Segment& segment,
                                   const std::vector<SoftFilter>& soft) {
  std::vector<ListFilter> filters;
  if (!plan.request->category.empty()) filters.emplace_back(category_lists(plan, segment));
  if (!plan.request->brand.empty() && !is_soft(soft, SoftKind::brand)) {
    filters.emplace_back(brand_lists(plan, segment));
  }
  if (!plan.request->shop.empty() && !is_soft(soft, SoftKind::shop)) {
    filters.emplace_back(shop_lists(plan, segment));
  }
  for (std::size_t i = 0; i < plan.attributes.size(); ++i) {
    if (is_soft(soft, SoftKind::attribute, i)) continue;
    filters.emplace_back(attribute_lists(plan.attributes[i], segment));
  }
  std::sort(filters.begin(), filters.end(),
            [](const ListFilter& a, const ListFilter& b) { return a.size() < b.size(); });
  return filters;
}

/// The hard filters that are tested product by product.
std::vector<DocTest> hard_tests(const Plan& plan, const Segment& segment,
                                const std::vector<SoftFilter>& soft) {
  const SearchRequest& request = *plan.request;
  std::vector<DocTest> tests;
  if ((plan.price_min || plan.price_max) && !is_soft(soft, SoftKind::price)) {
    tests.push_back(price_test(plan, segment));
  }
  if (request.rating_min && !is_soft(soft, SoftKind::rating)) {
    tests.push_back(rating_test(plan, segment));
  }
  if (request.free_shipping && !is_soft(soft, SoftKind::free_shipping)) {
    tests.push_back(free_shipping_test(plan, segment));
  }
  if (request.in_stock) {
    tests.push_back([&columns = segment.columns, wanted = *request.in_stock](Docid doc) {
      return columns.in_stock(doc) == wanted;
    });
  }
  if (!request.ships_to.empty()) {
    tests.push_back([&segment, country = pack_country(request.ships_to)](Docid doc) {
      return ships_to(segment, doc, country);
    });
  }
  if (request.filter) {
    tests.push_back(compile_filter(*request.filter, segment, *plan.snapshot, request.currency));
  }
  return tests;
}

/// The products worth looking at: those of the rarest word or filter, or all.
std::span<const Docid> candidates(const std::vector<WordSource>& words,
                                  const std::vector<ListFilter>& lists, const Segment& segment,
                                  std::vector<Docid>& scratch) {
  const auto rarest = std::min_element(
      words.begin(), words.end(),
      [](const WordSource& a, const WordSource& b) { return a.size() < b.size(); });
  const bool by_word =
      rarest != words.end() && (lists.empty() || rarest->size() <= lists.front().size());
  if (by_word) {
    rarest->list(scratch);
  } else if (!lists.empty() && lists.front().is_one_list()) {
    return lists.front().only_list();
  } else if (!lists.empty()) {
    lists.front().list(scratch);
  } else {
    scratch.resize(segment.size());
    for (Docid doc = 0; doc < scratch.size(); ++doc) scratch[doc] = doc;
  }
  return scratch;
}

}  // namespace

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

SegmentMatches match(const Plan& plan, const Segment& segment, const std::vector<SoftFilter>& soft,
                     MatchScratch& scratch) {
  SegmentMatches result;
  if (plan.matches_nothing) return result;

  std::vector<WordSource> words;
  for (const PlannedWord& word : plan.words) {
    words.emplace_back(word, segment.postings, segment.size(), scratch.marks);
  }
  std::vector<ListFilter> lists = hard_lists(plan, segment, soft);
  const std::vector<DocTest> tests = hard_tests(plan, segment, soft);
  if (words.empty() && lists.empty() && tests.empty() && soft.empty()) {
    result.everything = true;
    result.count = segment.size();
    return result;
  }
  if (words.empty() && tests.empty() && soft.empty() && lists.size() == 1 &&
      lists.front().is_one_list()) {
    result.docs = lists.front().only_list();
    result.count = result.docs.size();
    return result;
  }
  std::vector<DocTest> soft_tests;
  soft_tests.reserve(soft.size());
  for (const SoftFilter& filter : soft) soft_tests.push_back(soft_test(filter, plan, segment));

  scratch.docs.clear();
  scratch.scores.clear();
  scratch.near_docs.clear();
  scratch.near_fails.clear();
  for (const Docid doc : candidates(words, lists, segment, scratch.candidates)) {
    const bool listed = std::all_of(lists.begin(), lists.end(),
                                    [&](ListFilter& list) { return list.contains(doc); });
    if (!listed) continue;
    std::uint32_t score = 0;
    bool matched = true;
    for (WordSource& word : words) {
      const std::uint32_t points = word.score(doc);
      matched = points != 0;
      if (!matched) break;
      score += points;
    }
    if (!matched) continue;
    if (!std::all_of(tests.begin(), tests.end(), [&](const DocTest& t) { return t(doc); }))
      continue;
    std::size_t failed = 0;
    std::size_t which = 0;
    for (std::size_t i = 0; i < soft_tests.size() && failed < 2; ++i) {
      if (soft_tests[i](doc)) continue;
      ++failed;
      which = i;
    }
    if (failed == 0) {
      scratch.docs.push_back(doc);
      if (!words.empty()) scratch.scores.push_back(score);
    } else if (failed == 1) {
      scratch.near_docs.push_back(doc);
      scratch.near_fails.push_back(static_cast<std::uint8_t>(which));
    }
  }
  result.docs = scratch.docs;
  result.scores = scratch.scores;
  result.near_docs = scratch.near_docs;
  result.near_fails = scratch.near_fails;
  result.count = result.docs.size();
  return result;
}

}  // namespace souk
