#pragma once
// The endpoints that read: products, shops, categories, suggestions, several searches at once.
// Handlers do no socket I/O.

#include <cstddef>
#include <memory>
#include <vector>

#include "query/ranking_source.h"
#include "query/rules.h"
#include "query/synonym_source.h"
#include "server/http.h"
#include "server/query_log.h"
#include "server/snapshot_hub.h"

namespace souk {

struct SearchLimits {
  std::size_t body_bytes = std::size_t{1} << 20;
  std::size_t searches_per_request = 50;    ///< of /v1/multi_search
  std::shared_ptr<SynonymSource> synonyms;  ///< null: none
  std::shared_ptr<RankingSource> ranking;   ///< null: as built in
  std::shared_ptr<RuleSource> rules;        ///< null: none
};

/// The hub and the log outlive the routes.
std::vector<Route> search_routes(const SnapshotHub& hub, QueryLog& log, const SearchLimits& limits);

}  // namespace souk
