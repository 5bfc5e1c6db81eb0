#include "data/bitset_cache.h"

#include <algorithm>

namespace souk {

BitsetCache::Bits BitsetCache::find(const BitsetKey& key) {
  const std::lock_guard lock(mutex_);
  const auto found =
      std::find_if(kept_.begin(), kept_.end(), [&](const auto& each) { return each.first == key; });
  if (found == kept_.end()) return nullptr;
  std::rotate(kept_.begin(), found, found + 1);
  return kept_.front().second;
}

bool BitsetCache::is_known(const BitsetKey& key) {
  const std::lock_guard lock(mutex_);
  if (std::find(asked_.begin(), asked_.end(), key) != asked_.end()) return true;
  asked_.push_back(key);
  if (asked_.size() > kRemembered) asked_.pop_front();
  return false;
}

void BitsetCache::keep(const BitsetKey& key, Bits bits) {
  const std::lock_guard lock(mutex_);
  std::erase(asked_, key);
  std::erase_if(kept_, [&](const auto& each) { return each.first == key; });  // made at once twice
  if (kept_.size() == most_) kept_.pop_back();
  kept_.insert(kept_.begin(), {key, std::move(bits)});
}

}  // namespace souk
