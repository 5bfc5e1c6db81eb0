#pragma once
// Where searches get their weights: a file of ops, followed. Any thread.

#include "query/followed_file.h"
#include "query/ranking.h"

namespace souk {

using RankingSource = FollowedFile<Ranking>;

/// The weights of the file `named`, else of the store's own, ranking.toml, which may be missing.
inline Result<std::shared_ptr<RankingSource>> open_ranking(const std::string& named,
                                                           const std::filesystem::path& store,
                                                           RankingSource::Talk talk = {}) {
  return RankingSource::open(named, store / "ranking.toml", &Ranking::parse, std::move(talk));
}

}  // namespace souk
