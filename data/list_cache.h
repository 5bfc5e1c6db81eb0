#pragma once
// Posting lists made from others while a segment is searched (the union of a word's synonyms,
// the documents that have all terms of a compound), kept
// with it: a segment never changes, so neither do they. Any thread.

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "data/postings.h"
#include "data/result.h"

namespace souk {

/// One list that owns its bytes, sparse or dense like those of Postings.
class MadeList {
 public:
  /// Of documents, ascending and below `documents`, with their masks.
  static Result<std::shared_ptr<const MadeList>> make(const std::vector<Docid>& docs,
                                                      const std::vector<FieldMask>& masks,
                                                      std::size_t documents);

  [[nodiscard]] const PostingList& list() const { return list_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  Postings postings_;
  SectionFile file_;  ///< owns what the list points into
  PostingList list_;
  std::size_t bytes_ = 0;
};

class ListCache {
 public:
  /// Null where there is none of this key.
  [[nodiscard]] std::shared_ptr<const MadeList> find(const std::string& key) const;
  /// Forgets all the others where they would take more than `most_bytes` with this one.
  void keep(const std::string& key, std::shared_ptr<const MadeList> list, std::size_t most_bytes);

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const MadeList>> lists_;
  std::size_t bytes_ = 0;
};

}  // namespace souk
