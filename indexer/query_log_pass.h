#pragma once
// What buyers asked for, from the server's query logs: which queries to offer while others type.
// One thread.

#include "data/result.h"
#include "indexer/build.h"
#include "indexer/phrase_counts.h"

namespace souk {

/// A query asked less often is not shown to others: it may say who asked.
inline constexpr std::uint64_t kFewestUses = 3;

/// The uses of product searches that found something: the words alone, of first pages, whatever
/// filters stood beside them; searches made while somebody typed (prefix=last) are left out. A line
/// that is none of a query log is reported as a warning and skipped. Errors: bad_input (a file that
/// cannot be read as one), io, interrupted.
Result<PhraseCounts> read_query_logs(const BuildOptions& options, const BuildEvents& events);

}  // namespace souk
