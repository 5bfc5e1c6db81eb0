#pragma once
// Dictionary-coded string columns. Strings compare casefolded: a dictionary holds the folded keys
// in bytewise order and, for each, the label to show (the spelling of the best-selling product).
// Code 0 means "none"; code c stands for entry c−1. Immutable once open; any thread.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "data/docid.h"
#include "data/narrow_array.h"
#include "data/section_file.h"

namespace souk {

/// A column with at most one string a product, and each value's docids.
class StringColumn {
 public:
  StringColumn() = default;
  /// Sections NAME.key, NAME.label (strings; empty where the label is the key), NAME.code (narrow,
  /// one a product), NAME.list (rows of docids).
  static Result<StringColumn> open(const SectionFile& file, const std::string& name,
                                   std::size_t products);

  [[nodiscard]] std::uint32_t code(Docid doc) const { return codes_[doc]; }
  /// For loops over many products, which ask once for the width.
  [[nodiscard]] const CodeColumn& codes() const { return codes_; }
  /// Number of codes, 0 included: the size of a counter array.
  [[nodiscard]] std::size_t code_count() const { return keys_.size() + 1; }
  /// The code of a casefolded key. O(log entries).
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view key) const;
  /// Codes [first, last) whose keys begin with `prefix`. O(log entries).
  [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> prefix_range(std::string_view prefix) const;
  [[nodiscard]] std::string_view key(std::uint32_t code) const { return keys_[code - 1]; }
  [[nodiscard]] std::string_view label(std::uint32_t code) const {
    const std::string_view label = labels_[code - 1];
    return label.empty() ? keys_[code - 1] : label;
  }
  [[nodiscard]] std::span<const Docid> docids(std::uint32_t code) const { return lists_[code - 1]; }

 private:
  StringTable keys_;
  StringTable labels_;
  CodeColumn codes_;
  RowTable<Docid> lists_;
};

/// Attributes: one CSR column. A code is an (attribute, value) pair; codes are sorted by attribute
/// name, then key, then numbers after strings, so that an attribute is a range of codes.
class AttributeColumn {
 public:
  AttributeColumn() = default;
  static Result<AttributeColumn> open(const SectionFile& file, std::size_t products);

  [[nodiscard]] std::size_t attribute_count() const { return names_.size(); }
  [[nodiscard]] std::string_view name(std::size_t attribute) const { return names_[attribute]; }
  /// The attribute of an exact name. O(log names).
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;
  /// Codes [first, last) of an attribute.
  [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> codes_of(std::uint32_t attribute) const {
    return {first_code_[attribute], first_code_[attribute + 1]};
  }
  /// Codes of an attribute whose key equals `key` (a string and a number may both). O(log codes).
  [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> find_value(std::uint32_t attribute,
                                                                   std::string_view key) const;
  /// Codes of one product, ascending.
  [[nodiscard]] std::span<const std::uint32_t> of(Docid doc) const { return rows_[doc]; }
  /// To fetch the codes of many products together: where they lie, then they (RowTable).
  void prefetch_place(Docid doc) const { rows_.prefetch_place(doc); }
  void prefetch(Docid doc) const { rows_.prefetch(doc); }
  [[nodiscard]] std::size_t code_count() const { return keys_.size(); }
  [[nodiscard]] std::string_view key(std::uint32_t code) const { return keys_[code]; }
  [[nodiscard]] std::string_view label(std::uint32_t code) const { return labels_[code]; }
  /// The number a code stands for; NaN for strings and booleans.
  [[nodiscard]] double number(std::uint32_t code) const { return numbers_[code]; }
  [[nodiscard]] std::span<const Docid> docids(std::uint32_t code) const { return lists_[code]; }
  /// Documents of the codes [first, last), which there are, each once a code. O(1).
  [[nodiscard]] std::size_t docid_count(std::uint32_t first, std::uint32_t last) const {
    return lists_.size_of(first, last);
  }

 private:
  StringTable names_;
  std::span<const std::uint32_t> first_code_;
  StringTable keys_;
  StringTable labels_;
  std::span<const double> numbers_;
  RowTable<std::uint32_t> rows_;
  RowTable<Docid> lists_;
};

}  // namespace souk
