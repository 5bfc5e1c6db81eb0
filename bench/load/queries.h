#pragma once
// What is asked of the server: query kinds as bench/kinds.cpp has them, of words that the server's
// own products have. One thread.

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <random>
#include <string>
#include <vector>

#include "data/result.h"

namespace souk::bench {

inline constexpr std::array kKinds = {"relevance", "price", "sales", "browse", "facets"};

/// Titles as lists of words, and category ids.
struct Vocabulary {
  std::vector<std::vector<std::string>> titles;
  std::vector<std::string> categories;
};

/// Reads /v1/categories and, of each of them (200 drawn by `seed` where there are more), a page of
/// 100 products. Errors: those of fetch; corrupt for an answer that is none; not_found for a store
/// without products.
Result<Vocabulary> learn(const boost::asio::ip::tcp::endpoint& endpoint, std::uint64_t seed);

class Queries {
 public:
  /// `words` outlives it. The same seed gives the same targets.
  Queries(const Vocabulary& words, std::uint64_t seed) : words_(words), random_(seed) {}

  /// The target of a query of a kind: an index into kKinds.
  std::string target(std::size_t kind);

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }
  std::string text();

  const Vocabulary& words_;
  std::mt19937_64 random_;
};

}  // namespace souk::bench
