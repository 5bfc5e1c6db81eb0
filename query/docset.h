#pragma once
// A set of documents of one segment, in the form in which it is cheapest: all of them, a bitset, or
// ascending docids. Points into a segment or into a search thread's scratch memory.

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "data/docid.h"
#include "query/bit_kernels.h"

namespace souk {

/// Documents are visited in blocks of at most so many, which keep a block's scratch in the cache.
inline constexpr std::size_t kBlockDocs = 1024;

struct DocSet {
  enum class Form : std::uint8_t { everything, bits, list };
  Form form = Form::list;
  std::span<const std::uint64_t> bits;  ///< form bits
  std::span<const Docid> docs;          ///< form list
  std::size_t count = 0;

  static DocSet everything(std::size_t documents) { return {Form::everything, {}, {}, documents}; }
  static DocSet of(std::span<const Docid> docs) { return {Form::list, {}, docs, docs.size()}; }
  static DocSet of(std::span<const std::uint64_t> bits, std::size_t count) {
    return {Form::bits, bits, {}, count};
  }

  /// So many documents, which nobody asks for: a list without them.
  static DocSet counted(std::size_t count) { return {Form::list, {}, {}, count}; }

  [[nodiscard]] bool contains(Docid doc) const {
    if (form == Form::bits) return has_bit(bits, doc);
    return form == Form::everything || std::binary_search(docs.begin(), docs.end(), doc);
  }

  /// Appends every document, ascending.
  void append_to(std::vector<Docid>& into) const {
    into.reserve(into.size() + count);
    for_each_block([&](std::span<const Docid> block) {
      into.insert(into.end(), block.begin(), block.end());
      return true;
    });
  }

  /// Calls visit(span<const Docid>) with every document, ascending, a block at a time, until it
  /// returns false. O(count), and O(documents / 64) for bits.
  template <class Visit>
  void for_each_block(Visit visit) const {
    if (form == Form::list) {
      for (std::size_t at = 0; at < docs.size(); at += kBlockDocs) {
        if (!visit(docs.subspan(at, std::min(kBlockDocs, docs.size() - at)))) return;
      }
      return;
    }
    // A decode may write 512 docids behind what is already there.
    std::array<Docid, kBlockDocs + 16> block;
    std::size_t n = 0;
    const auto visit_block = [&] {
      return visit(std::span<const Docid>(block.data(), std::exchange(n, 0)));
    };
    if (form == Form::everything) {
      for (std::size_t first = 0; first < count; first += kBlockDocs) {
        n = std::min(kBlockDocs, count - first);
        for (std::size_t i = 0; i < n; ++i) block[i] = static_cast<Docid>(first + i);
        if (!visit_block()) return;
      }
      return;
    }
    const BitKernels& kernels = bit_kernels();
    if (count * 2 < bits.size()) {
      // Most words are empty, and most others have one bit: that is what branches predict.
      for (std::size_t word = 0; word < bits.size(); word += 64) {
        std::uint64_t some =
            kernels.occupied(bits.data() + word, std::min<std::size_t>(64, bits.size() - word));
        for (; some != 0; some &= some - 1) {
          const std::size_t at = word + static_cast<std::size_t>(std::countr_zero(some));
          for (std::uint64_t rest = bits[at]; rest != 0; rest &= rest - 1) {
            block[n++] = static_cast<Docid>(at * 64) + static_cast<Docid>(std::countr_zero(rest));
          }
          if (n > kBlockDocs - 64 && !visit_block()) return;
        }
      }
    } else {
      const auto decode = count < bits.size() * 3 ? kernels.decode : kernels.decode_many;
      for (std::size_t word = 0; word < bits.size(); word += 8) {
        n += decode(bits.data() + word, static_cast<Docid>(word * 64), block.data() + n);
        if (n > kBlockDocs - 512 && !visit_block()) return;
      }
    }
    if (n != 0) visit_block();
  }
};

/// Memory that grows and is never cleared: scratch of a search thread.
template <class T>
class Buffer {
 public:
  /// Room for `count` values. What was there stays only where it was enough.
  T* at_least(std::size_t count) {
    if (count > size_ || size_ == 0) {
      size_ = std::max({count, size_ + size_ / 2, std::size_t{64}});
      data_ = std::make_unique_for_overwrite<T[]>(size_);
    }
    return data_.get();
  }

 private:
  std::unique_ptr<T[]> data_;
  std::size_t size_ = 0;
};

}  // namespace souk
