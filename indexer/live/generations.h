#pragma once
// What live changes ask of a store's generations: a new one when changes are many, and how far back
// the journal must reach. Any thread; builds are kept apart by LOCK.build.

#include <atomic>
#include <cstdint>

#include "data/result.h"
#include "data/snapshot.h"
#include "data/store.h"

namespace souk {

/// The calling thread gives way to all that answer somebody.
void lower_priority();

/// Builds and publishes a generation of what a snapshot shows: the same products, shops,
/// categories, rates and languages, with the snapshot's sequence as its base. Throttled: one thread
/// of low priority, ended early when `stop` is set. Earlier rebuilds go, but for the generation
/// that it was made of; what was built from feeds stays until it is pruned. Returns its number.
/// Errors: as build().
Result<std::uint64_t> rebuild(const Store& store, const Snapshot& snapshot,
                              std::atomic<bool>& stop);

/// The smallest base sequence of the kept generations: changes up to it are needed no more.
Result<std::uint64_t> oldest_base_sequence(const Store& store);

}  // namespace souk
