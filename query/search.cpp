#include "query/search.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <map>
#include <tuple>

#include "data/formats.h"
#include "query/pinned.h"
#include "query/second_phase.h"

namespace souk {
namespace {

using Clock = std::chrono::steady_clock;

std::uint64_t microseconds_since(Clock::time_point start) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count());
}

/// A hit's key by relevance is minus its score; that of a hit of a further level lies so much
/// higher a step. No key of either phase reaches it.
constexpr std::int64_t kStep = 2 * kSecondPhase;

/// The hits of the steps before, in order, and those that rules put somewhere.
class EarlierHits {
 public:
  EarlierHits(const SearchRequest& request, const std::vector<PinnedHit>& pinned)
      : request_(request), pinned_(pinned) {}

  /// So many of a step's hits may be known.
  [[nodiscard]] std::size_t size() const { return hits_.size() + pinned_.size(); }
  /// Adds a step's hits, less those that are known.
  void add(std::vector<Hit> hits, std::int64_t step) {
    drop_known(hits);
    for (Hit& hit : hits) {
      shift(hit, step);
      hits_.push_back(hit);
    }
  }
  /// The hits of all steps, the last one's given, after the request's cursor.
  std::vector<Hit> with(std::vector<Hit> last, std::int64_t step) {
    drop_known(last);
    for (Hit& hit : last) shift(hit, step);
    if (hits_.empty()) return last;
    std::vector<Hit> all;
    if (request_.after) {
      std::copy_if(hits_.begin(), hits_.end(), std::back_inserter(all),
                   [&](const Hit& hit) { return is_after(hit, *request_.after); });
    } else {
      all = hits_;
    }
    all.insert(all.end(), last.begin(), last.end());
    return all;
  }
  /// The request's cursor as the hits of a step are compared with it: nothing where all of them
  /// come after it, one behind every hit where none does.
  [[nodiscard]] std::optional<Cursor> cursor_in(std::int64_t step) const {
    if (!request_.after || request_.sort != Sort::relevance) return request_.after;
    if (request_.after->primary == kBeforeRanked) return std::nullopt;
    Cursor cursor = *request_.after;
    const std::int64_t of = cursor.primary <= 0 ? 0 : (cursor.primary + kStep - 1) / kStep;
    if (of < step) return std::nullopt;
    if (of > step) return Cursor{cursor.sort, 0, std::numeric_limits<std::int64_t>::min(), "", 0};
    cursor.primary -= step * kStep;
    return cursor;
  }

 private:
  void shift(Hit& hit, std::int64_t step) const {
    hit.step = static_cast<std::uint32_t>(step);
    if (request_.sort == Sort::relevance) hit.primary += step * kStep;
  }
  [[nodiscard]] bool is_same(const Hit& a, const Hit& b) const {
    if (a.segment == b.segment && a.doc == b.doc) return true;
    return request_.group && are_of_one_group(a, b);
  }
  void drop_known(std::vector<Hit>& hits) const {
    if (hits_.empty() && pinned_.empty()) return;
    std::erase_if(hits, [&](const Hit& hit) {
      return std::any_of(hits_.begin(), hits_.end(),
                         [&](const Hit& known) { return is_same(hit, known); }) ||
             std::any_of(pinned_.begin(), pinned_.end(),
                         [&](const PinnedHit& pin) { return is_same(hit, pin.hit); });
    });
  }

  const SearchRequest& request_;
  const std::vector<PinnedHit>& pinned_;
  std::vector<Hit> hits_;
};

}  // namespace

Result<void> Searcher::plan(const SearchRequest& request, const Snapshot& snapshot, Plan& plan) {
  // Where there are no words, nobody waits for their synonyms to be made.
  const bool has_words = !is_blank(request.q);
  auto made = make_plan(plan, request, snapshot, analyzer_,
                        synonyms_ && has_words ? synonyms_->sets(snapshot) : SynonymSets(),
                        ranking_ ? ranking_->get() : Ranking::built_in());
  if (!made || !rules_) return made;
  const auto rules = rules_->get();
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  plan.rules = rules->in_force(plan, analyzer_,
                               std::chrono::duration_cast<std::chrono::seconds>(now).count());
  plan.rules.owner = rules;
  return made;
}

std::vector<SegmentMatches> Searcher::match_all(const Plan& plan,
                                                const std::vector<SoftFilter>& soft,
                                                std::uint64_t& products) {
  const std::size_t segments = plan.snapshot->segments.size();
  while (scratch_.size() < segments) scratch_.emplace_back();
  std::vector<SegmentMatches> matches;
  products = 0;
  for (std::size_t s = 0; s < segments; ++s) {
    matches.push_back(match(plan, s, soft, scratch_[s], shares_));
    products += matches.back().set.count;
  }
  return matches;
}

