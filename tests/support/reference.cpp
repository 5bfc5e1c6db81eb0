#include "tests/support/reference.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "analyzers/analyzer.h"
#include "data/formats.h"
#include "indexer/product_terms.h"
#include "query/plan.h"
#include "query/ranking.h"
#include "tests/support/reference_filter.h"

namespace souk::testing {
namespace {

using Terms = ProductTerms;

std::uint64_t frequency(const std::vector<Terms>& all, const std::string& term) {
  const auto found =
      std::count_if(all.begin(), all.end(), [&](const Terms& t) { return t.contains(term); });
  return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(found));
}

bool occurs(const Alternative& alternative, const std::vector<Terms>& all) {
  return std::all_of(alternative.terms.begin(), alternative.terms.end(), [&](const auto& term) {
    return std::any_of(all.begin(), all.end(), [&](const Terms& t) { return t.contains(term); });
  });
}

/// What the terms of an alternative are worth each; a joined word's by what the word itself is.
std::vector<double> idfs_of(const Alternative& alternative, const QueryWord& word,
                            const std::vector<Terms>& all, const std::vector<Terms>& counted) {
  const auto uncapped = [&](const Alternative& each) {
    std::vector<double> idfs;
    for (const std::string& term : each.terms) {
      idfs.push_back(inverse_document_frequency(counted.size(), frequency(counted, term)));
    }
    return idfs;
  };
  // The word's own terms are one word, as rare as they are together; without any, the rarest of the
  // first way that occurs says how rare it is.
  std::uint64_t together = 0;
  std::optional<double> own;
  for (const Alternative& each : word.alternatives) {
    if (!occurs(each, all)) continue;
    if (each.terms.size() == 1 && !each.derived) together += frequency(counted, each.terms[0]);
    const std::vector<double> first = uncapped(each);
    if (!own) own = *std::max_element(first.begin(), first.end());
  }
  if (together != 0) {
    own = inverse_document_frequency(counted.size(),
                                     std::min<std::uint64_t>(together, counted.size()));
  }
  std::vector<double> idfs = uncapped(alternative);
  cap_idfs(idfs, own.value_or(0));
  return idfs;
}

/// The term that terms_of() gives a product for every category it is below.
std::string category_term(CategoryTree::NodeId node) { return fmt::format("#{}", node); }

/// What a word's sets of synonyms are worth: each like a term, but no more than the word itself.
std::vector<double> synonym_idfs(const QueryWord& word, const std::vector<Terms>& all,
                                 const std::vector<Terms>& counted) {
  double own = 0;
  for (const Alternative& each : word.alternatives) {
    if (!occurs(each, all)) continue;
    for (const double idf : idfs_of(each, word, all, counted)) own = std::max(own, idf);
  }
  std::vector<double> idfs;
  for (const SynonymSet* set : word.synonyms) {
    const auto df = static_cast<std::uint64_t>(std::count_if(
        counted.begin(), counted.end(), [&](const Terms& t) { return mask_of(*set, t); }));
    const double idf = inverse_document_frequency(counted.size(), std::max<std::uint64_t>(df, 1));
    idfs.push_back(own > 0 ? std::min(idf, own) : idf);
  }
  return idfs;
}

/// The best points that synonyms give.
std::uint32_t synonym_points(const QueryWord& word, const std::vector<double>& idfs,
                             const Terms& terms, const Ranking& ranking) {
  std::uint32_t best = 0;
  for (std::size_t i = 0; i < word.synonyms.size(); ++i) {
    const SynonymSet& set = *word.synonyms[i];
    const auto mask = mask_of(set, terms);
    if (mask) best = std::max(best, TermWeight(idfs[i], set.weight, ranking).points(*mask));
  }
  return best;
}

/// Points of a word for one product: its best alternative's. `all`: every product there is an index
/// of, `counted`: those that document frequencies are of.
std::uint32_t points(const QueryWord& word, bool prefix, const Terms& terms,
                     const std::vector<Terms>& all, const std::vector<Terms>& counted,
                     const Ranking& ranking) {
  std::uint32_t best = 0;
  for (const Alternative& alternative : word.alternatives) {
    const bool complete = std::all_of(alternative.terms.begin(), alternative.terms.end(),
                                      [&](const auto& term) { return terms.contains(term); });
    if (!complete) continue;
    double idf = 0;
    for (const double each : idfs_of(alternative, word, all, counted)) idf += each;
    FieldMask worst = terms.at(alternative.terms.front());
    for (const std::string& term : alternative.terms) worst = worse_mask(worst, terms.at(term));
    best = std::max(best, TermWeight(idf, alternative.weight, ranking).points(worst));
  }
  if (!prefix) return best;
  std::uint64_t postings = 0;
  for (const Terms& each : counted) {
    for (const auto& [term, mask] : each) postings += term.starts_with(word.surface) ? 1 : 0;
  }
  const double idf =
      inverse_document_frequency(counted.size(), std::min<std::uint64_t>(postings, counted.size()));
  for (const auto& [term, mask] : terms) {
    if (term.starts_with(word.surface)) {
      best = std::max(best, TermWeight(idf, ranking.prefix, ranking).points(mask));
    }
  }
  return best;
}

/// Does a title of the product have the phrase's atoms next to each other?
bool has_phrase_in_title(const QueryPhrase& phrase, const Product& product, Analyzer& analyzer) {
  for (const auto& title : product.title.entries) {
    const auto atoms = analyzer.atoms(title.text, Language::from_tag(title.lang));
    for (std::size_t at = 0; at + phrase.atoms.size() <= atoms.size(); ++at) {
      bool same = true;
      for (std::size_t i = 0; i < phrase.atoms.size(); ++i) {
        same = same && atoms[at + i] == phrase.atoms[i];
      }
      if (same) return true;
    }
  }
  return false;
}

bool is_excluded(const Query& query, const Product& product, const Terms& terms,
                 Analyzer& analyzer) {
  for (const QueryPhrase& phrase : query.phrases) {
    if (!has_phrase_in_title(phrase, product, analyzer)) return true;
  }
  for (const QueryPhrase& phrase : query.excluded_phrases) {
    if (has_phrase_in_title(phrase, product, analyzer)) return true;
  }
  for (const QueryWord& word : query.excluded) {
    for (const Alternative& option : word.alternatives) {
      const bool has = std::all_of(option.terms.begin(), option.terms.end(),
                                   [&](const auto& term) { return terms.contains(term); });
      if (has) return true;
    }
  }
  return false;
}

/// By count descending, then value; the first `most`, and the selected ones.
void finish(std::vector<FacetValue>& values, std::size_t most,
            const std::set<std::string>& selected) {
  std::sort(values.begin(), values.end(), [](const FacetValue& a, const FacetValue& b) {
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  });
  std::vector<FacetValue> kept;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i < most || selected.contains(values[i].value)) kept.push_back(values[i]);
  }
  values = kept;
}

