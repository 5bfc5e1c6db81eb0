#include "data/list_cache.h"

namespace souk {

Result<std::shared_ptr<const MadeList>> MadeList::make(const std::vector<Docid>& docs,
                                                       const std::vector<FieldMask>& masks,
                                                       std::size_t documents) {
  auto made = std::make_shared<MadeList>();
  if (docs.empty()) return std::shared_ptr<const MadeList>(std::move(made));
  SectionWriter out;
  PostingsWriter writer(out, documents);
  writer.add_term("");
  for (std::size_t i = 0; i < docs.size(); ++i) writer.add_posting(docs[i], masks[i]);
  writer.finish();
  auto bytes = out.finish_bytes();
  made->bytes_ = bytes.size();
  auto file = SectionFile::over(hold_bytes(std::move(bytes)), "memory list");
  if (!file) return file.error();
  made->file_ = std::move(*file);
  auto postings = Postings::open(made->file_);
  if (!postings) return postings.error();
  made->postings_ = *postings;
  made->list_ = made->postings_.list(Postings::TermId{0});
  return std::shared_ptr<const MadeList>(std::move(made));
}

std::shared_ptr<const MadeList> ListCache::find(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = lists_.find(key);
  return found == lists_.end() ? nullptr : found->second;
}

std::vector<std::string> ListCache::keys() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> keys;
  keys.reserve(lists_.size());
  for (const auto& [key, list] : lists_) keys.push_back(key);
  return keys;
}

void ListCache::keep(const std::string& key, std::shared_ptr<const MadeList> list,
                     std::size_t most_bytes) {
  const std::lock_guard lock(mutex_);
  if (bytes_ + list->bytes() > most_bytes) {
    lists_.clear();
    bytes_ = 0;
  }
  const std::size_t bytes = list->bytes();
  if (lists_.emplace(key, std::move(list)).second) bytes_ += bytes;
}

}  // namespace souk
