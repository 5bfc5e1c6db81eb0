#pragma once
// A copy of a store that may be running: its active generation and its journal, which together are
// every acknowledged change of the moment, and the rules and weights of ops. Reads only; under
// LOCK.build, so that no generation goes meanwhile.

#include <cstdint>
#include <filesystem>

#include "data/result.h"

namespace souk {

/// Copies the store to `to`, which must not exist or be empty, makes it durable and checks every
/// digest of the copy. Returns the generation. Errors: conflict (a build is running), bad_input
/// (`to` holds something), corrupt, io.
Result<std::uint64_t> backup(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace souk
