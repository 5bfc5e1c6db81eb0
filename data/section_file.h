#pragma once
// A file of named, aligned arrays: what every structure of a segment is stored in.
//
//   "SOUKSEC1" (8 bytes) · padding to 64
//   sections, each starting at a multiple of 64 bytes
//   table: per section { char name[24]; u64 offset; u64 bytes; }
//   footer (32 bytes): u64 table offset, u64 section count, u64 XXH3 of the table, "SOUKEND1"
//
// Integers are little-endian, floats IEEE 754. Sections' own bytes are covered by the manifest's
// digest of the whole file. A writer belongs to one thread; an open file may be read by any.

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "data/file_io.h"
#include "data/result.h"

namespace souk {

/// Writes sections one after the other, to a file or to memory. Errors stick: the first one is
/// reported by finish().
class SectionWriter {
 public:
  /// To memory: take it with finish_bytes().
  SectionWriter();
  /// To a new file at `path`.
  explicit SectionWriter(const std::filesystem::path& path);

  /// Starts a section; its bytes follow by append() until the next begin() or the end.
  void begin(std::string_view name);
  void append(const void* data, std::size_t bytes);
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void append(std::span<const T> values) { append(values.data(), values.size_bytes()); }
  /// A whole section at once.
  template <class T>
  void write(std::string_view name, const std::vector<T>& values) {
    begin(name);
    append(values.data(), values.size() * sizeof(T));
  }
  void write(std::string_view name, std::string_view bytes) {
    begin(name);
    append(bytes.data(), bytes.size());
  }
  /// Bytes in the section begun last.
  [[nodiscard]] std::uint64_t section_bytes() const { return offset_ - section_start_; }

  Result<void> finish();
  std::vector<std::byte> finish_bytes();

 private:
  struct Entry {
    char name[24];
    std::uint64_t offset;
    std::uint64_t bytes;
  };
  void put(const void* data, std::size_t bytes);
  void write_memory();
  void align();
  void end_section();
  void write_table();

  std::filesystem::path path_;
  std::ofstream file_;
  std::vector<std::byte> memory_;  ///< all bytes, or those that are not in the file yet
  bool to_file_ = false;
  std::uint64_t offset_ = 0;
  std::uint64_t section_start_ = 0;
  std::vector<Entry> table_;
};

/// An opened section file. Cheap to copy; shares the mapping.
class SectionFile {
 public:
  /// Checks magic, footer, table checksum and bounds. Errors: io, or corrupt naming the file.
  /// `huge_pages`: see prefer_huge_pages().
  static Result<SectionFile> open(const std::filesystem::path& path, bool huge_pages = false);
  static Result<SectionFile> over(std::shared_ptr<const ByteStore> store, std::string name);

  /// The section as an array of T. Errors: corrupt when it is missing or not a whole number of T.
  template <class T>
  Result<std::span<const T>> array(std::string_view name) const {
    const auto bytes = section(name);
    if (!bytes) return bytes.error();
    if (bytes->size() % sizeof(T) != 0) return damaged(name, "has a broken length");
    return std::span<const T>(reinterpret_cast<const T*>(bytes->data()), bytes->size() / sizeof(T));
  }
  [[nodiscard]] Result<std::span<const std::byte>> section(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  [[nodiscard]] std::size_t bytes() const { return store_ == nullptr ? 0 : store_->bytes().size(); }
  [[nodiscard]] Error damaged(std::string_view section, std::string_view what) const;

 private:
  struct Entry {
    char name[24];
    std::uint64_t offset;
    std::uint64_t bytes;
  };
  /// Null where there is none of this name.
  [[nodiscard]] const Entry* find(std::string_view name) const;

  std::shared_ptr<const ByteStore> store_;
  std::string name_;
  std::span<const Entry> table_;
};

/// Where rows of values start, one offset more than rows, relative to `NAME.base` (u64 for each run
/// of rows): `NAME.off16` (u16, runs of 64) where that suffices, else `NAME.off` (u32, runs of
/// 1,024; all there is before store format 8).
class RowOffsets {
 public:
  static constexpr std::size_t kNarrowRun = 64;
  static constexpr std::size_t kWideRun = 1024;

  RowOffsets() = default;
  /// Checks that the offsets ascend and end at `values`. O(rows).
  static Result<RowOffsets> open(const SectionFile& file, const std::string& name,
                                 std::size_t values);

