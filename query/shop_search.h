#pragma once
// Shops by name and alias. One search thread.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/snapshot.h"
#include "query/plan.h"
#include "query/relaxation.h"
#include "query/request.h"

namespace souk {

struct ShopPage {
  const SearchRequest* request = nullptr;
  const Snapshot* snapshot = nullptr;
  std::string lang;
  std::uint64_t total = 0;
  std::vector<std::uint32_t> shops;  ///< entries of the directory
  Relaxation relaxation = Relaxation::none;
  std::optional<std::string> corrected;  ///< the query as it may have been meant
  std::optional<Cursor> after;           ///< where the next page starts; nothing on the last one
  std::uint64_t took_us = 0;
};

/// Shops whose name or aliases have every word of `request.q` (all shops without one), in the
/// word's own script or in Latin letters: by score, then number of products, then id. Where there
/// are none, those with words a few edits away (Relaxation::typo), unless the request says
/// otherwise. Uses q, lang, match, typo, page, per_page, after and prefix of the request. A cursor
/// holds the last shop's score, number of products and id. O(matches log matches). Errors: gone (a
/// cursor of scores from another generation).
Result<ShopPage> search_shops(const SearchRequest& request, const Snapshot& snapshot,
                              Analyzer& analyzer);

}  // namespace souk
