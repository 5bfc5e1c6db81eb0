#include "query/synonym_source.h"

namespace souk {

Result<std::shared_ptr<SynonymSource>> SynonymSource::open(const std::string& named,
                                                           const std::filesystem::path& store,
                                                           File::Talk talk) {
  auto file = File::open(named, store / "synonyms.txt", &Synonyms::parse, std::move(talk));
  if (!file) return file.error();
  return std::make_shared<SynonymSource>(std::move(*file));
}

SynonymSets SynonymSource::sets(const Snapshot& snapshot) {
  const std::lock_guard lock(mutex_);
  if (tree_ != snapshot.categories) {
    tree_ = snapshot.categories;
    categories_ =
        std::make_shared<const Synonyms>(tree_ ? Synonyms::of_categories(*tree_) : Synonyms());
  }
  return {file_->get(), categories_, Synonyms::built_in()};
}

}  // namespace souk
