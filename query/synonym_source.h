#pragma once
// Where a search's synonyms come from: the file of ops, what comes with Souk, and the category tree
// of the snapshot that is searched. Any thread.

#include <memory>
#include <mutex>
#include <string>

#include "analyzers/synonyms.h"
#include "data/snapshot.h"
#include "query/plan.h"

namespace souk {

class SynonymSource {
 public:
  SynonymSource() = default;
  explicit SynonymSource(Synonyms own) : own_(std::make_shared<const Synonyms>(std::move(own))) {}
  /// Reads a file of ops (Synonyms::parse); an empty path: none. Errors: bad_input naming file and
  /// line; not_found, system.
  static Result<std::shared_ptr<SynonymSource>> open(const std::string& path);

  /// The sets for a search of a snapshot; the file's first. O(1) but for the first time with a
  /// category tree: O(its names).
  SynonymSets sets(const Snapshot& snapshot);

 private:
  std::shared_ptr<const Synonyms> own_;
  std::mutex mutex_;
  std::shared_ptr<const CategoryTree> tree_;  ///< whose names `categories_` are
  std::shared_ptr<const Synonyms> categories_;
};

}  // namespace souk
