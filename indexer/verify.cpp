#include "indexer/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "data/file_io.h"
#include "data/product_json.h"
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

void check_lists(const Segment& s, const CategoryTree& categories, Findings& found) {
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
    const auto coded = s.size() - static_cast<std::size_t>(
                                      std::count(column.codes().begin(), column.codes().end(), 0U));
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
    if (!ascending(docids, s.size()))
      found.add("columns: attribute code {} has a broken list", code);
  }
  for (Docid doc = 0; doc < s.size(); ++doc) held += s.attributes.of(doc).size();
  if (listed != held) found.add("columns: attributes list {} values of {}", listed, held);
  for (std::size_t shop = 0; shop < s.shop_docids.rows(); ++shop) {
    if (!ascending(s.shop_docids[shop], s.size()))
      found.add("columns: shop {} has a broken list", shop);
  }
  for (CategoryTree::NodeId node = 0; node < categories.size(); ++node) {
    const auto docids = s.category_docids[node];
    const auto inside = [&](Docid doc) {
      return s.category[doc] > node && s.category[doc] <= categories.nodes()[node].end;
    };
    if (!ascending(docids, s.size()) || !std::all_of(docids.begin(), docids.end(), inside)) {
      found.add("columns: category \"{}\" has a broken list", categories.nodes()[node].id);
    }
  }
}

void check_postings(const Segment& s, Findings& found) {
  for (Postings::TermId term = 0; term < s.postings.term_count(); ++term) {
    const PostingList list = s.postings.list(term);
    if (list.size() == 0 || !ascending(list.docids, s.size())) {
      found.add("postings: the list of \"{}\" is empty or does not ascend", s.postings.term(term));
    }
    if (term != 0 && s.postings.term(term - 1) >= s.postings.term(term)) {
      found.add("postings: terms are out of order at \"{}\"", s.postings.term(term));
    }
    if (s.postings.find(s.postings.term(term)) != term) {
      found.add("postings: \"{}\" is not found by its hash", s.postings.term(term));
    }
  }
}

void check_documents(const Segment& s, Findings& found) {
  FeedParser parser;
  Docid doc = 0;
  for (std::size_t block = 0; block < s.documents.block_count(); ++block) {
    const auto lines = s.documents.block(block);
    if (!lines) return found.add("{}", lines.error().message);
    for (std::size_t at = 0; at < lines->size(); ++doc) {
      const auto end = std::min(lines->find('\n', at), lines->size());
      const auto product = parser.product(std::string_view(*lines).substr(at, end - at));
      if (doc >= s.size() || !product || product->id != s.ids[doc]) {
        return found.add("documents: document {} is not the product it should be", doc);
      }
      if (const auto card = s.cards.card(doc, "en"); !card) found.add("{}", card.error().message);
      at = end + 1;
    }
  }
  if (doc != s.size()) found.add("documents: {} of {} products", doc, s.size());
}

}  // namespace

std::vector<std::string> verify_structures(const Generation& generation) {
  Findings found;
  const Segment& segment = *generation.segment;
  check_orders(segment, found);
  check_lists(segment, *generation.categories, found);
  check_postings(segment, found);
  check_documents(segment, found);
  return found.take();
}

Result<std::vector<std::string>> verify_generation(const std::filesystem::path& dir) {
  const auto text = read_file(dir / generation_file::kManifest);
  if (!text) return text.error();
  const auto manifest = Manifest::parse(*text, (dir / generation_file::kManifest).string());
  if (!manifest) return std::vector{manifest.error().message};
  const auto files = digest_tree(dir);
  if (!files) return files.error();

  std::vector<std::string> found;
  std::map<std::string, const Manifest::File*> there;
  for (const auto& file : *files) there.emplace(file.name, &file);
  for (const auto& expected : manifest->files) {
    const auto actual = there.find(expected.name);
    if (actual == there.end()) {
      found.push_back(fmt::format("{}: is missing", expected.name));
    } else if (actual->second->digest != expected.digest) {
      found.push_back(fmt::format("{}: fails its checksum", expected.name));
    }
    if (actual != there.end()) there.erase(actual);
  }
  for (const auto& [name, file] : there)
    found.push_back(fmt::format("{}: is not in the manifest", name));
  // Structures of damaged files are not walked: their offsets cannot be trusted.
  if (!found.empty()) return found;

  const auto generation = Generation::open(dir);
  if (!generation) return std::vector{generation.error().message};
  found = verify_structures(**generation);
  auto differences =
      compare_postings(dir / generation_file::kXapian, (*generation)->segment->postings);
  if (!differences) return std::vector{differences.error().message};
  found.insert(found.end(), differences->begin(), differences->end());
  return found;
}

}  // namespace souk
