#include "data/narrow_array.h"

namespace souk {

Result<NarrowArray> NarrowArray::open(const SectionFile& file, std::string_view name,
                                      std::size_t count) {
  const auto bytes = file.section(name);
  if (!bytes) return bytes.error();
  NarrowArray array;
  array.bytes_ = bytes->data();
  array.size_ = count;
  for (const unsigned width : {1U, 2U, 4U, 8U}) {
    if (bytes->size() != count * width) continue;
    array.width_ = width;
    return array;
  }
  return file.damaged(name, "has a value too many or too few");
}

Result<NarrowArray> NarrowArray::open_below(const SectionFile& file, std::string_view name,
                                            std::size_t count, std::uint64_t bound) {
  const auto array = open(file, name, count);
  if (!array) return array;
  const bool fits = array->with([&](const auto* values) {
    return count == 0 || *std::max_element(values, values + count) < bound;
  });
  if (!fits) return file.damaged(name, "has a value out of bounds");
  return array;
}

}  // namespace souk
