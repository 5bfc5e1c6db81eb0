#include "bench/load/queries.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "bench/load/endpoint.h"

namespace souk::bench {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kCategories = 200;

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

void add_ids(const dom::element& categories, std::vector<std::string>& ids) {
  dom::array array;
  if (categories.get(array) != simdjson::SUCCESS) return;
  for (const dom::element node : array) {
    std::string_view id;
    if (node["id"].get(id) == simdjson::SUCCESS) ids.emplace_back(id);
    dom::element children;
    if (node["children"].get(children) == simdjson::SUCCESS) add_ids(children, ids);
  }
}

void add_titles(const dom::element& page, std::vector<std::vector<std::string>>& titles) {
  dom::array hits;
  if (page["hits"].get(hits) != simdjson::SUCCESS) return;
  for (const dom::element hit : hits) {
    std::string_view title;
    if (hit["title"].get(title) != simdjson::SUCCESS) continue;
    std::vector<std::string> words;
    for (std::size_t at = 0; at < title.size();) {
      const std::size_t end = std::min(title.find_first_of(" ,", at), title.size());
      if (end > at) words.emplace_back(title.substr(at, end - at));
      at = end + 1;
    }
    if (!words.empty()) titles.push_back(std::move(words));
  }
}

}  // namespace

Result<Vocabulary> learn(const boost::asio::ip::tcp::endpoint& endpoint, std::uint64_t seed) {
  Vocabulary vocabulary;
  dom::parser parser;
  const auto read = [&](std::string_view target) -> Result<dom::element> {
    const auto body = fetch(endpoint, target);
    if (!body) return body.error();
    dom::element root;
    if (parser.parse(*body).get(root) != simdjson::SUCCESS) {
      return fail(ErrorCode::corrupt, fmt::format("the answer to {} is not JSON", target));
    }
    return root;
  };
  const auto tree = read("/v1/categories");
  if (!tree) return tree.error();
  dom::element roots;
  if ((*tree)["categories"].get(roots) == simdjson::SUCCESS) add_ids(roots, vocabulary.categories);
  auto& ids = vocabulary.categories;
  std::shuffle(ids.begin(), ids.end(), std::mt19937_64(seed));
  ids.resize(std::min(ids.size(), kCategories));
  for (std::size_t i = 0; i < std::max<std::size_t>(ids.size(), 1); ++i) {
    std::string target = "/v1/products/search?per_page=100";
    if (i < ids.size()) target += "&category=" + percent_encoded(ids[i]);
    const auto page = read(target);
    if (!page) return page.error();
    add_titles(*page, vocabulary.titles);
  }
  if (vocabulary.titles.empty()) {
    return fail(ErrorCode::not_found, "the server has no products to make queries from");
  }
  return vocabulary;
}

std::string Queries::text() {
  std::vector<std::string> words = words_.titles[below(words_.titles.size())];
  std::string text;
  for (std::size_t n = 1 + below(4); n > 0 && !words.empty(); --n) {
    const auto chosen = words.begin() + static_cast<std::ptrdiff_t>(below(words.size()));
    text += (text.empty() ? "" : " ") + *chosen;
    words.erase(chosen);
  }
  return percent_encoded(text);
}

std::string Queries::target(std::size_t kind) {
  const std::string_view name = kKinds[kind];
  std::string target = "/v1/products/search?match=all";
  if (name != "browse") {
    target += "&q=" + text();
  } else if (!words_.categories.empty()) {
    target += "&category=" + percent_encoded(words_.categories[below(words_.categories.size())]);
  }
  if (name == "price") target += "&sort=price_asc";
  if (name == "sales") target += "&sort=sales";
  if (name == "facets") target += "&free_shipping=true&facets=brand,category";
  return target;
}

}  // namespace souk::bench
