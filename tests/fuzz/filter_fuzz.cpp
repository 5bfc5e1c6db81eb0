// Whatever is written as a filter becomes a tree or an error naming `filter`. A tree survives being
// written and parsed again, and splits a catalogue in two: the products it takes, and those NOT of
// it takes.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "query/filter.h"
#include "query/search.h"
#include "tests/fuzz/tiny_catalogue.h"
#include "tests/query/filter_text.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::uint64_t total(std::string filter) {
  static const souk::Snapshot snapshot = souk::testing::tiny_snapshot();
  static souk::Searcher searcher;
  const auto request = souk::parse_search_request({{"filter", std::move(filter)}});
  require(request.has_value());
  const auto page = searcher.search(*request, snapshot);
  require(page && page->total <= snapshot.products());
  return page->total;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto tree = souk::parse_filter(text);
  if (!tree) {
    require(tree.error().param == "filter");
    return 0;
  }
  const std::string written = souk::testing::expression_text(*tree);
  const auto again = souk::parse_filter(written);
  // What it is written with (brackets, a node's attr. prefix) may pass the bounds on depth.
  if (!again) return 0;
  require(souk::testing::tree_text(*again) == souk::testing::tree_text(*tree));
  const std::string negated = "NOT (" + text + ")";
  if (!souk::parse_filter(negated)) return 0;
  require(total(text) + total(negated) == std::size(souk::testing::kTinyProducts));
  return 0;
}
