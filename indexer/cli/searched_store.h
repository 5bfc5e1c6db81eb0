#pragma once
// A store and a searcher that goes by the files of ops, as the server's would. One thread.

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "data/result.h"
#include "data/snapshot.h"
#include "query/search.h"

namespace souk::cli {

/// Named files; empty: the store's own weights and rules, and no synonyms of ops.
struct SearchFiles {
  std::string synonyms;
  std::string ranking;
  std::string rules;

  void add_options(CLI::App& command);
};

struct SearchedStore {
  std::shared_ptr<const Snapshot> snapshot;
  Searcher searcher;
};

/// Errors: those of the files and of open_snapshot.
Result<SearchedStore> open_searched(const std::string& store, const SearchFiles& files);

}  // namespace souk::cli
