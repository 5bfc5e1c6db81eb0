#include "indexer/catalogue.h"

#include <algorithm>
#include <map>
#include <set>

namespace souk {

std::uint32_t Catalogue::category_code(const Product& product) const {
  if (!product.category_id.empty()) {
    const auto node = categories.find_id(product.category_id);
    return node ? *node + 1 : 0;
  }
  if (product.category_path.empty()) return 0;
  const auto node = categories.find_path(product.category_path);
  return node ? *node + 1 : 0;
}

std::uint32_t Catalogue::shop_code(const Product& product) const {
  const auto entry = product.shop_id.empty() ? std::nullopt : find_shop(product.shop_id);
  return entry ? *entry + 1 : 0;
}

std::optional<std::uint32_t> Catalogue::find_shop(const std::string& id) const {
  const auto sorted_end = shops.end() - static_cast<std::ptrdiff_t>(appended_shops.size());
  const auto found =
      std::lower_bound(shops.begin(), sorted_end, id,
                       [](const Shop& s, const std::string& key) { return s.id < key; });
  if (found != sorted_end && found->id == id) {
    return static_cast<std::uint32_t>(found - shops.begin());
  }
  const auto appended = appended_shops.find(id);
  if (appended == appended_shops.end()) return std::nullopt;
  return appended->second;
}

std::uint32_t Catalogue::shop_entry(const std::string& id) {
  if (const auto found = find_shop(id)) return *found;
  const auto entry = static_cast<std::uint32_t>(shops.size());
  shops.emplace_back().id = id;
  appended_shops.emplace(id, entry);
  return entry;
}

Catalogue Catalogue::of(const Snapshot& snapshot) {
  Catalogue catalogue;
  catalogue.categories = *snapshot.categories;
  const ShopDirectory& shops = *snapshot.shops;
  catalogue.shops.reserve(shops.size());
  for (std::uint32_t entry = 0; entry < shops.size(); ++entry) {
    catalogue.shops.push_back(shops.shop(entry));
  }
  catalogue.rates = snapshot.rates;
  catalogue.default_lang = snapshot.default_lang;
  return catalogue;
}

std::vector<Shop> complete_shops(std::vector<Shop> shops, std::vector<std::string> referenced) {
  std::map<std::string, Shop> by_id;
  for (Shop& shop : shops) {
    std::string id = shop.id;
    by_id.insert_or_assign(std::move(id), std::move(shop));
  }
  for (std::string& id : referenced) {
    Shop unknown;
    unknown.id = id;
    by_id.emplace(std::move(id), std::move(unknown));
  }
  std::vector<Shop> result;
  result.reserve(by_id.size());
  for (auto& [id, shop] : by_id) result.push_back(std::move(shop));
  return result;
}

Catalogue make_catalogue(std::vector<Shop> shops, const std::vector<Category>& categories,
                         Rates rates, std::string default_lang,
                         const std::vector<Product>& products) {
  std::set<std::pair<std::vector<std::string>, std::string>> paths;
  std::set<std::string> shop_ids;
  for (const Product& product : products) {
    if (!product.category_path.empty()) paths.emplace(product.category_path, product.lang);
    if (!product.shop_id.empty()) shop_ids.insert(product.shop_id);
  }
  Catalogue catalogue;
  catalogue.categories =
      CategoryTree::build(complete_categories(categories, {paths.begin(), paths.end()}));
  catalogue.shops = complete_shops(std::move(shops), {shop_ids.begin(), shop_ids.end()});
  catalogue.rates = std::move(rates);
  catalogue.default_lang = std::move(default_lang);
  return catalogue;
}

}  // namespace souk
