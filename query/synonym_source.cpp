#include "query/synonym_source.h"

#include "data/file_io.h"

namespace souk {

Result<std::shared_ptr<SynonymSource>> SynonymSource::open(const std::string& path) {
  if (path.empty()) return std::make_shared<SynonymSource>();
  const auto text = read_file(path);
  if (!text) return text.error();
  auto own = Synonyms::parse(*text, path);
  if (!own) return own.error();
  return std::make_shared<SynonymSource>(std::move(*own));
}

SynonymSets SynonymSource::sets(const Snapshot& snapshot) {
  const std::lock_guard lock(mutex_);
  if (tree_ != snapshot.categories) {
    tree_ = snapshot.categories;
    categories_ =
        std::make_shared<const Synonyms>(tree_ ? Synonyms::of_categories(*tree_) : Synonyms());
  }
  return {own_, categories_, Synonyms::built_in()};
}

}  // namespace souk
