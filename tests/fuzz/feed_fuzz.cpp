// Whatever a feed holds becomes a product, shop or category tree, or an error; what was taken
// survives being written and read again.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "data/product_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace souk;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static FeedParser parser;
  const auto product = parser.product(text);
  if (product) {
    const auto again = parser.product(product_to_json(*product));
    if (!again || again->id != product->id) std::abort();
  }
  (void)parser.shop(text);
  (void)parse_categories(text);
  return 0;
}
