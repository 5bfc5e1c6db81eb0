// Writes what every engine indexes and asks, so that all of them do the same work.
//
// The catalogue: the products of a feed, in feed order, each with the terms that Souk finds it by
// (TermCollector), the columns that the queries need and the JSON that a hit shows. The log:
// N queries a kind (--queries), each of 1–4 words taken from the title of a product drawn uniformly
// (--seed), in that product's language, as Souk's analyzer reads them for match=all: an AND of
// words, each an OR of alternatives. Queries of a kind are distinct, but for browse, of which there
// are only as many as there are categories.
//
//   relevance  words, best match             facets  words, free shipping only, exact counts of
//   price      words, price_asc                      brands and root categories
//   sales      words, sales                  filter  words, a price from 5.00 to 49.99, best match
//   browse     a category's subtree, sales   group   words, best match, variants collapsed
//
// Files (integers little-endian):
//   products.bin    see ProductRecord in workload.h
//   terms.txt       line n (from 0): the bytes of term n
//   categories.tsv  node + 1, parent's node + 1 (0: none), id, name
//   brands.tsv      code, name
//   queries.tsv     kind, q, lang, category node + 1, category id, words: ';' between words, '|'
//                   between alternatives, '+' between their terms; '-' is a word nothing matches

#include <fmt/format.h>
#include <simdjson.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <random>
#include <set>
#include <unordered_map>

#include "bench/peers/workload.h"
#include "bench/title_words.h"
#include "data/feed_reader.h"
#include "data/formats.h"
#include "data/product_json.h"
#include "data/store.h"
#include "indexer/catalogue.h"
#include "indexer/product_terms.h"
#include "query/page_json.h"
#include "query/search.h"

namespace souk::peers {
namespace {

/// Numbers strings in the order they come.
class Numbering {
 public:
  std::uint32_t number(std::string_view text) {
    const auto next = static_cast<std::uint32_t>(numbers_.size());
    return numbers_.emplace(std::string(text), next).first->second;
  }
  [[nodiscard]] std::optional<std::uint32_t> find(const std::string& text) const {
    const auto found = numbers_.find(text);
    if (found == numbers_.end()) return std::nullopt;
    return found->second;
  }
  [[nodiscard]] std::vector<std::string_view> texts() const {
    std::vector<std::string_view> texts(numbers_.size());
    for (const auto& [text, number] : numbers_) texts[number] = text;
    return texts;
  }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

struct ShownHit {
  std::uint32_t rank = 0;
  std::string json;
};

/// Every product's place in the sales order and its hit as Souk sends it, read off its own pages.
std::unordered_map<std::string, ShownHit> shown_hits(const Snapshot& snapshot) {
  std::unordered_map<std::string, ShownHit> hits;
  hits.reserve(snapshot.products());
  Searcher searcher;
  simdjson::ondemand::parser parser;
  SearchRequest request =
      parse_search_request({{"sort", "sales"}, {"per_page", "200"}, {"lang", "en"}}).value();
  std::uint32_t rank = 0;
  do {
    const ResultPage page = searcher.search(request, snapshot).value();
    std::string text;
    append_page(text, page, searcher.analyzer()).value();
    const simdjson::padded_string padded(text);
    auto document = parser.iterate(padded);
    for (auto hit : document["hits"]) {
      auto object = hit.get_object().value();
      const std::string id(object["id"].get_string().value());
      object.reset();
      hits[id] = {rank++, std::string(object.raw_json().value())};
    }
    request.after = page.after;
  } while (request.after);
  return hits;
}

Catalogue catalogue_of(const Snapshot& snapshot) {
  Catalogue catalogue{*snapshot.categories, {}, {}, snapshot.rates, snapshot.default_lang};
  for (std::uint32_t s = 0; s < snapshot.shops->size(); ++s) {
    catalogue.shops.push_back(snapshot.shops->shop(s));
  }
  return catalogue;
}

struct Title {
  std::string lang;
  std::string text;
};

class Writer {
 public:
  Writer(const Snapshot& snapshot, std::string dir)
      : snapshot_(snapshot), catalogue_(catalogue_of(snapshot)), dir_(std::move(dir)) {}

  void products(const std::string& feed) {
    auto hits = shown_hits(snapshot_);
    auto out = file("products.bin");
    FeedParser parser(snapshot_.default_lang);
    auto reader = FeedReader::open(feed).value();
    std::string record;
    for (auto line = reader.next().value(); line.number != 0; line = reader.next().value()) {
      const Product product = parser.product(line.text).value();
      const auto hit = hits.extract(product.id);
      if (hit.empty()) throw std::runtime_error("not in the store, or twice: " + product.id);
      record.clear();
      append(record, product, hit.mapped());
      out << record;
      const auto& title = product.title.entries.front();
      titles_.push_back({product.lang, title.text});
    }
    if (titles_.size() != snapshot_.products()) throw std::runtime_error("not the store's feed");
  }

