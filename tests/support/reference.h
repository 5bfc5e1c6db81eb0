#pragma once
// The search as its contract reads, by loops over products: no index, no dictionaries, no orders
// computed ahead. What the engine is compared with.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "indexer/catalogue.h"
#include "query/facets.h"
#include "query/plan.h"
#include "query/request.h"

namespace souk::testing {

struct ReferencePage {
  std::uint64_t total = 0;
  std::uint64_t total_products = 0;
  std::vector<std::string> ids;
  std::vector<Facet> facets;
};

class Reference {
 public:
  /// Both outlive the reference.
  Reference(const std::vector<Product>& products, const Catalogue& catalogue)
      : Reference(products, catalogue, products, catalogue) {}
  /// Document frequencies are those of `counted`, which may hold products that are gone, as they
  /// were indexed against their catalogue.
  Reference(const std::vector<Product>& products, const Catalogue& catalogue,
            const std::vector<Product>& counted, const Catalogue& counted_catalogue);

  /// Words get these synonyms from now on.
  void use_synonyms(SynonymSets synonyms) { synonyms_ = std::move(synonyms); }

  /// `request.after` is ignored: pages by number only.
  ReferencePage search(const SearchRequest& request);
  /// All matching ids in order, not paged.
  std::vector<std::string> all_ids(const SearchRequest& request);

 private:
  struct Scored {
    const Product* product;
    std::uint32_t score;
  };
  std::vector<Scored> matches(const SearchRequest& request);
  std::vector<Scored> ordered(const SearchRequest& request);
  Facet facet(const SearchRequest& request, const FacetSpec& spec);

  SynonymSets synonyms_;
  const std::vector<Product>& products_;
  const Catalogue& catalogue_;
  std::vector<std::map<std::string, FieldMask>> terms_;    ///< by product
  std::vector<std::map<std::string, FieldMask>> counted_;  ///< the same of counted products
};

}  // namespace souk::testing
