#pragma once
// Unsigned integers in as few bytes as the largest needs: 1, 2, 4 or 8 each, told by the section's
// length. A loop over many asks once for the width (`with`) and then reads a plain array.
// Immutable once open; any thread.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "data/section_file.h"

namespace souk {

class NarrowArray {
 public:
  NarrowArray() = default;
  /// Errors: corrupt where the section is not `count` integers of one of the widths.
  static Result<NarrowArray> open(const SectionFile& file, std::string_view name,
                                  std::size_t count);
  /// The same, where every integer must be below `bound`. O(count).
  static Result<NarrowArray> open_below(const SectionFile& file, std::string_view name,
                                        std::size_t count, std::uint64_t bound);

  [[nodiscard]] std::size_t size() const { return size_; }
  /// Calls use(values), where `values` points to unsigned integers of the array's width.
  template <class Use>
  decltype(auto) with(Use&& use) const {
    switch (width_) {
      case 1:
        return use(reinterpret_cast<const std::uint8_t*>(bytes_));
      case 2:
        return use(reinterpret_cast<const std::uint16_t*>(bytes_));
      case 4:
        return use(reinterpret_cast<const std::uint32_t*>(bytes_));
      default:
        return use(reinterpret_cast<const std::uint64_t*>(bytes_));
    }
  }
  [[nodiscard]] std::uint64_t operator[](std::size_t i) const {
    return with([i](const auto* values) { return std::uint64_t{values[i]}; });
  }
  void prefetch(std::size_t i) const { __builtin_prefetch(bytes_ + i * width_); }

 private:
  const std::byte* bytes_ = nullptr;
  std::size_t size_ = 0;
  unsigned width_ = 1;
};

/// A narrow array of codes below 2^32.
class CodeColumn : public NarrowArray {
 public:
  CodeColumn() = default;
  /// NarrowArray::open_below; at most 2^32 codes.
  static Result<CodeColumn> open(const SectionFile& file, std::string_view name, std::size_t count,
                                 std::uint64_t bound) {
    const auto array = open_below(file, name, count, std::min(bound, std::uint64_t{1} << 32));
    if (!array) return array.error();
    return CodeColumn(*array);
  }
  [[nodiscard]] std::uint32_t operator[](std::size_t i) const {
    return static_cast<std::uint32_t>(NarrowArray::operator[](i));
  }

 private:
  explicit CodeColumn(const NarrowArray& array) : NarrowArray(array) {}
};

/// Writes what NarrowArray opens: value_of(0) … value_of(count − 1), which is called twice for
/// each.
template <class ValueOf>
void write_narrow(SectionWriter& out, std::string_view name, std::size_t count, ValueOf value_of) {
  std::uint64_t largest = 0;
  for (std::size_t i = 0; i < count; ++i) largest = std::max<std::uint64_t>(largest, value_of(i));
  const auto write = [&]<class T>(T) {
    std::vector<T> values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<T>(value_of(i));
    out.write(name, values);
  };
  if (largest <= 0xff) {
    write(std::uint8_t{});
  } else if (largest <= 0xffff) {
    write(std::uint16_t{});
  } else if (largest <= 0xffffffff) {
    write(std::uint32_t{});
  } else {
    write(std::uint64_t{});
  }
}

}  // namespace souk
