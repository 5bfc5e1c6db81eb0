#pragma once
// Finding a docid in an ascending list, going forward. Pure; any thread.

#include <algorithm>
#include <cstddef>
#include <span>

#include "data/docid.h"

namespace souk {

/// The first index from `at` on whose docid is not below `doc`; docids.size() when there is none.
/// Gallops by runs of sixteen (Bentley and Yao 1976), then counts within one, which compiles to
/// vector code: O(log distance), a few nanoseconds near by.
inline std::size_t seek(std::span<const Docid> docids, std::size_t at, Docid doc) {
  constexpr std::size_t kRun = 16;
  const std::size_t size = docids.size();
  if (at + kRun <= size && docids[at + kRun - 1] < doc) {
    std::size_t step = kRun;
    at += kRun;
    while (at + step <= size && docids[at + step - 1] < doc) {
      at += step;
      step *= 2;
    }
    // Everything before `at` is below; what is sought is within `step` from here, or at the end.
    while (step > kRun) {
      step /= 2;
      if (at + step <= size && docids[at + step - 1] < doc) at += step;
    }
  }
  if (at + kRun > size) {
    while (at < size && docids[at] < doc) ++at;
    return at;
  }
  std::size_t below = 0;
  for (std::size_t i = 0; i < kRun; ++i) below += docids[at + i] < doc ? 1 : 0;
  return at + below;
}

}  // namespace souk