/// `titles`: where the products' records of the forward index go, if anywhere.
std::vector<Terms> terms_of(const std::vector<Product>& products, const Catalogue& catalogue,
                            std::vector<TitleWords>* titles = nullptr) {
  std::vector<Terms> all;
  TermCollector collector;
  for (const Product& product : products) {
    Terms& terms = all.emplace_back();
    for (const auto& [term, mask] : collector.collect(product, catalogue)) {
      terms.emplace(std::string(term), mask);
    }
    if (titles != nullptr) titles->push_back(collector.title_words());
    if (const std::uint32_t category = catalogue.category_code(product); category != 0) {
      const auto& nodes = catalogue.categories.nodes();
      for (auto node = category - 1; node != CategoryTree::kNone; node = nodes[node].parent) {
        terms.emplace(category_term(node), field::kCategory);
      }
    }
  }
  return all;
}

}  // namespace

std::optional<FieldMask> mask_of(const SynonymSet& set, const ProductTerms& terms) {
  std::optional<FieldMask> best;
  if (set.category && terms.contains(category_term(*set.category))) best = field::kCategory;
  for (const auto& way : set.ways) {
    std::optional<FieldMask> worst;
    const bool complete = std::all_of(way.begin(), way.end(), [&](const auto& term) {
      const auto found = terms.find(term);
      if (found == terms.end()) return false;
      worst = worst ? worse_mask(*worst, found->second) : found->second;
      return true;
    });
    if (complete && (!best || is_better_mask(*worst, *best))) best = worst;
  }
  return best;
}

