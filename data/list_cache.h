#pragma once
// Posting lists made from others while a segment is searched (the union of a word's synonyms, the
// documents that have all terms of a compound), kept with it: a segment never changes, so neither
// do they. Any thread.

#include <algorithm>
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

/// What a list is made of.
struct MadePostings {
  std::vector<Docid> docs;       ///< ascending
  std::vector<FieldMask> masks;  ///< beside docs
};

class ListCache {
 public:
  /// The list of this key; of what make() gives, MadePostings, where there is none yet. Lists take
  /// at most 64 bytes for each of the segment's documents, twice what all of the lexicon's take
  /// over the sample, or 1 MB.
  template <class Make>
  std::shared_ptr<const MadeList> find_or_make(const std::string& key, std::size_t documents,
                                               Make make) {
    if (auto known = find(key)) return known;
    const MadePostings postings = make();
    auto made = MadeList::make(postings.docs, postings.masks, documents).value();
    keep(key, made, std::max(documents * 64, std::size_t{1} << 20));
    return made;
  }
  /// Of all lists, in no order.
  [[nodiscard]] std::vector<std::string> keys() const;
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
