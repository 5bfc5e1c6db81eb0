// Whatever a line of live changes holds is a change or an error; a product that was changed is one
// that a feed could have brought.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "data/change.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace souk;
  static ChangeParser parser("en");
  static FeedParser feed;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  // The journal keeps lines.
  if (line.find('\n') != std::string_view::npos) return 0;
  const auto change = parser.change(line);
  if (!change || change->op != Change::Op::patch) return 0;
  if (change->subject == Change::Subject::shop) {
    Shop shop;
    shop.id = change->id;
    shop.name = "before";
    if (!feed.shop(shop_to_json(apply_patch(shop, *change)))) std::abort();
    return 0;
  }
  Product product;
  product.id = change->id;
  product.lang = "fr";
  product.title = {{{"fr", "avant"}}};
  product.extra = {{"lot", "1"}};
  const auto again = feed.product(product_to_json(apply_patch(product, *change)));
  if (!again || again->id != change->id) std::abort();
  return 0;
}