Reference::Reference(const std::vector<Product>& products, const Catalogue& catalogue,
                     const std::vector<Product>& counted, const Catalogue& counted_catalogue)
    : products_(products),
      catalogue_(catalogue),
      terms_(terms_of(products, catalogue, &titles_)),
      index_{terms_, terms_of(counted, counted_catalogue)} {
  index_.all.insert(index_.all.end(), index_.counted.begin(), index_.counted.end());
}

void Reference::also_indexed(const std::vector<Product>& products) {
  for (Terms& terms : terms_of(products, catalogue_)) index_.all.push_back(std::move(terms));
}

std::vector<Reference::Scored> Reference::matches(const SearchRequest& request,
                                                  const ReferenceLevel& level) {
  const Query query = analyzer_.parse_query(request.q, Language::from_tag(request.lang), synonyms_,
                                            request.prefix_last);
  std::vector<Scored> result;
  const bool blank = request.q.find_first_not_of(' ') == std::string::npos;
  if (query.words.empty() && query.excluded.empty() && query.excluded_phrases.empty() && !blank) {
    return result;
  }
  std::vector<QueryWord> words = level.words;
  words.insert(words.end(), level.optional.begin(), level.optional.end());
  std::vector<std::vector<double>> idfs;  // of synonyms, by word
  for (const QueryWord& word : words) {
    idfs.push_back(synonym_idfs(word, index_.all, index_.counted));
  }
  for (std::size_t i = 0; i < products_.size(); ++i) {
    if (!passes(request, products_[i], catalogue_)) continue;
    if (is_excluded(query, products_[i], terms_[i], analyzer_)) continue;
    std::uint32_t score = 0;
    bool matches = true;
    for (std::size_t w = 0; w < words.size(); ++w) {
      const bool prefix = !level.prefix.empty() && words[w].surface == level.prefix;
      const std::uint32_t word =
          std::max(points(words[w], prefix, terms_[i], index_.all, index_.counted, *ranking_),
                   synonym_points(words[w], idfs[w], terms_[i], *ranking_));
      matches = matches && (word != 0 || w >= level.words.size());
      score += word;
    }
    const bool any = level.words.empty() && !level.optional.empty();
    if (matches && (!any || score != 0)) result.push_back({&products_[i], score});
  }
  return result;
}

std::vector<Reference::Scored> Reference::ordered(const SearchRequest& request,
                                                  const ReferenceLevel& level,
                                                  std::vector<Scored> result) {
  const auto earlier = [&](const Scored& a, const Scored& b) {
    if (request.sort == Sort::relevance && a.score != b.score) return a.score > b.score;
    if (request.sort != Sort::relevance) {
      const int order = compare(request.sort, *a.product, *b.product, catalogue_.rates);
      if (order != 0) return order < 0;
    }
    if (a.product->sales != b.product->sales) return a.product->sales > b.product->sales;
    return a.product->id < b.product->id;
  };
  std::sort(result.begin(), result.end(), earlier);
  if (request.group) {
    std::set<std::string> seen;
    std::erase_if(result, [&](const Scored& each) {
      const std::string& group = each.product->group;
      return !group.empty() && !seen.insert(casefold(group)).second;
    });
  }
  if (request.sort != Sort::relevance || (level.words.empty() && level.optional.empty())) {
    return result;
  }
  const auto again = std::min(result.size(), static_cast<std::size_t>(ranking_->second_hits));
  for (std::size_t i = 0; i < again; ++i) {
    result[i].score =
        static_cast<std::uint32_t>(result[i].score * factor(*result[i].product, level));
  }
  std::sort(result.begin(), result.begin() + static_cast<std::ptrdiff_t>(again), earlier);
  return result;
}

