#pragma once
// Pass 2 of a build: spooled lines, in docid order, into the files of a generation. Uses all
// threads.

#include <filesystem>

#include "data/manifest.h"
#include "data/result.h"
#include "indexer/build.h"
#include "indexer/catalogue.h"
#include "indexer/feed_pass.h"
#include "indexer/phrase_counts.h"

namespace souk {

/// Writes every file of the generation but the manifest into `dir` and fills the manifest's counts.
/// `pass` is ordered; `uses`: what buyers asked for.
Result<void> run_index_pass(const BuildOptions& options, const BuildEvents& events,
                            const FeedPass& pass, const Catalogue& catalogue,
                            const PhraseCounts& uses, const std::filesystem::path& spool,
                            const std::filesystem::path& dir, Manifest& manifest);

}  // namespace souk
