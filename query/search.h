#pragma once
// The search itself: a request over a snapshot gives a page. Pure but for the clock and the
// searcher's scratch memory: one Searcher a search thread.

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzers/analyzer.h"
#include "query/facets.h"
#include "query/groups.h"
#include "query/match.h"
#include "query/plan.h"
#include "query/ranking_source.h"
#include "query/relaxation.h"
#include "query/rules.h"
#include "query/synonym_source.h"

namespace souk {

/// A category where a buyer may look instead.
struct CategoryToTry {
  CategoryTree::NodeId node;
  std::uint64_t products;  ///< of its subtree
};

/// A page of results. Hits point into the snapshot, which the caller keeps.
struct ResultPage {
  Plan plan;                         ///< of the last level used
  std::uint64_t total = 0;           ///< hits: products, or groups with group=true
  std::uint64_t total_products = 0;  ///< products in either case
  std::vector<Hit> hits;
  std::vector<Facet> facets;
  Relaxation relaxation = Relaxation::none;  ///< the last level used
  struct Level {
    Relaxation relaxation = Relaxation::none;
    Plan plan;
  };
  std::vector<Level> earlier;            ///< the levels before, which found too few
  std::optional<std::string> corrected;  ///< the query as it may have been meant
  std::optional<Cursor> after;           ///< where the next page starts; nothing on the last one
  /// What advise() gives.
  std::vector<CategoryToTry> categories;
  std::uint64_t took_us = 0;

  /// What found a hit of the page, and gave it its score.
  [[nodiscard]] const Plan& plan_of(const Hit& hit) const {
    return hit.step < earlier.size() ? earlier[hit.step].plan : plan;
  }
  [[nodiscard]] Relaxation relaxation_of(const Hit& hit) const {
    return hit.step < earlier.size() ? earlier[hit.step].relaxation : relaxation;
  }
};

class Searcher {
 public:
  Searcher() = default;
  /// `shares`: as match() has them; for tests.
  explicit Searcher(const BitsShares& shares) : shares_(shares) {}

  /// Words get these synonyms from now on; null (as at first): none.
  void use_synonyms(std::shared_ptr<SynonymSource> synonyms) { synonyms_ = std::move(synonyms); }

  /// Matches are weighed by this from now on; null (as at first): as built in.
  void use_ranking(std::shared_ptr<RankingSource> ranking) { ranking_ = std::move(ranking); }
  /// Searches are ruled by these from now on; null (as at first): by none.
  void use_rules(std::shared_ptr<RuleSource> rules) { rules_ = std::move(rules); }

  /// `request` and `snapshot` outlive the page. Errors: bad_input (a currency without a rate); gone
  /// (a relevance cursor of another generation).
  Result<ResultPage> search(const SearchRequest& request, const Snapshot& snapshot);

  /// Where a search with words found nothing: the categories where what they say would be, filters
  /// aside; else the roots with the most products. At most five. As long as another search.
  Result<void> advise(ResultPage& page);

  /// Makes the plan of `search` in an empty one.
  Result<void> plan(const SearchRequest& request, const Snapshot& snapshot, Plan& plan);

  [[nodiscard]] Analyzer& analyzer() { return analyzer_; }

 private:
  std::vector<SegmentMatches> match_all(const Plan& plan, const std::vector<SoftFilter>& soft,
                                        std::uint64_t& products);
  /// Fills the page by level after level until enough is found, and counts its facets.
  void fill(ResultPage& page);
  Result<std::vector<CategoryToTry>> categories_to_try(const SearchRequest& request,
                                                       const Snapshot& snapshot);

  Analyzer analyzer_;
  std::shared_ptr<SynonymSource> synonyms_;
  std::shared_ptr<RankingSource> ranking_;
  std::shared_ptr<RuleSource> rules_;
  BitsShares shares_;
  /// By segment: results point into them. Stable addresses.
  std::deque<MatchScratch> scratch_;
  GroupScratch groups_;
};

}  // namespace souk
