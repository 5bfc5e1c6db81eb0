#include "indexer/sample/tables.h"

#include <cassert>
#include <charconv>

#include "data/formats.h"
#include "indexer/sample/category_data.h"
#include "indexer/sample/phrase_data.h"

namespace souk::sample {
namespace {

/// The lines of a table, each split into cells.
std::vector<std::vector<std::string_view>> rows_of(std::string_view table) {
  std::vector<std::vector<std::string_view>> rows;
  for (const std::string_view line : split(table, '\n')) {
    if (!line.empty()) rows.push_back(split(line, '|'));
  }
  return rows;
}

std::uint32_t number(std::string_view digits) {
  std::uint32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

CategoryWords category_words(std::string_view cell) {
  CategoryWords words;
  std::vector<std::string_view> parts = split(cell, ';');
  const std::vector<std::string_view> forms = split(parts.front(), ',');
  words.name = forms.front();
  words.noun = forms.back();
  words.synonyms.assign(parts.begin() + 1, parts.end());
  return words;
}

void add_categories(std::string_view table, Tables& out) {
  std::array<std::uint32_t, 4> open{};  // the latest node of each depth
  for (const auto& row : rows_of(table)) {
    assert(row.size() == kLanguages + 1);
    const std::vector<std::string_view> head = split(row[0], ' ');
    const auto position = static_cast<std::uint32_t>(out.nodes.size());
    CategoryNode node;
    node.depth = number(head[0]);
    node.slug = head[1];
    node.parent = node.depth == 1 ? position : open[node.depth - 1];
    node.id = (node.depth == 1 ? "c" : out.nodes[node.parent].id) + "-" + std::string(node.slug);
    for (std::size_t i = 0; i < kLanguages; ++i) node.words[i] = category_words(row[i + 1]);
    open[node.depth] = position;
    const auto leaf = static_cast<std::uint32_t>(out.leaves.size());
    if (node.depth == 1) out.roots.push_back({leaf, leaf});
    if (node.depth == 3) {
      node.kind = static_cast<ProductKind>(head[2][0]);
      node.median_price = number(head[3]);
      out.leaves.push_back(position);
      out.roots.back().end = leaf + 1;
    }
    out.nodes.push_back(std::move(node));
  }
}

Phrase phrase(const std::vector<std::string_view>& row) {
  assert(row.size() == kLanguages + 1);
  Phrase result;
  for (std::size_t i = 0; i < kLanguages; ++i) result.cells[i] = row[i + 1];
  return result;
}

Tables::ByKind by_kind(std::string_view table) {
  Tables::ByKind result;
  for (const auto& row : rows_of(table)) {
    Phrase entry = phrase(row);
    entry.kinds = KindSet::of(row[0]);
    for (char letter = 'a'; letter <= 'z'; ++letter) {
      const auto kind = static_cast<ProductKind>(letter);
      if (entry.kinds.has(kind)) result[static_cast<std::size_t>(letter - 'a')].push_back(entry);
    }
  }
  return result;
}

Tables read_tables() {
  Tables result;
  for (const std::string_view rows :
       {kElectronicsRows, kFashionRows, kHomeRows, kPersonalRows, kLeisureRows, kPracticalRows}) {
    add_categories(rows, result);
  }
  for (const auto& row : rows_of(kColorRows)) {
    result.colors.push_back(phrase(row));
    result.colors.back().slug = row[0];
  }
  result.materials = by_kind(kMaterialRows);
  result.praises = by_kind(kPraiseRows);
  result.openings = by_kind(kOpeningRows);
  result.features = by_kind(kFeatureRows);
  result.closings = by_kind(kClosingRows);
  std::size_t language = 0;
  for (const auto& row : rows_of(kShopNameRows)) {
    assert(row[0] == kSampleLanguages[language]);
    result.shops[language++] = {split(row[1], ','), split(row[2], ','), split(row[3], ',')};
  }
  return result;
}

}  // namespace

const Tables& tables() {
  static const Tables kTables = read_tables();
  return kTables;
}

}  // namespace souk::sample