  [[nodiscard]] std::size_t rows() const { return rows_; }
  /// Row r has the values from [r] to [r + 1].
  [[nodiscard]] std::uint64_t operator[](std::size_t row) const {
    return narrow_ != nullptr ? bases_[row / kNarrowRun] + narrow_[row]
                              : bases_[row / kWideRun] + wide_[row];
  }
  void prefetch(std::size_t row) const {
    __builtin_prefetch(narrow_ != nullptr ? static_cast<const void*>(narrow_ + row) : wide_ + row);
    __builtin_prefetch(bases_ + row / (narrow_ != nullptr ? kNarrowRun : kWideRun));
  }

 private:
  std::size_t rows_ = 0;
  const std::uint16_t* narrow_ = nullptr;  ///< else wide_
  const std::uint32_t* wide_ = nullptr;
  const std::uint64_t* bases_ = nullptr;
};

/// Writes what RowOffsets opens. `offsets` are one more than rows, from 0, ascending.
void write_offsets(SectionWriter& out, const std::string& name,
                   const std::vector<std::uint64_t>& offsets);

/// Strings of a section: `NAME.str`, and RowOffsets.
class StringTable {
 public:
  StringTable() = default;
  /// Checks that the offsets ascend within the bytes. O(count).
  static Result<StringTable> open(const SectionFile& file, const std::string& name);

  [[nodiscard]] std::size_t size() const { return offsets_.rows(); }
  [[nodiscard]] std::string_view operator[](std::size_t i) const {
    const std::uint64_t start = offsets_[i];
    return {bytes_.data() + start, offsets_[i + 1] - start};
  }
  /// Asks memory for where string i is.
  void prefetch(std::size_t i) const { offsets_.prefetch(i); }

 private:
  RowOffsets offsets_;
  std::span<const char> bytes_;
};

/// Writes what StringTable opens.
template <class Strings>
void write_strings(SectionWriter& out, const std::string& name, const Strings& strings) {
  std::vector<std::uint64_t> offsets{0};
  offsets.reserve(strings.size() + 1);
  out.begin(name + ".str");
  for (const auto& s : strings) {
    out.append(s.data(), s.size());
    offsets.push_back(offsets.back() + s.size());
  }
  write_offsets(out, name, offsets);
}

/// Lists of values by row (compressed sparse rows): `NAME.val`, and RowOffsets.
template <class T>
class RowTable {
 public:
  RowTable() = default;
  static Result<RowTable> open(const SectionFile& file, const std::string& name) {
    RowTable table;
    const auto values = file.array<T>(name + ".val");
    if (!values) return values.error();
    const auto offsets = RowOffsets::open(file, name, values->size());
    if (!offsets) return offsets.error();
    table.offsets_ = *offsets;
    table.values_ = *values;
    return table;
  }
  [[nodiscard]] std::size_t rows() const { return offsets_.rows(); }
  [[nodiscard]] std::span<const T> operator[](std::size_t row) const {
    return values_.subspan(offsets_[row], offsets_[row + 1] - offsets_[row]);
  }
  [[nodiscard]] std::span<const T> values() const { return values_; }
  /// Values of the rows [first, last), which there are.
  [[nodiscard]] std::size_t size_of(std::size_t first, std::size_t last) const {
    return offsets_[last] - offsets_[first];
  }
  /// Asks memory for where a row lies.
  void prefetch_place(std::size_t row) const { offsets_.prefetch(row); }
  /// Asks memory for a row's first bytes; waits for its place.
  void prefetch(std::size_t row) const {
    const auto* bytes = reinterpret_cast<const char*>(values_.data() + offsets_[row]);
    const std::size_t length = (offsets_[row + 1] - offsets_[row]) * sizeof(T);
    for (std::size_t at = 0; at < length && at < 512; at += 64) __builtin_prefetch(bytes + at);
  }

 private:
  RowOffsets offsets_;
  std::span<const T> values_;
};

template <class T>
void write_rows(SectionWriter& out, const std::string& name,
                const std::vector<std::uint64_t>& offsets, const std::vector<T>& values) {
  write_offsets(out, name, offsets);
  out.write(name + ".val", values);
}

}  // namespace souk
