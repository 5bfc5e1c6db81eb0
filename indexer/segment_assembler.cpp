#include "indexer/segment_assembler.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <numeric>
#include <string_view>

namespace souk {
namespace {

/// Rows by value from rows by document: a counting sort, so lists come out ascending.
template <class ForEachPair>
void write_lists(SectionWriter& out, const std::string& name, std::size_t values,
                 const ForEachPair& for_each_pair) {
  std::vector<std::uint64_t> offsets(values + 1, 0);
  for_each_pair([&](std::uint32_t value, Docid) { ++offsets[value + 1]; });
  std::partial_sum(offsets.begin(), offsets.end(), offsets.begin());
  std::vector<Docid> docids(offsets.back());
  std::vector<std::uint64_t> next(offsets.begin(), offsets.end() - 1);
  for_each_pair([&](std::uint32_t value, Docid doc) { docids[next[value]++] = doc; });
  write_rows(out, name, offsets, docids);
}

/// Codes + 1 by document (0: none) → lists.
void write_code_lists(SectionWriter& out, const std::string& name, std::size_t values,
                      const std::vector<std::uint32_t>& codes) {
  write_lists(out, name, values, [&](const auto& visit) {
    for (Docid doc = 0; doc < codes.size(); ++doc) {
      if (codes[doc] != 0) visit(codes[doc] - 1, doc);
    }
  });
}

void write_codes(SectionWriter& out, const std::string& name,
                 const std::vector<std::uint32_t>& codes) {
  write_narrow(out, name, codes.size(), [&](std::size_t doc) { return codes[doc]; });
}

/// new code by provisional code, for codes numbered in `order`.
std::vector<std::uint32_t> inverse(const std::vector<std::uint32_t>& order) {
  std::vector<std::uint32_t> result(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) result[order[i]] = i;
  return result;
}

}  // namespace

SegmentAssembler::SegmentAssembler(SectionWriter& cards, SectionWriter& documents,
                                   const TextCompression& compression)
    : cards_(cards), documents_(documents) {
  cards_.write("dictionary", compression.card_dictionary());
  documents_.write("dictionary", compression.block_dictionary());
  cards_.begin("card.val");
  documents_.begin("block.val");
}

void SegmentAssembler::Strings::append(const ChunkStrings& chunk) {
  std::vector<std::uint32_t> code_of(chunk.values.size());
  for (std::uint32_t code = 0; code < code_of.size(); ++code) {
    code_of[code] = values.add(chunk.values.key(code), chunk.values.label(code));
  }
  for (const std::uint32_t code : chunk.codes) {
    codes.push_back(code == ChunkStrings::kNoValue ? code : code_of[code]);
  }
}

void SegmentAssembler::append(const Chunk& chunk) {
  auto doc = static_cast<Docid>(ids_.size());
  ids_.insert(ids_.end(), chunk.ids.begin(), chunk.ids.end());
  rows_.insert(rows_.end(), chunk.rows.begin(), chunk.rows.end());
  titles_.insert(titles_.end(), chunk.titles.begin(), chunk.titles.end());
  category_.insert(category_.end(), chunk.category.begin(), chunk.category.end());
  shop_.insert(shop_.end(), chunk.shop.begin(), chunk.shop.end());
  brand_.append(chunk.brand);
  group_.append(chunk.group);
  gtin_.append(chunk.gtin);
  mpn_.append(chunk.mpn);

  std::vector<std::uint32_t> code_of(chunk.attributes.size());
  for (std::uint32_t code = 0; code < code_of.size(); ++code) {
    code_of[code] = attributes_.add(chunk.attributes.key(code), chunk.attributes.label(code));
  }
  for (const std::uint32_t code : chunk.attribute_codes) attribute_codes_.push_back(code_of[code]);
  for (const std::uint32_t count : chunk.attribute_counts) {
    attribute_offsets_.push_back(attribute_offsets_.back() + count);
  }
  ships_to_.insert(ships_to_.end(), chunk.ships_to.begin(), chunk.ships_to.end());
  for (const std::uint32_t count : chunk.ships_to_counts) {
    ships_to_offsets_.push_back(ships_to_offsets_.back() + count);
  }

  phrases_.add(chunk.phrases);
  cards_.append(chunk.cards.data(), chunk.cards.size());
  for (const std::uint32_t size : chunk.card_sizes) {
    card_offsets_.push_back(card_offsets_.back() + size);
  }
  for (std::size_t block = 0; block < chunk.document_blocks.size(); ++block) {
    const std::string& frame = chunk.document_blocks[block];
    documents_.append(frame.data(), frame.size());
    block_offsets_.push_back(block_offsets_.back() + frame.size());
    block_first_.push_back(doc);
    doc += chunk.block_products[block];
  }
}

void SegmentAssembler::Strings::write(SectionWriter& out, const std::string& name) const {
  const std::vector<std::uint32_t> order = values.sorted();
  const std::vector<std::uint32_t> rank = inverse(order);
  std::vector<std::string_view> keys;
  std::vector<std::string_view> labels;
  for (const std::uint32_t code : order) {
    keys.emplace_back(values.key(code));
    const bool same = values.label(code) == values.key(code);
    labels.emplace_back(same ? std::string_view() : values.label(code));
  }
  std::vector<std::uint32_t> final_codes;
  final_codes.reserve(codes.size());
  for (const std::uint32_t code : codes) {
    final_codes.push_back(code == ChunkStrings::kNoValue ? 0 : rank[code] + 1);
  }
  write_strings(out, name + ".key", keys);
  write_strings(out, name + ".label", labels);
  write_codes(out, name + ".code", final_codes);
  write_code_lists(out, name + ".list", keys.size(), final_codes);
}

void SegmentAssembler::write_attributes(SectionWriter& out) const {
  // Keys sort by attribute name, value key and kind, because \0 sorts before every byte of a text.
  const std::vector<std::uint32_t> order = attributes_.sorted();
  const std::vector<std::uint32_t> rank = inverse(order);
  std::vector<std::string_view> names;
  std::vector<std::uint32_t> first_code;
  std::vector<std::string_view> keys;
  std::vector<std::string_view> labels;
  std::vector<double> numbers;
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    const std::string_view whole = attributes_.key(order[i]);
    const auto name_end = whole.find('\0');
    const std::string_view name = whole.substr(0, name_end);
    const std::string_view label = attributes_.label(order[i]);
    if (names.empty() || names.back() != name) {
      names.push_back(name);
      first_code.push_back(i);
    }
    keys.push_back(whole.substr(name_end + 1, whole.size() - name_end - 3));
    labels.push_back(label);
    double number = std::numeric_limits<double>::quiet_NaN();
    if (whole.back() == '1') std::from_chars(label.data(), label.data() + label.size(), number);
    numbers.push_back(number);
  }
  first_code.push_back(static_cast<std::uint32_t>(order.size()));

