#pragma once
// Where a search's synonyms come from: the file of ops, followed, what comes with Souk, and the
// category tree of the snapshot that is searched. Any thread.

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "analyzers/synonyms.h"
#include "data/snapshot.h"
#include "query/followed_file.h"
#include "query/plan.h"

namespace souk {

class SynonymSource {
 public:
  using File = FollowedFile<Synonyms>;

  /// Synonyms of ops that never change.
  explicit SynonymSource(Synonyms own = {})
      : SynonymSource(std::make_shared<File>(std::move(own))) {}
  explicit SynonymSource(std::shared_ptr<File> file) : file_(std::move(file)) {}
  /// Reads the file of ops `named`, else that of the store, synonyms.txt, which may be missing.
  /// Errors: as FollowedFile::open, of Synonyms::parse.
  static Result<std::shared_ptr<SynonymSource>> open(const std::string& named,
                                                     const std::filesystem::path& store,
                                                     File::Talk talk = {});

  /// The sets for a search of a snapshot; the file's first. O(1) but for the first time with a
  /// category tree: O(its names), while others go on.
  SynonymSets sets(const Snapshot& snapshot);

 private:
  std::shared_ptr<File> file_;
  using Tree = std::shared_ptr<const CategoryTree>;
  std::shared_ptr<const Synonyms> names_of(const Tree& tree);
  std::shared_ptr<const Synonyms> known_names(const Tree& tree);

  std::mutex making_;  ///< so that nobody makes what somebody else is making
  std::mutex mutex_;
  /// Of the trees last asked for, the latest behind: while generations are swapped, both are.
  std::vector<std::pair<Tree, std::shared_ptr<const Synonyms>>> names_;
};

}  // namespace souk
