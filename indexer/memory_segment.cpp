#include "indexer/memory_segment.h"

#include <algorithm>
#include <map>

#include "analyzers/transliterate.h"
#include "data/product_json.h"
#include "indexer/chunk.h"
#include "indexer/product_terms.h"
#include "indexer/segment_assembler.h"

namespace souk {
namespace {

/// Posting lists by term, filled in ascending docid order.
class Inverter {
 public:
  void add(Docid doc, std::span<const TermCollector::Entry> entries) {
    for (const auto& [term, mask] : entries) lists_[std::string(term)].emplace_back(doc, mask);
  }
  /// `documents`: how many were added.
  void write(SectionWriter& out, std::size_t documents, std::uint64_t dense_share) const {
    PostingsWriter writer(out, documents, dense_share);
    for (const auto& [term, list] : lists_) {
      writer.add_term(term);
      for (const auto& [doc, mask] : list) writer.add_posting(doc, mask);
    }
    writer.finish();
  }

 private:
  std::map<std::string, std::vector<std::pair<Docid, FieldMask>>> lists_;
};

Result<SectionFile> open_bytes(SectionWriter& writer, const char* name) {
  return SectionFile::over(hold_bytes(writer.finish_bytes()), std::string("memory ") + name);
}

/// The names and aliases of shops and their Latin forms; the value is the shop's entry.
std::vector<Completion> shop_completions(const Catalogue& catalogue,
                                         const std::vector<std::uint32_t>& product_counts) {
  std::vector<Completion> names;
  for (std::uint32_t shop = 0; shop < catalogue.shops.size(); ++shop) {
    const Shop& each = catalogue.shops[shop];
    const auto add = [&](const std::string& name) {
      const std::string key = completion_key(name);
      if (!key.empty()) names.push_back({name, key, "", product_counts[shop], shop});
    };
    add(each.name.empty() ? each.id : each.name);
    add(latin_form(each.name));
    for (const std::string& alias : each.aliases) {
      add(alias);
      add(latin_form(alias));
    }
  }
  return names;
}

}  // namespace

void sort_by_docid_order(std::vector<Product>& products) {
  std::sort(products.begin(), products.end(), [](const Product& a, const Product& b) {
    return a.sales != b.sales ? a.sales > b.sales : a.id < b.id;
  });
}

Result<std::shared_ptr<const Segment>> build_memory_segment(std::vector<Product> products,
                                                            const Catalogue& catalogue,
                                                            std::uint64_t dense_share) {
  sort_by_docid_order(products);
  SectionWriter columns;
  SectionWriter postings;
  SectionWriter cards;
  SectionWriter documents;
  SectionWriter completions;
  const TextCompression compression;
  ChunkBuilder chunk(catalogue, compression);
  Inverter inverter;
  TermCollector terms;
  Docid doc = 0;
  for (const Product& product : products) {
    chunk.add(product, product_to_json(product));
    inverter.add(doc++, terms.collect(product, catalogue, &chunk.phrases()));
    chunk.add_title(terms.title_words());
  }
  SegmentAssembler assembler(cards, documents, compression);
  assembler.append(chunk.finish());
  assembler.finish(columns, completions, catalogue);
  inverter.write(postings, doc, dense_share);

  SegmentFiles files;
  for (auto& [writer, file, name] : {std::tuple{&columns, &files.columns, "columns"},
                                     {&postings, &files.postings, "postings"},
                                     {&cards, &files.cards, "cards"},
                                     {&documents, &files.documents, "documents"},
                                     {&completions, &files.completions, "completions"}}) {
    auto opened = open_bytes(*writer, name);
    if (!opened) return opened.error();
    *file = std::move(*opened);
  }
  return Segment::open(files);
}

void write_shops(SectionWriter& out, const Catalogue& catalogue,
                 const std::vector<std::uint32_t>& product_counts) {
  ShopDirectory::write(out, catalogue.shops, product_counts);
  Inverter inverter;
  TermCollector terms;
  Docid shop = 0;
  for (const Shop& each : catalogue.shops) {
    inverter.add(shop++, terms.collect(each, catalogue.default_lang));
  }
  inverter.write(out, shop, kDenseShare);
  Completions::write(out, kShopCompletions, shop_completions(catalogue, product_counts));
}

Result<std::shared_ptr<const ShopDirectory>> build_memory_shops(
    const Catalogue& catalogue, const std::vector<std::uint32_t>& product_counts) {
  SectionWriter writer;
  write_shops(writer, catalogue, product_counts);
  const auto file = open_bytes(writer, "shops");
  if (!file) return file.error();
  auto shops = ShopDirectory::open(*file);
  if (!shops) return shops.error();
  return std::make_shared<const ShopDirectory>(std::move(*shops));
}

}  // namespace souk