void Searcher::fill(ResultPage& page) {
  const SearchRequest& request = *page.plan.request;
  const std::size_t skip = request.after ? 0 : std::size_t{request.page - 1} * request.per_page;
  const bool relaxes = request.match == Match::automatic && !page.plan.words.empty();
  std::uint64_t enough = request.sort == Sort::relevance ? request.relax_below : 1;
  if (!relaxes) enough = 0;
  std::optional<Plan> first;  // what the relaxer relaxes
  std::optional<Relaxer> relaxer;
  std::vector<SoftFilter> soft = soft_filters(page.plan);
  auto matches = match_all(page.plan, soft, page.total_products);
  const std::vector<PinnedHit> pinned = pinned_hits(page.plan, matches);
  EarlierHits earlier(request, pinned);
  auto& hits = page.hits;
  for (std::int64_t step = 0;; ++step) {
    Ranked ranked;
    if (page.total_products >= enough) {
      // One more than the page shows, to know whether another follows.
      ranked = rank(page.plan, matches, skip + request.per_page + 1 + earlier.size(),
                    earlier.cursor_in(step), groups_);
      page.total = ranked.total;
    }
    std::optional<Plan> next;
    if (page.total_products < enough || ranked.total < enough) {
      if (page.total_products >= enough) {  // groups are too few; ranking used the matches up
        matches = match_all(page.plan, soft, page.total_products);
      }
      ranked = rank(page.plan, matches, enough, std::nullopt, groups_);
      page.total = ranked.total;
      if (!relaxer) relaxer.emplace(first.emplace(page.plan), analyzer_);
      next = relaxer->next();
      earlier.add(std::move(ranked.hits), step);
      ranked.hits.clear();
    }
    if (!next) {
      hits = earlier.with(std::move(ranked.hits), step);
      break;
    }
    page.earlier.push_back({page.relaxation, std::move(page.plan)});
    page.plan = std::move(*next);
    page.relaxation = relaxer->level();
    soft = soft_filters(page.plan);
    matches = match_all(page.plan, soft, page.total_products);
  }
  if (relaxer) page.corrected = relaxer->corrected();
  const auto places = insert_pinned(hits, pinned, request.after);
  if (const std::size_t end = skip + request.per_page; hits.size() > end) {
    hits.resize(end);
    if (request.per_page != 0) {
      page.after = cursor_behind(hits, places, request, *page.plan.snapshot);
    }
  }
  hits.erase(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(std::min(skip, hits.size())));
  page.facets = count_facets(page.plan, matches, soft, shares_);
}

Result<std::vector<CategoryToTry>> Searcher::categories_to_try(const SearchRequest& request,
                                                               const Snapshot& snapshot) {
  constexpr std::uint32_t kLookedAt = 50;
  constexpr std::size_t kMost = 5;
  SearchRequest open;
  open.q = request.q;
  open.lang = request.lang;
  open.sort = Sort::relevance;
  open.per_page = kLookedAt;
  open.relax_below = 1;  // what the words find says enough, be it one product
  std::map<CategoryTree::NodeId, std::size_t> hits;
  SearchRequest asked = request;
  asked.sort = open.sort;
  asked.group = open.group;
  if (asked.hash() != open.hash()) {  // else the same search, which found nothing
    const auto page = search(open, snapshot);
    if (!page) return page.error();
    for (const Hit& hit : page->hits) {
      if (const std::uint32_t code = hit.segment->category[hit.doc]; code != 0) ++hits[code - 1];
    }
  }
  if (hits.empty()) {
    for (const auto root : snapshot.categories->children(CategoryTree::kNone)) hits[root] = 0;
  }
  std::vector<std::tuple<std::size_t, std::uint64_t, CategoryTree::NodeId>> ranked;
  ranked.reserve(hits.size());
  for (const auto& [node, count] : hits) {
    ranked.emplace_back(count, snapshot.category_products(node), node);
  }
  std::sort(ranked.begin(), ranked.end(), std::greater<>());
  std::vector<CategoryToTry> categories;
  for (const auto& [count, products, node] : ranked) {
    if (products != 0 && categories.size() < kMost) categories.push_back({node, products});
  }
  return categories;
}

Result<ResultPage> Searcher::search(const SearchRequest& request, const Snapshot& snapshot) {
  const auto start = Clock::now();
  Result<ResultPage> found;  // returned in any case, so that it is made where the caller has it
  auto valid = check_cursor(request, snapshot);
  if (valid) valid = plan(request, snapshot, found->plan);
  if (valid) {
    fill(*found);
    found->took_us = microseconds_since(start);
  } else {
    found = valid.error();
  }
  return found;
}

Result<void> Searcher::advise(ResultPage& page) {
  const SearchRequest& request = *page.plan.request;
  if (page.total != 0 || is_blank(request.q)) return {};
  const auto start = Clock::now();
  auto categories = categories_to_try(request, *page.plan.snapshot);
  if (!categories) return categories.error();
  page.categories = std::move(*categories);
  page.took_us += microseconds_since(start);
  return {};
}

}  // namespace souk
