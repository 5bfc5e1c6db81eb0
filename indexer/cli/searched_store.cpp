#include "indexer/cli/searched_store.h"

#include "indexer/live/live_store.h"

namespace souk::cli {

void SearchFiles::add_options(CLI::App& command) {
  command.add_option("--synonyms", synonyms, "A file of synonyms");
  command.add_option("--ranking", ranking, "A file of ranking weights");
  command.add_option("--rules", rules, "A file of merchandising rules");
}

Result<SearchedStore> open_searched(const std::string& store, const SearchFiles& files) {
  const auto synonyms = SynonymSource::open(files.synonyms, store);
  if (!synonyms) return synonyms.error();
  const auto ranking = open_ranking(files.ranking, store);
  if (!ranking) return ranking.error();
  const auto rules = open_rules(files.rules, store);
  if (!rules) return rules.error();
  auto snapshot = open_snapshot(store);
  if (!snapshot) return snapshot.error();
  SearchedStore opened{std::move(*snapshot), {}};
  opened.searcher.use_synonyms(*synonyms);
  opened.searcher.use_ranking(*ranking);
  opened.searcher.use_rules(*rules);
  return opened;
}

}  // namespace souk::cli