double Reference::factor(const Product& product, const ReferenceLevel& level) const {
  const TitleWords& title = titles_[static_cast<std::size_t>(&product - products_.data())];
  const auto& asked = level.words.empty() ? level.optional : level.words;
  std::size_t pairs = 0;
  for (std::size_t w = 1; w < asked.size(); ++w) {
    const std::string pair{static_cast<char>(TitleWords::byte_of(asked[w - 1].key)),
                           static_cast<char>(TitleWords::byte_of(asked[w].key))};
    const std::string words(title.words.begin(), title.words.end());
    pairs += words.find(pair) != std::string::npos ? 1 : 0;
  }
  SecondPhase parts;
  if (pairs != 0) {
    parts.phrase = static_cast<double>(pairs) / static_cast<double>(asked.size() - 1);
  }
  for (std::int64_t sold = product.sales; sold > 0; sold /= 2) ++parts.sales;
  parts.title = title.title_length / 16.0;
  parts.text = title.text_length / 16.0;
  return parts.factor(*ranking_);
}

/// Level after level until there are enough hits; those of earlier ones first.
Reference::Answer Reference::answer(const SearchRequest& request) {
  const Query query = read_query(request.q, Language::from_tag(request.lang), analyzer_, synonyms_,
                                 request.prefix_last);
  const std::size_t enough = request.sort == Sort::relevance ? kRelaxBelow : 1;
  Answer answer;
  for (auto& level : reference_levels(request, query, index_, analyzer_, synonyms_, *ranking_)) {
    const auto found = matches(request, level);
    answer.products = found.size();
    std::set<std::string> known;
    const auto key = [&](const Scored& each) {
      const bool grouped = request.group && !each.product->group.empty();
      return grouped ? "g" + casefold(each.product->group) : "p" + each.product->id;
    };
    for (const Scored& each : answer.ordered) known.insert(key(each));
    for (const Scored& each : ordered(request, level, found)) {
      if (!known.contains(key(each))) answer.ordered.push_back(each);
    }
    answer.level = std::move(level);
    if (answer.ordered.size() >= enough) break;
  }
  return answer;
}

std::vector<std::string> Reference::all_ids(const SearchRequest& request) {
  std::vector<std::string> ids;
  for (const Scored& each : answer(request).ordered) ids.push_back(each.product->id);
  return ids;
}

ReferencePage Reference::search(const SearchRequest& request) {
  ReferencePage page;
  const Answer found = answer(request);
  page.relaxation = found.level.name;
  page.total_products = found.products;
  page.total = found.ordered.size();
  const std::size_t skip = std::size_t{request.page - 1} * request.per_page;
  for (std::size_t i = skip; i < found.ordered.size() && page.ids.size() < request.per_page; ++i) {
    page.ids.push_back(found.ordered[i].product->id);
  }
  for (const FacetSpec& spec : request.facets) {
    page.facets.push_back(facet(request, spec, found.level));
  }
  return page;
}

