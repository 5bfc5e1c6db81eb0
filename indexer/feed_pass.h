#pragma once
// Pass 1 of a build: every line of the feeds is read and checked; the good ones go to a spool file.
// Uses all threads; the result belongs to the caller.

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/product.h"
#include "data/result.h"
#include "indexer/build.h"

namespace souk {

/// A good line: where it is in the spool, and what its product is ordered by.
struct SpooledLine {
  std::uint64_t offset = 0;
  std::uint64_t id_offset = 0;  ///< in FeedPass::id_bytes
  std::int64_t sales = 0;
  std::uint64_t number = 0;  ///< the line's number in its file
  std::uint32_t length = 0;
  std::uint16_t id_length = 0;
  std::uint16_t file = 0;  ///< ordinal of its feed
  bool priced = false;
  Currency currency;  ///< of the price, when it has one
};

struct FeedPass {
  std::vector<SpooledLine> lines;  ///< in feed order, repeated ids included, until order_lines()
  std::string id_bytes;
  std::set<std::pair<std::vector<std::string>, std::string>> category_paths;  ///< with languages
  std::set<std::string> shop_ids;
  std::map<std::string, std::uint64_t> currencies;  ///< products by currency of their price
  std::uint64_t line_count = 0;
  std::uint64_t bad_lines = 0;

  [[nodiscard]] std::string_view id(const SpooledLine& line) const {
    return std::string_view(id_bytes).substr(line.id_offset, line.id_length);
  }
};

/// Reads the product feeds. `category_ids`: what a category given by id may name.
Result<FeedPass> run_feed_pass(const BuildOptions& options, const BuildEvents& events,
                               const std::set<std::string>& category_ids,
                               const std::filesystem::path& spool);

/// Keeps the last line of each id and sorts by sales descending, then id: docid order. Returns a
/// warning for each line that a later one replaced, in feed order.
std::vector<LineProblem> order_lines(FeedPass& pass, const std::vector<std::string>& feeds);

/// Reads a shops' feed whole.
Result<std::vector<Shop>> read_shops(const BuildOptions& options, const BuildEvents& events,
                                     FeedPass& counts);

}  // namespace souk
