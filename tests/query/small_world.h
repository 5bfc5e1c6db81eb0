#pragma once
// A snapshot of a few products, shops and categories written as feed lines. The snapshot lives as
// long as the world. One thread.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "data/product_json.h"
#include "indexer/memory_segment.h"
#include "query/page_json.h"
#include "query/search.h"

namespace souk::testing {

class SmallWorld {
 public:
  /// Texts are English where they do not say; prices are in USD, and EUR has the rate 1.25.
  SmallWorld(const std::vector<std::string>& products, const std::vector<std::string>& shops = {},
             const std::string& categories = "[]") {
    FeedParser parser;
    std::vector<Product> parsed;
    for (const std::string& line : products) parsed.push_back(parser.product(line).value());
    std::vector<Shop> parsed_shops;
    for (const std::string& line : shops) parsed_shops.push_back(parser.shop(line).value());
    const Rates rates = Rates::from_map(*Currency::find("USD"), {{"EUR", 1.25}});
    const Catalogue catalogue = make_catalogue(
        std::move(parsed_shops), parse_categories(categories).value(), rates, "en", parsed);
    snapshot_.generation = 42;
    snapshot_.sequence = 981;
    snapshot_.rates = rates;
    snapshot_.categories = std::make_shared<const CategoryTree>(catalogue.categories);
    snapshot_.shops =
        build_memory_shops(catalogue, std::vector<std::uint32_t>(catalogue.shops.size())).value();
    snapshot_.segments.push_back(build_memory_segment(std::move(parsed), catalogue).value());
  }

  [[nodiscard]] const Snapshot& snapshot() const { return snapshot_; }

  /// The request of a query string.
  static SearchRequest request(std::string_view query) {
    auto params = parse_query_string(query);
    EXPECT_TRUE(params) << query;
    auto request = parse_search_request(*params);
    EXPECT_TRUE(request) << query << ": " << (request ? "" : request.error().message);
    return std::move(*request);
  }

  /// The page of a query string, as JSON.
  std::string search(std::string_view query) {
    const SearchRequest asked = request(query);
    const auto page = searcher_.search(asked, snapshot_);
    std::string out;
    EXPECT_TRUE(page && append_page(out, *page, searcher_.analyzer())) << query;
    return out;
  }

  Searcher& searcher() { return searcher_; }

 private:
  Snapshot snapshot_;
  Searcher searcher_;
};

}  // namespace souk::testing