Facet Reference::facet(const SearchRequest& request, const FacetSpec& spec,
                       const ReferenceLevel& level) {
  using Kind = FacetSpec::Kind;
  Facet facet;
  facet.key = spec.key();
  SearchRequest open = request;  // without the facet's own parameter
  std::set<std::string> selected;
  std::map<std::string, FacetValue> counted;  // by folded key
  const auto select = [&](const std::vector<std::string>& values) {
    for (const std::string& value : values) counted[casefold(value)] = {value, value, 0};
  };
  const auto count = [&](const std::string& value) {
    auto& entry = counted[casefold(value)];
    if (entry.count++ == 0) entry.value = entry.label = value;
  };
  switch (spec.kind) {
    case Kind::brand:
      open.brand.clear();
      select(request.brand);
      for (const Scored& m : matches(open, level)) {
        if (!m.product->brand.empty()) count(m.product->brand);
      }
      for (const std::string& value : request.brand)
        selected.insert(counted[casefold(value)].value);
      break;
    case Kind::attribute:
      std::erase_if(open.attributes, [&](const auto& a) { return a.name == spec.attribute; });
      for (const auto& a : request.attributes) {
        if (a.name == spec.attribute) select(a.values);
      }
      for (const Scored& m : matches(open, level)) {
        for (const Attribute& a : m.product->attributes) {
          if (a.name != spec.attribute) continue;
          for (const AttributeValue& value : a.values) count(canonical(value));
        }
      }
      for (const auto& a : request.attributes) {
        if (a.name != spec.attribute) continue;
        for (const std::string& value : a.values) selected.insert(counted[casefold(value)].value);
      }
      break;
    case Kind::shop:
      open.shop.clear();
      selected.insert(request.shop.begin(), request.shop.end());
      for (const std::string& id : request.shop) counted[id] = {id, id, 0};
      for (const Scored& m : matches(open, level)) {
        if (!m.product->shop_id.empty()) ++counted[m.product->shop_id].count;
      }
      for (auto& [id, value] : counted) {
        value.value = value.label = id;
        for (const Shop& shop : catalogue_.shops) {
          if (shop.id == id && !shop.name.empty()) value.label = shop.name;
        }
      }
      break;
    case Kind::free_shipping:
      open.free_shipping.reset();
      if (request.free_shipping) select({*request.free_shipping ? "true" : "false"});
      for (const Scored& m : matches(open, level))
        count(m.product->free_shipping ? "true" : "false");
      break;
    case Kind::rating:
      open.rating_min.reset();
      for (const char* n : {"1", "2", "3", "4"}) {
        counted[n] = {n, n, 0};
        for (const Scored& m : matches(open, level)) {
          if (m.product->rating && *m.product->rating >= n[0] - '0') ++counted[n].count;
        }
      }
      break;
    case Kind::price: {
      open.price_min.reset();
      open.price_max.reset();
      facet.is_price = true;
      std::set<std::int64_t> prices;
      for (const Scored& m : matches(open, level)) {
        if (const auto price = base_price(*m.product, catalogue_.rates)) prices.insert(*price);
      }
      const Currency unit = request.currency.value_or(catalogue_.rates.base());
      if (!prices.empty()) {
        facet.min = catalogue_.rates.from_base(*prices.begin(), unit);
        facet.max = catalogue_.rates.from_base(*prices.rbegin(), unit);
      }
      return facet;
    }
    case Kind::category: {
      const CategoryTree& tree = catalogue_.categories;
      std::set<CategoryTree::NodeId> listed;
      for (const std::string& asked : request.category) {
        const auto node = tree.find(asked);
        if (!node) {
          counted[asked] = {asked, asked, 0};
          selected.insert(asked);
          continue;
        }
        listed.insert(*node);
        selected.insert(tree.nodes()[*node].id);
        for (const auto child : tree.children(*node)) listed.insert(child);
      }
      if (request.category.empty()) {
        for (const auto root : tree.children(CategoryTree::kNone)) listed.insert(root);
      }
      open.category.clear();
      for (const auto node : listed) {
        FacetValue value{tree.nodes()[node].id, std::string(tree.label(node, request.lang)), 0};
        for (const Scored& m : matches(open, level)) {
          if (is_below(*m.product, node, catalogue_)) ++value.count;
        }
        if (value.count != 0 || selected.contains(value.value)) counted[value.value] = value;
      }
      break;
    }
  }
  for (auto& [key, value] : counted) facet.values.push_back(value);
  const bool fixed = spec.kind == Kind::rating || spec.kind == Kind::free_shipping;
  finish(facet.values, fixed ? 10 : request.max_facet_values, selected);
  return facet;
}

}  // namespace souk::testing