  void names() {
    auto terms = file("terms.txt");
    for (const auto text : terms_.texts()) terms << text << '\n';
    auto brands = file("brands.tsv");
    const auto brand_names = brands_.texts();
    for (std::size_t i = 0; i < brand_names.size(); ++i) {
      brands << i + 1 << '\t' << brand_names[i] << '\n';
    }
    auto categories = file("categories.tsv");
    const auto& nodes = snapshot_.categories->nodes();
    for (CategoryTree::NodeId node = 0; node < nodes.size(); ++node) {
      categories << node + 1 << '\t' << nodes[node].parent + 1 << '\t' << nodes[node].id << '\t'
                 << snapshot_.categories->label(node, "en") << '\n';
    }
  }

  void queries(int count, std::uint64_t seed) {
    random_.seed(seed);
    auto out = file("queries.tsv");
    std::array<std::set<std::string>, kKinds.size()> seen;
    for (int i = 0; i < count; ++i) {
      for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
        std::string query;
        for (int attempt = 0; query.empty(); ++attempt) {
          if (attempt == 1000) throw std::runtime_error("too few distinct queries");
          std::string next = kKinds[kind] == "browse" ? browse() : words();
          if (kKinds[kind] == "browse" || seen[kind].insert(next).second) query = std::move(next);
        }
        out << kKinds[kind] << '\t' << query << '\n';
      }
    }
  }

 private:
  [[nodiscard]] std::ofstream file(const char* name) const {
    std::ofstream out(dir_ + "/" + name, std::ios::binary);
    out.exceptions(std::ios::badbit | std::ios::failbit);
    return out;
  }
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

  void append(std::string& out, const Product& product, const ShownHit& hit) {
    ProductRecord record;
    record.rank = hit.rank;
    record.category = catalogue_.category_code(product);
    if (!product.brand.empty()) record.brand = brands_.number(casefold(product.brand)) + 1;
    if (!product.group.empty()) record.group = groups_.number(casefold(product.group)) + 1;
    record.free_shipping = product.free_shipping ? 1 : 0;
    record.sales = product.sales;
    if (product.price) record.price = catalogue_.rates.to_base(*product.price).value_or(kNoPrice);
    record.created_at = product.created_at.value_or(0);
    const auto entries = collector_.collect(product, catalogue_);
    record.terms = static_cast<std::uint32_t>(entries.size());
    record.id_bytes = static_cast<std::uint32_t>(product.id.size());
    record.card_bytes = static_cast<std::uint32_t>(hit.json.size());
    out.append(reinterpret_cast<const char*>(&record), sizeof record);
    for (const auto& entry : entries) {
      const std::uint32_t term = terms_.number(entry.term);
      out.append(reinterpret_cast<const char*>(&term), sizeof term);
    }
    for (const auto& entry : entries) out += static_cast<char>(entry.mask);
    out += product.id;
    out += hit.json;
    out.resize((out.size() + 7) / 8 * 8);
  }

  std::string browse() {
    const auto node = static_cast<CategoryTree::NodeId>(below(snapshot_.categories->size()));
    return fmt::format("\ten\t{}\t{}\t", node + 1, snapshot_.categories->nodes()[node].id);
  }

  /// A query's columns, or nothing where it has no words.
  std::string words() {
    const Title& title = titles_[below(titles_.size())];
    const std::string text = draw_words(title.text, random_);
    std::string groups;
    const souk::Query query = read_query(text, Language::from_tag(title.lang), analyzer_);
    for (const QueryWord& word : query.words) {
      groups += groups.empty() ? "" : ";";
      groups += alternatives(word);
    }
    if (groups.empty() || text.find('\t') != std::string::npos) return {};
    return fmt::format("{}\t{}\t0\t\t{}", text, title.lang, groups);
  }

  std::string alternatives(const QueryWord& word) {
    std::string out;
    for (const Alternative& alternative : word.alternatives) {
      std::string option;
      for (const std::string& term : alternative.terms) {
        const auto number = terms_.find(term);
        if (!number) {
          option.clear();
          break;
        }
        option += fmt::format("{}{}", option.empty() ? "" : "+", *number);
      }
      if (option.empty()) continue;
      out += out.empty() ? "" : "|";
      out += option;
    }
    return out.empty() ? "-" : out;
  }

  const Snapshot& snapshot_;
  Catalogue catalogue_;
  std::string dir_;
  Analyzer analyzer_;
  TermCollector collector_;
  Numbering terms_;
  Numbering brands_;
  Numbering groups_;
  std::vector<Title> titles_;
  std::mt19937_64 random_;
};

}  // namespace
}  // namespace souk::peers

int main(int argc, char** argv) {
  CLI::App app("Writes the catalogue and the query log that bench/peers gives every engine");
  std::string feed;
  std::string store;
  std::string out;
  int queries = 5000;
  std::uint64_t seed = 1;
  app.add_option("--feed", feed, "The products")->required();
  app.add_option("--store", store, "The store built from them")->required();
  app.add_option("--out", out, "Directory for the files")->required();
  app.add_option("--queries", queries, "Queries of each kind")->check(CLI::PositiveNumber);
  app.add_option("--seed", seed, "Of the draw");
  CLI11_PARSE(app, argc, argv);
  try {
    const auto snapshot = souk::Snapshot::of(souk::Store(store).open_current().value());
    souk::peers::Writer writer(*snapshot, out);
    writer.products(feed);
    writer.names();
    writer.queries(queries, seed);
  } catch (const std::exception& e) {
    fmt::print(stderr, "souk-bench-workload: {}\n", e.what());
    return 1;
  }
}
