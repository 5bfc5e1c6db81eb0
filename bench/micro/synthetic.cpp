#include "bench/micro/synthetic.h"

#include <algorithm>
#include <functional>
#include <map>
#include <random>

#include "data/product_json.h"
#include "indexer/memory_segment.h"
#include "indexer/sample/sample.h"

namespace souk::bench {

std::vector<Docid> random_docids(std::size_t one_in, std::uint64_t seed, std::size_t documents) {
  std::mt19937_64 random(seed);
  std::geometric_distribution<std::size_t> gap(1 / static_cast<double>(std::max(one_in, 2UL)));
  std::vector<Docid> docids;
  docids.reserve(documents / one_in + 1);
  for (std::size_t doc = 0;; ++doc) {
    if (one_in > 1) doc += gap(random);
    if (doc >= documents) return docids;
    docids.push_back(static_cast<Docid>(doc));
  }
}

const std::vector<std::vector<Docid>>& random_sets(std::size_t one_in) {
  static std::map<std::size_t, std::vector<std::vector<Docid>>> made;
  auto& sets = made[one_in];
  while (sets.size() < kSets) sets.push_back(random_docids(one_in, 1'000 + sets.size()));
  return sets;
}

Bitsets::Bitsets(std::size_t count, std::size_t documents)
    : count_(count), words_(bitset_words(documents)), memory_(count * words_ + 7) {
  const auto address = reinterpret_cast<std::uintptr_t>(memory_.data());
  first_ = memory_.data() + (64 - address % 64) % 64 / sizeof(std::uint64_t);
}

void Bitsets::set(std::size_t i, std::span<const Docid> docids) {
  for (const Docid doc : docids) set_bit({(*this)[i], words_}, doc);
}

void Bitsets::fill_at_random(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::generate(first_, first_ + count_ * words_, std::ref(random));
}

SyntheticWord::SyntheticWord(std::size_t one_in, std::uint64_t seed) {
  SectionWriter out;
  PostingsWriter writer(out, kDocuments);
  writer.add_term("word");
  std::mt19937_64 random(seed + 1);
  for (const Docid doc : random_docids(one_in, seed)) {
    const auto mask = random() % 3;
    writer.add_posting(doc, mask == 0   ? field::kTitle
                            : mask == 1 ? field::kDescription
                                        : field::kTitle | field::kDescription);
  }
  writer.finish();
  file_ = SectionFile::over(hold_bytes(out.finish_bytes()), "postings").value();
  postings_ = Postings::open(file_).value();
  list_ = postings_.list("word");
}

PlannedWord SyntheticWord::planned() const {
  PlannedTerm term;
  term.text = "word";
  term.document_frequency = list_.size();
  term.idf = inverse_document_frequency(kDocuments, list_.size());
  term.lists = {list_};
  PlannedWord word;
  word.ranking = Ranking::built_in().get();
  word.surface = term.text;
  const double idf = term.idf;
  word.alternatives.push_back({{std::move(term)}, 1, idf});
  return word;
}

namespace {

Snapshot make_snapshot() {
  const SampleCatalogue sample({.products = 20'000, .seed = 1});
  FeedParser parser;
  std::string line;
  std::vector<Product> products;
  for (std::uint64_t i = 0; i < sample.product_count(); ++i) {
    line.clear();
    sample.append_product(i, line);
    products.push_back(parser.product(line).value());
  }
  std::vector<Shop> shops;
  for (std::uint64_t i = 0; i < sample.shop_count(); ++i) {
    line.clear();
    sample.append_shop(i, line);
    shops.push_back(parser.shop(line).value());
  }
  Snapshot snapshot;
  snapshot.generation = 1;
  snapshot.rates =
      Rates::from_map(*Currency::find("USD"), {{"EUR", 1.085}, {"GBP", 1.27}, {"JPY", 0.0067}});
  const Catalogue catalogue =
      make_catalogue(std::move(shops), parse_categories(sample.categories_json()).value(),
                     snapshot.rates, "en", products);
  snapshot.categories = std::make_shared<const CategoryTree>(catalogue.categories);
  snapshot.shops =
      build_memory_shops(catalogue, std::vector<std::uint32_t>(catalogue.shops.size())).value();
  snapshot.segments.push_back(build_memory_segment(std::move(products), catalogue).value());
  return snapshot;
}

}  // namespace

const Snapshot& sample_snapshot() {
  static const Snapshot snapshot = make_snapshot();
  return snapshot;
}

SearchRequest request_of(const std::vector<Param>& params) {
  return parse_search_request(params).value();
}

}  // namespace souk::bench
