#include "query/search.h"

#include <chrono>

namespace souk {

Result<Plan> Searcher::plan(const SearchRequest& request, const Snapshot& snapshot) {
  if (!synonyms_) return make_plan(request, snapshot, analyzer_);
  return make_plan(request, snapshot, analyzer_, synonyms_->sets(snapshot));
}

Result<ResultPage> Searcher::search(const SearchRequest& request, const Snapshot& snapshot) {
  const auto start = std::chrono::steady_clock::now();
  if (auto valid = check_cursor(request, snapshot); !valid) return valid.error();
  ResultPage page;
  auto planned = plan(request, snapshot);
  if (!planned) return planned.error();
  page.plan = std::move(*planned);

  const std::vector<SoftFilter> soft = soft_filters(page.plan);
  while (scratch_.size() < snapshot.segments.size()) scratch_.emplace_back();
  std::vector<SegmentMatches> matches;
  for (std::size_t s = 0; s < snapshot.segments.size(); ++s) {
    matches.push_back(match(page.plan, s, soft, scratch_[s], shares_));
    page.total_products += matches.back().set.count;
  }

  const std::size_t skip = request.after ? 0 : std::size_t{request.page - 1} * request.per_page;
  // One more than the page shows, to know whether another follows.
  Ranked ranked = rank(page.plan, matches, skip + request.per_page + 1, groups_);
  page.total = ranked.total;
  auto& hits = ranked.hits;
  hits.erase(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(std::min(skip, hits.size())));
  const bool more = hits.size() > request.per_page;
  if (more) hits.pop_back();
  if (more && !hits.empty()) {
    const Hit& last = hits.back();
    page.after = Cursor{request.sort, last.primary, last.sales, std::string(last.id),
                        request.sort == Sort::relevance ? snapshot.generation : 0};
  }
  page.hits = std::move(hits);
  page.facets = count_facets(page.plan, matches, soft);
  page.took_us = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                                std::chrono::steady_clock::now() - start)
                                                .count());
  return page;
}

}  // namespace souk
