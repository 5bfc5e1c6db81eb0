#pragma once
// Which events of live changes were counted: an event of a product or shop counts once, for ever,
// also after the part of the journal that held it is gone. Kept as 128-bit hashes: those of dropped
// parts in DIR/journal/events, the others by reading the journal. One thread.

#include <xxhash.h>

#include <cstddef>
#include <filesystem>
#include <unordered_set>

#include "data/change.h"
#include "data/result.h"

namespace souk {

class EventLog {
 public:
  /// Reads a journal's directory. Errors: corrupt, io. O(journal).
  static Result<EventLog> load(const std::filesystem::path& dir);

  /// Remembers a change's event; false where it is known.
  bool add(const Change& change);
  [[nodiscard]] bool contains(const Change& change) const;
  /// Makes all events durable, before parts of the journal are dropped. O(events), 16 bytes each.
  [[nodiscard]] Result<void> save(const std::filesystem::path& dir) const;
  [[nodiscard]] std::size_t size() const { return seen_.size(); }

 private:
  struct Key {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const { return key.low; }
  };
  static Key key_of(const Change& change);

  std::unordered_set<Key, Hash> seen_;
};

}  // namespace souk
