#pragma once
// The best of what an engine's rows say, for engines whose own sorting would need a second pass to
// count. One thread.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "bench/peers/workload.h"

namespace souk::peers {

/// Keeps the kPageSize lowest keys, ties by rank.
template <class Key>
class Lowest {
 public:
  void add(Key key, std::uint32_t rank) {
    if (kept_.size() == kPageSize) {
      if (!(Entry{key, rank} < kept_.front())) return;
      std::pop_heap(kept_.begin(), kept_.end());
      kept_.back() = {key, rank};
    } else {
      kept_.push_back({key, rank});
    }
    std::push_heap(kept_.begin(), kept_.end());
  }
  void ranks(std::vector<std::uint32_t>& out) {
    std::sort(kept_.begin(), kept_.end());
    for (const Entry& entry : kept_) out.push_back(entry.rank);
  }

 private:
  struct Entry {
    Key key;
    std::uint32_t rank;
    friend bool operator<(const Entry& a, const Entry& b) {
      return a.key != b.key ? a.key < b.key : a.rank < b.rank;
    }
  };
  std::vector<Entry> kept_;
};

}  // namespace souk::peers
