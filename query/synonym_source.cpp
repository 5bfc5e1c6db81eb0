#include "query/synonym_source.h"

namespace souk {

Result<std::shared_ptr<SynonymSource>> SynonymSource::open(const std::string& named,
                                                           const std::filesystem::path& store,
                                                           File::Talk talk) {
  auto file = File::open(named, store / "synonyms.txt", &Synonyms::parse, std::move(talk));
  if (!file) return file.error();
  return std::make_shared<SynonymSource>(std::move(*file));
}

std::shared_ptr<const Synonyms> SynonymSource::known_names(const Tree& tree) {
  const std::lock_guard lock(mutex_);
  for (const auto& [known, names] : names_) {
    if (known == tree) return names;
  }
  return nullptr;
}

std::shared_ptr<const Synonyms> SynonymSource::names_of(const Tree& tree) {
  constexpr std::size_t kKept = 2;
  if (auto known = known_names(tree)) return known;
  const std::lock_guard making(making_);
  if (auto known = known_names(tree)) return known;
  auto made = std::make_shared<const Synonyms>(tree ? Synonyms::of_categories(*tree) : Synonyms());
  const std::lock_guard lock(mutex_);
  if (names_.size() == kKept) names_.erase(names_.begin());
  names_.emplace_back(tree, made);
  return made;
}

SynonymSets SynonymSource::sets(const Snapshot& snapshot) {
  return {file_->get(), names_of(snapshot.categories), Synonyms::built_in()};
}

}  // namespace souk