  std::vector<std::uint32_t> codes;
  codes.reserve(attribute_codes_.size());
  for (const std::uint32_t code : attribute_codes_) codes.push_back(rank[code]);
  for (std::size_t doc = 0; doc + 1 < attribute_offsets_.size(); ++doc) {
    std::sort(codes.begin() + static_cast<std::ptrdiff_t>(attribute_offsets_[doc]),
              codes.begin() + static_cast<std::ptrdiff_t>(attribute_offsets_[doc + 1]));
  }
  write_strings(out, "attr.name", names);
  out.write("attr.first", first_code);
  write_strings(out, "attr.key", keys);
  write_strings(out, "attr.label", labels);
  out.write("attr.number", numbers);
  write_rows(out, "attr.doc", attribute_offsets_, codes);
  write_lists(out, "attr.list", keys.size(), [&](const auto& visit) {
    for (Docid doc = 0; doc < ids_.size(); ++doc) {
      for (auto i = attribute_offsets_[doc]; i < attribute_offsets_[doc + 1]; ++i) {
        visit(codes[i], doc);
      }
    }
  });
}

void SegmentAssembler::write_ids(SectionWriter& out) const {
  write_strings(out, "id", ids_);
  std::vector<Docid> order(ids_.size());
  std::iota(order.begin(), order.end(), Docid{0});
  std::sort(order.begin(), order.end(), [&](Docid a, Docid b) { return ids_[a] < ids_[b]; });
  out.write("id_order", order);
}

/// Many products share few lists: each is written once.
void SegmentAssembler::write_countries(SectionWriter& out) const {
  std::map<std::vector<std::uint16_t>, std::uint32_t> row_of;
  std::vector<std::uint64_t> offsets{0};
  std::vector<std::uint16_t> values;
  std::vector<std::uint32_t> codes;
  codes.reserve(ids_.size());
  for (std::size_t doc = 0; doc + 1 < ships_to_offsets_.size(); ++doc) {
    const auto at = ships_to_.begin();
    const std::vector<std::uint16_t> list(
        at + static_cast<std::ptrdiff_t>(ships_to_offsets_[doc]),
        at + static_cast<std::ptrdiff_t>(ships_to_offsets_[doc + 1]));
    const auto [row, added] = row_of.emplace(list, row_of.size());
    if (added) {
      values.insert(values.end(), list.begin(), list.end());
      offsets.push_back(values.size());
    }
    codes.push_back(row->second);
  }
  write_codes(out, "ships_to", codes);
  write_rows(out, "countries", offsets, values);
}

void SegmentAssembler::finish(SectionWriter& columns, SectionWriter& completions,
                              const Catalogue& catalogue) {
  write_offsets(cards_, "card", card_offsets_);
  write_offsets(documents_, "block", block_offsets_);
  documents_.write("first", block_first_);

  Columns::write(columns, rows_);
  columns.write("titles", titles_);
  write_ids(columns);
  brand_.write(columns, "brand");
  group_.write(columns, "group");
  gtin_.write(columns, "gtin");
  mpn_.write(columns, "mpn");
  write_attributes(columns);
  write_codes(columns, "category", category_);
  const auto& nodes = catalogue.categories.nodes();
  write_lists(columns, "category.list", nodes.size(), [&](const auto& visit) {
    for (Docid doc = 0; doc < category_.size(); ++doc) {
      if (category_[doc] == 0) continue;
      for (auto node = category_[doc] - 1; node != CategoryTree::kNone; node = nodes[node].parent) {
        visit(node, doc);
      }
    }
  });
  write_codes(columns, "shop", shop_);
  write_code_lists(columns, "shop.list", catalogue.shops.size(), shop_);
  write_countries(columns);
  Completions::write(completions, kQueryCompletions, phrases_.completions(kMostCompletions));
}

std::vector<std::uint32_t> SegmentAssembler::shop_counts(std::size_t shops) const {
  std::vector<std::uint32_t> counts(shops, 0);
  for (const std::uint32_t code : shop_) {
    if (code != 0) ++counts[code - 1];
  }
  return counts;
}

}  // namespace souk
