#pragma once
// Eight products that have something of everything, for fuzz targets to search in and to damage.

#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "data/product_json.h"
#include "data/snapshot.h"
#include "indexer/memory_segment.h"

namespace souk::testing {

inline constexpr const char* kTinyProducts[] = {
    R"({"id":"a","title":{"en":"USB cable","fr":"Câble USB"},"brand":"Acme","category":["Parts","Cables"],"shop_id":"s1","price":{"amount":500,"currency":"USD"},"list_price":{"amount":700,"currency":"USD"},"sales":50,"rating":4.5,"review_count":9,"free_shipping":true,"ships_to":["DE","FR"],"attributes":{"Color":"Red","Size":15.5},"gtin":"4000000000006","group":"g1","created_at":"2026-01-02T03:04:05Z"})",
    R"({"id":"b","title":"USB charger","brand":"Bolt","category":["Parts"],"shop_id":"s2","price":{"amount":1500,"currency":"USD"},"sales":40,"attributes":{"Color":["Red","Blue"],"New":true},"group":"g1","stock":3})",
    R"({"id":"c","title":"Red cable hub","description":"A hub for each cable.","brand":"ACME","category":["Parts","Cables"],"shop_id":"s1","price":{"amount":900,"currency":"EUR"},"sales":40,"stock":0,"mpn":"H-7"})",
    R"({"id":"d","title":"Tea pot","category":["Home"],"warranty":{"years":2}})",
    R"({"id":"e","title":"耳机 USB","lang":"zh","brand":"Acme","rating":3,"review_count":1})",
    R"({"id":"f","title":"Cable tie","price":{"amount":0,"currency":"USD"},"sales":9007199254740991})",
    R"({"id":"g","title":"Kabel","lang":"de","price":{"amount":9007199254740991,"currency":"USD"}})",
    R"({"id":"h","title":"USB USB usb","created_at":"1970-01-01","attributes":{"Size":-1e300}})"};

struct TinyCatalogue {
  Catalogue catalogue;
  std::vector<Product> products;
};

inline TinyCatalogue tiny_catalogue() {
  TinyCatalogue tiny;
  FeedParser parser;
  for (const char* line : kTinyProducts) tiny.products.push_back(parser.product(line).value());
  tiny.catalogue = make_catalogue({}, {}, Rates(*Currency::find("USD")), "en", tiny.products);
  return tiny;
}

/// Generation 7, of one segment.
inline Snapshot tiny_snapshot() {
  const TinyCatalogue tiny = tiny_catalogue();
  Snapshot snapshot;
  snapshot.generation = 7;
  snapshot.rates = tiny.catalogue.rates;
  snapshot.categories = std::make_shared<const CategoryTree>(tiny.catalogue.categories);
  snapshot.shops =
      build_memory_shops(tiny.catalogue, std::vector<std::uint32_t>(tiny.catalogue.shops.size()))
          .value();
  snapshot.segments.push_back(build_memory_segment(tiny.products, tiny.catalogue).value());
  return snapshot;
}

}  // namespace souk::testing
