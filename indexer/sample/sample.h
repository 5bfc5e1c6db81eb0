#pragma once
// A deterministic multilingual marketplace to try, test and measure Souk with: a category tree in
// 16 languages, shops, and products with titles in the order of words of their language, brands by
// Zipf's law, log-normal prices, sales by a power law, groups of variants. It has no real brands.
// The same options give the same bytes on every machine, and every line of the feed contract's
// rules holds. Immutable once made; any thread.

#include <cstdint>
#include <memory>
#include <string>

namespace souk {

struct SampleOptions {
  std::uint64_t products = 0;
  std::uint64_t seed = 1;
};

class SampleCatalogue {
 public:
  explicit SampleCatalogue(const SampleOptions& options);
  ~SampleCatalogue();
  SampleCatalogue(SampleCatalogue&&) noexcept;
  SampleCatalogue& operator=(SampleCatalogue&&) noexcept;

  [[nodiscard]] std::uint64_t product_count() const;
  /// One shop for 80 products, at least three.
  [[nodiscard]] std::uint64_t shop_count() const;

  /// The category file: the same for all options.
  [[nodiscard]] std::string categories_json() const;
  /// Appends shop `i` < shop_count() as one line of JSON, without a line break. O(1).
  void append_shop(std::uint64_t i, std::string& out) const;
  /// Appends product `i` < product_count() likewise. It depends on the options and `i` alone, so
  /// any order and any threads give the same bytes. About 5 µs.
  void append_product(std::uint64_t i, std::string& out) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace souk
