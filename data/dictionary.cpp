#include "data/dictionary.h"

#include <algorithm>

namespace souk {
namespace {

// The first index in [low, high) whose string is not below `key`.
std::size_t lower_bound(const StringTable& strings, std::size_t low, std::size_t high,
                        std::string_view key) {
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (strings[middle] < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

bool all_below(std::span<const std::uint32_t> values, std::size_t bound) {
  return std::all_of(values.begin(), values.end(), [&](std::uint32_t v) { return v < bound; });
}

}  // namespace

Result<StringColumn> StringColumn::open(const SectionFile& file, const std::string& name,
                                        std::size_t products) {
  StringColumn column;
  const auto keys = StringTable::open(file, name + ".key");
  if (!keys) return keys.error();
  const auto labels = StringTable::open(file, name + ".label");
  if (!labels) return labels.error();
  const auto codes = CodeColumn::open(file, name + ".code", products, keys->size() + 1);
  if (!codes) return codes.error();
  const auto lists = RowTable<Docid>::open(file, name + ".list");
  if (!lists) return lists.error();
  if (labels->size() != keys->size() || lists->rows() != keys->size()) {
    return file.damaged(name, "has parts of different sizes");
  }
  column.keys_ = *keys;
  column.labels_ = *labels;
  column.codes_ = *codes;
  column.lists_ = *lists;
  return column;
}

std::optional<std::uint32_t> StringColumn::find(std::string_view key) const {
  const std::size_t i = lower_bound(keys_, 0, keys_.size(), key);
  if (i == keys_.size() || keys_[i] != key) return std::nullopt;
  return static_cast<std::uint32_t>(i + 1);
}

std::pair<std::uint32_t, std::uint32_t> StringColumn::prefix_range(std::string_view prefix) const {
  const std::size_t from = lower_bound(keys_, 0, keys_.size(), prefix);
  // No byte of UTF-8 is 0xff: the first key behind all that begin so.
  const std::size_t to = lower_bound(keys_, from, keys_.size(), std::string(prefix) + '\xff');
  return {static_cast<std::uint32_t>(from + 1), static_cast<std::uint32_t>(to + 1)};
}

Result<AttributeColumn> AttributeColumn::open(const SectionFile& file, std::size_t products) {
  AttributeColumn column;
  const auto names = StringTable::open(file, "attr.name");
  if (!names) return names.error();
  const auto first = file.array<std::uint32_t>("attr.first");
  if (!first) return first.error();
  const auto keys = StringTable::open(file, "attr.key");
  if (!keys) return keys.error();
  const auto labels = StringTable::open(file, "attr.label");
  if (!labels) return labels.error();
  const auto numbers = file.array<double>("attr.number");
  if (!numbers) return numbers.error();
  const auto rows = RowTable<std::uint32_t>::open(file, "attr.doc");
  if (!rows) return rows.error();
  const auto lists = RowTable<Docid>::open(file, "attr.list");
  if (!lists) return lists.error();
  if (first->size() != names->size() + 1 || first->back() != keys->size() ||
      !std::is_sorted(first->begin(), first->end()) || labels->size() != keys->size() ||
      numbers->size() != keys->size() || rows->rows() != products ||
      lists->rows() != keys->size() || !all_below(rows->values(), keys->size())) {
    return file.damaged("attr", "has parts of different sizes");
  }
  column.names_ = *names;
  column.first_code_ = *first;
  column.keys_ = *keys;
  column.labels_ = *labels;
  column.numbers_ = *numbers;
  column.rows_ = *rows;
  column.lists_ = *lists;
  return column;
}

std::optional<std::uint32_t> AttributeColumn::find(std::string_view name) const {
  const std::size_t i = lower_bound(names_, 0, names_.size(), name);
  if (i == names_.size() || names_[i] != name) return std::nullopt;
  return static_cast<std::uint32_t>(i);
}

std::pair<std::uint32_t, std::uint32_t> AttributeColumn::find_value(std::uint32_t attribute,
                                                                    std::string_view key) const {
  const auto [low, high] = codes_of(attribute);
  const std::size_t first = lower_bound(keys_, low, high, key);
  std::size_t last = first;
  while (last < high && keys_[last] == key) ++last;
  return {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)};
}

}  // namespace souk
