#include "indexer/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <future>
#include <map>
#include <numeric>
#include <tuple>

#include "data/file_io.h"
#include "data/formats.h"
#include "data/json_writer.h"
#include "data/product_json.h"
#include "indexer/chunk.h"
#include "indexer/product_row.h"
#include "indexer/xapian_index.h"

namespace souk {
namespace {

constexpr std::size_t kMostMessages = 10;

/// Collects messages, the first ten.
class Findings {
 public:
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    if (messages_.size() < kMostMessages) {
      messages_.push_back(fmt::format(format, std::forward<Args>(args)...));
    }
  }
  std::vector<std::string> take() { return std::move(messages_); }

 private:
  std::vector<std::string> messages_;
};

bool ascending(std::span<const Docid> docids, std::size_t bound) {
  return (docids.empty() || docids.back() < bound) &&
         std::adjacent_find(docids.begin(), docids.end(), std::greater_equal<>()) == docids.end();
}

std::size_t zeros(const CodeColumn& codes) {
  return codes.with([&](const auto* values) {
    return static_cast<std::size_t>(std::count(values, values + codes.size(), 0));
  });
}

void check_orders(const Segment& s, Findings& found) {
  for (const Sort sort : {Sort::price_asc, Sort::price_desc, Sort::reviews, Sort::rating,
                          Sort::free_shipping, Sort::newest}) {
    const auto order = s.columns.order(sort);
    const auto ranks = s.columns.ranks(sort);
    for (std::uint32_t rank = 0; rank < order.size(); ++rank) {
      if (order[rank] >= s.size() || ranks[order[rank]] != rank) {
        found.add("columns: order {} is not a permutation at rank {}", static_cast<int>(sort),
                  rank);
        break;
      }
      if (rank != 0 && std::pair(s.columns.key(sort, order[rank - 1]), order[rank - 1]) >
                           std::pair(s.columns.key(sort, order[rank]), order[rank])) {
        found.add("columns: order {} descends at rank {}", static_cast<int>(sort), rank);
        break;
      }
    }
  }
  for (Docid doc = 1; doc < s.size(); ++doc) {
    const auto before = std::pair(-s.columns.sales(doc - 1), s.ids[doc - 1]);
    if (before >= std::pair(-s.columns.sales(doc), s.ids[doc])) {
      found.add("columns: docid {} is out of sales order", doc);
    }
    if (s.ids[s.id_order[doc - 1]] >= s.ids[s.id_order[doc]]) {
      found.add("columns: the order of ids is broken at {}", doc);
    }
  }
}

void check_lists(const Segment& s, Findings& found) {
  const auto strings = [&](const StringColumn& column, std::string_view name) {
    std::size_t listed = 0;
    for (std::uint32_t code = 1; code < column.code_count(); ++code) {
      const auto docids = column.docids(code);
      listed += docids.size();
      if (!ascending(docids, s.size()) || !std::all_of(docids.begin(), docids.end(), [&](Docid d) {
            return column.code(d) == code;
          })) {
        found.add("columns: the list of {} \"{}\" disagrees with its codes", name,
                  column.key(code));
      }
    }
    const std::size_t coded = s.size() - zeros(column.codes());
    if (listed != coded) found.add("columns: {} lists {} products of {}", name, listed, coded);
  };
  strings(s.brand, "brand");
  strings(s.group, "group");
  strings(s.gtin, "gtin");
  strings(s.mpn, "mpn");
  std::uint64_t listed = 0;
  std::uint64_t held = 0;
  for (std::uint32_t code = 0; code < s.attributes.code_count(); ++code) {
    const auto docids = s.attributes.docids(code);
    listed += docids.size();
    const auto has = [&](Docid doc) {
      const auto codes = s.attributes.of(doc);
      return std::find(codes.begin(), codes.end(), code) != codes.end();
    };
    if (!ascending(docids, s.size()) || !std::all_of(docids.begin(), docids.end(), has)) {
      found.add("columns: attribute code {} has a broken list", code);
    }
  }
  for (Docid doc = 0; doc < s.size(); ++doc) held += s.attributes.of(doc).size();
  if (listed != held) found.add("columns: attributes list {} values of {}", listed, held);
}

void check_shops(const Segment& s, const ShopDirectory& shops, Findings& found) {
  std::size_t listed = 0;
  for (std::uint32_t shop = 0; shop < shops.size(); ++shop) {
    const auto docids = s.shop_docids[shop];
    listed += docids.size();
    const auto sells = [&](Docid doc) { return s.shop[doc] == shop + 1; };
    if (!ascending(docids, s.size()) || !std::all_of(docids.begin(), docids.end(), sells)) {
      found.add("columns: shop \"{}\" has a broken list", shops.id(shop));
    }
    if (shops.product_count(shop) != docids.size()) {
      found.add("shops: \"{}\" counts {} products of {}", shops.id(shop), shops.product_count(shop),
                docids.size());
    }
    if (shop != 0 && shops.id(shop - 1) >= shops.id(shop)) {
      found.add("shops: \"{}\" is out of order", shops.id(shop));
    }
  }
  const std::size_t without = zeros(s.shop);
  if (listed != s.size() - without) {
    found.add("columns: shops list {} products of {}", listed, s.size() - without);
  }
}

void check_categories(const Segment& s, const CategoryTree& categories, Findings& found) {
  std::vector<std::size_t> before(categories.size() + 1, 0);  // products of the nodes before one
  for (Docid doc = 0; doc < s.size(); ++doc) {
    if (s.category[doc] != 0) ++before[s.category[doc]];
  }
  std::partial_sum(before.begin(), before.end(), before.begin());
  for (CategoryTree::NodeId node = 0; node < categories.size(); ++node) {
    const auto docids = s.category_docids[node];
    const auto end = categories.nodes()[node].end;
    const auto inside = [&](Docid doc) { return s.category[doc] > node && s.category[doc] <= end; };
    if (!ascending(docids, s.size()) || docids.size() != before[end] - before[node] ||
        !std::all_of(docids.begin(), docids.end(), inside)) {
      found.add("columns: category \"{}\" has a broken list", categories.nodes()[node].id);
    }
  }
}

void check_postings(const Postings& postings, std::string_view file, std::size_t documents,
                    Findings& found) {
  std::vector<Docid> docids;
  for (Postings::TermId term = 0; term < postings.term_count(); ++term) {
    const PostingList list = postings.list(term);
    docids.clear();
    list.append_to(docids);
    if (list.size() == 0 || docids.size() != list.size() || !ascending(docids, documents)) {
      found.add("{}: the list of \"{}\" is empty or does not ascend", file, postings.term(term));
    }
    for (std::size_t i = 0; list.is_dense() && i < docids.size(); ++i) {
      if (list.rank(docids[i]) == i) continue;
      found.add("{}: the ranks of \"{}\" disagree with its bits", file, postings.term(term));
      break;
    }
    for (std::size_t i = 0; list.has_buckets() && i < docids.size(); ++i) {
      if (list.find(docids[i]) == i) continue;
      found.add("{}: the buckets of \"{}\" disagree with its docids", file, postings.term(term));
      break;
    }
    if (term != 0 && postings.term(term - 1) >= postings.term(term)) {
      found.add("{}: terms are out of order at \"{}\"", file, postings.term(term));
    }
    if (postings.find(postings.term(term)) != term) {
      found.add("{}: \"{}\" is not found by its hash", file, postings.term(term));
    }
  }
}

bool same_row(const ColumnRow& a, const ColumnRow& b) {
  const auto values = [](const ColumnRow& r) {
    return std::tie(r.price, r.list_price, r.own_price, r.own_list_price, r.currency,
                    r.list_currency, r.sales, r.review_count, r.stock, r.created_at, r.flags);
  };
  return values(a) == values(b) &&
         (a.rating == b.rating || (std::isnan(a.rating) && std::isnan(b.rating)));
}

/// Columns and card against the product's own document.
void check_product(const Generation& generation, const Rates& rates, Docid doc, const Product& p,
                   Findings& found) {
  const Segment& s = *generation.segment;
  if (!same_row(s.columns.row(doc), column_row(p, rates))) {
    found.add("columns: \"{}\" has other values than its document", p.id);
  }
  for (const auto& [column, text] : {std::pair{&s.brand, &p.brand},
                                     {&s.group, &p.group},
                                     {&s.gtin, &p.gtin},
                                     {&s.mpn, &p.mpn}}) {
    const std::uint32_t code = column->code(doc);
    if ((code == 0 ? "" : column->key(code)) != casefold(*text)) {
      found.add("columns: \"{}\" has another string than \"{}\"", p.id, *text);
    }
  }
  std::vector<std::uint16_t> countries;
  for (const std::string& country : p.ships_to.value_or(std::vector<std::string>())) {
    countries.push_back(pack_country(country));
  }
  const auto listed = s.countries[s.ships_to[doc]];
  if (!std::equal(listed.begin(), listed.end(), countries.begin(), countries.end())) {
    found.add("columns: \"{}\" ships to other countries than its document", p.id);
  }
  const std::uint32_t shop = s.shop[doc];
  if ((shop == 0 ? "" : generation.shops->id(shop - 1)) != p.shop_id) {
    found.add("columns: \"{}\" has another shop than its document", p.id);
  }
  const auto card = s.cards.card(doc, "en");
  if (card && (read_json_string(card->title) != best_text(p.title, "en", p.lang) ||
               card->attributes != attributes_json(p.attributes))) {
    found.add("cards: the card of \"{}\" shows another product", p.id);
  }
}

/// The documents of the blocks from `first` to `last`.
void check_documents(const Generation& generation, bool products, std::size_t first,
                     std::size_t last, Findings& found) {
  const Segment& s = *generation.segment;
  const Rates rates = Rates::from_map(generation.manifest.currency, generation.manifest.rates);
  FeedParser parser(generation.manifest.default_lang);
  Docid doc = first == 0 ? 0 : s.documents.first_docid(first);
  for (std::size_t block = first; block < last; ++block) {
    if (doc != s.documents.first_docid(block)) {
      return found.add("documents: block {} is not the one of document {}", block, doc);
    }
    const auto lines = s.documents.block(block);
    if (!lines) return found.add("{}", lines.error().message);
    for (std::size_t at = 0; at < lines->size(); ++doc) {
      const auto end = std::min(lines->find('\n', at), lines->size());
      const auto product = parser.product(std::string_view(*lines).substr(at, end - at));
      if (doc >= s.size() || !product || product->id != s.ids[doc]) {
        return found.add("documents: document {} is not the product it should be", doc);
      }
      if (const auto card = s.cards.card(doc, "en"); !card) found.add("{}", card.error().message);
      if (products) check_product(generation, rates, doc, *product, found);
      at = end + 1;
    }
  }
  const std::size_t end =
      last == s.documents.block_count() ? s.size() : s.documents.first_docid(last);
  if (doc != end) found.add("documents: {} of {} products", doc, end);
}

std::vector<std::string> check_structures(const Generation& generation, bool products) {
  const Segment& segment = *generation.segment;
  // Documents take longest: two threads share them.
  const std::size_t blocks = segment.documents.block_count();
  auto of_first_half = std::async(std::launch::async, [&] {
    Findings found;
    check_documents(generation, products, 0, blocks / 2, found);
    return found.take();
  });
  Findings found;
  check_orders(segment, found);
  check_lists(segment, found);
  check_shops(segment, *generation.shops, found);
  check_categories(segment, *generation.categories, found);
  check_postings(segment.postings, "postings", segment.size(), found);
  check_postings(generation.shops->names(), "shops", generation.shops->size(), found);
  check_documents(generation, products, blocks / 2, blocks, found);
  for (const std::string& message : of_first_half.get()) found.add("{}", message);
  return found.take();
}

}  // namespace

std::vector<std::string> verify_structures(const Generation& generation) {
  return check_structures(generation, false);
}

Result<std::vector<std::string>> verify_generation(const std::filesystem::path& dir) {
  const auto manifest = Manifest::read(dir);
  if (!manifest && manifest.error().code == ErrorCode::io) return manifest.error();
  if (!manifest) return std::vector{manifest.error().message};
  auto files = check_files(dir, *manifest);
  if (!files) return files;
  // Structures of damaged files are not walked: their offsets cannot be trusted.
  if (!files->empty()) return files;

  const auto generation = Generation::open(dir);
  if (!generation) return std::vector{generation.error().message};
  auto found = check_structures(**generation, true);
  auto differences =
      compare_postings(dir / generation_file::kXapian, (*generation)->segment->postings);
  if (!differences) return std::vector{differences.error().message};
  found.insert(found.end(), differences->begin(), differences->end());
  return found;
}

}  // namespace souk
