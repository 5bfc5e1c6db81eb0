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
#include "query/relaxation.h"
#include "query/request.h"
#include "query/second_phase.h"

namespace souk::testing {

struct ReferencePage {
  std::uint64_t total = 0;
  std::uint64_t total_products = 0;
  std::vector<std::string> ids;
  std::vector<Facet> facets;
  Relaxation relaxation = Relaxation::none;
};

/// The masks of a product's terms.
using ProductTerms = std::map<std::string, FieldMask>;

/// A query at one level of relaxation.
struct ReferenceLevel {
  Relaxation name = Relaxation::none;
  std::vector<QueryWord> words;
  std::vector<QueryWord> optional;
  std::string prefix;  ///< the surface of the word that may be a beginning; empty: none
};

/// What levels are made from: `all`: the terms of every product that there is an index of,
/// `counted`: of those that document frequencies are of.
struct ReferenceIndex {
  std::vector<ProductTerms> all;
  std::vector<ProductTerms> counted;
};

/// Every level of a query that relaxes, in order.
std::vector<ReferenceLevel> reference_levels(const SearchRequest& request, const Query& query,
                                             const ReferenceIndex& index, Analyzer& analyzer,
                                             const SynonymSets& synonyms, const Ranking& ranking);
/// The mask of a product that a set of synonyms stands for; nothing where it does not.
std::optional<FieldMask> mask_of(const SynonymSet& set, const ProductTerms& terms);

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

  /// Matches are weighed by this from now on.
  void use_ranking(std::shared_ptr<const Ranking> ranking) { ranking_ = std::move(ranking); }

  /// Products that are gone but still in an index.
  void also_indexed(const std::vector<Product>& products);

  /// `request.after` is ignored: pages by number only.
  ReferencePage search(const SearchRequest& request);
  /// All matching ids in order, not paged.
  std::vector<std::string> all_ids(const SearchRequest& request);

 private:
  struct Scored {
    const Product* product;
    std::uint32_t score;
  };
  struct Answer {
    ReferenceLevel level;
    std::vector<Scored> ordered;
    std::size_t products = 0;
  };
  Answer answer(const SearchRequest& request);
  std::vector<Scored> matches(const SearchRequest& request, const ReferenceLevel& level);
  std::vector<Scored> ordered(const SearchRequest& request, const ReferenceLevel& level,
                              std::vector<Scored> matches);
  /// What the second phase multiplies a score by.
  [[nodiscard]] double factor(const Product& product, const ReferenceLevel& level) const;
  Facet facet(const SearchRequest& request, const FacetSpec& spec, const ReferenceLevel& level);

  SynonymSets synonyms_;
  std::shared_ptr<const Ranking> ranking_ = Ranking::built_in();
  const std::vector<Product>& products_;
  const Catalogue& catalogue_;
  std::vector<TitleWords> titles_;   ///< by product; terms_ fills it
  std::vector<ProductTerms> terms_;  ///< by product
  ReferenceIndex index_;
  Analyzer analyzer_;
};

}  // namespace souk::testing
