#pragma once
// Is a store sound? Every checksum, and every invariant that ties its structures together.
// Reads only; any thread.

#include <filesystem>
#include <string>
#include <vector>

#include "data/generation.h"
#include "data/result.h"

namespace souk {

/// What a generation's structures say against each other: orders are sorted permutations, lists
/// agree with codes, cards and documents decode, documents carry their ids. Messages name the
/// structure; at most ten of each kind. O(postings + N log N).
std::vector<std::string> verify_structures(const Generation& generation);

/// All of a generation: digests of its files, unknown files, structures, each product's columns and
/// card against its document, and the postings against the Xapian database. Empty: sound. Errors:
/// io.
Result<std::vector<std::string>> verify_generation(const std::filesystem::path& dir);

}  // namespace souk
