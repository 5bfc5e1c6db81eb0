#include "query/bit_kernels.h"

#include <algorithm>
#include <array>
#include <bit>

#if defined(__x86_64__)
// GCC 12 warns of the undefined registers that its own intrinsics start from (its bug 105593).
#pragma GCC diagnostic ignored "-Wuninitialized"
#include <immintrin.h>
#endif

namespace souk {
namespace {

void or_plain(std::uint64_t* into, const std::uint64_t* other, std::size_t words) {
  for (std::size_t i = 0; i < words; ++i) into[i] |= other[i];
}

// Bodies that are compiled into each version, for its instructions: a popcnt a word keeps up with
// the cache.
#define SOUK_BODY __attribute__((always_inline)) inline

SOUK_BODY std::size_t and_count_words(std::uint64_t* into, const std::uint64_t* a,
                                      const std::uint64_t* b, std::size_t words) {
  std::size_t ones = 0;
  for (std::size_t i = 0; i < words; ++i) {
    into[i] = a[i] & b[i];
    ones += static_cast<std::size_t>(std::popcount(into[i]));
  }
  return ones;
}

SOUK_BODY std::size_t count_words(const std::uint64_t* bits, std::size_t words) {
  std::size_t ones = 0;
  for (std::size_t i = 0; i < words; ++i) ones += static_cast<std::size_t>(std::popcount(bits[i]));
  return ones;
}

/// Writes the docids of one word's ones from docs[n] on; n behind them. Three are written whether
/// there are or not: how many ones a word has cannot be predicted, but that they are few can.
SOUK_BODY std::size_t decode_word(std::uint64_t word, Docid first, Docid* docs, std::size_t n) {
  constexpr std::uint64_t kTop = std::uint64_t{1} << 63;  // so that no zero is asked about
  const std::size_t end = n + static_cast<std::size_t>(std::popcount(word));
  for (std::size_t i = 0; i < 3; ++i, word &= word - 1) {
    docs[n + i] = first + static_cast<Docid>(std::countr_zero(word | kTop));
  }
  for (n += 3; n < end; ++n, word &= word - 1) {
    docs[n] = first + static_cast<Docid>(std::countr_zero(word));
  }
  return end;
}

SOUK_BODY std::size_t decode_words(const std::uint64_t* bits, Docid first, Docid* docs) {
  std::size_t n = 0;
  for (Docid word = 0; word < 8; ++word) n = decode_word(bits[word], first + word * 64, docs, n);
  return n;
}

/// Members first, without branches, for whether a document is in the list cannot be predicted; then
/// the masks of these alone: they are what the cache does not have.
SOUK_BODY void score_dense(const PostingList& list, TermWeight weight, std::span<const Docid> docs,
                           std::uint32_t* best) {
  const std::uint64_t* bits = list.bits.data();
  const FieldMask* masks = list.masks.data();
  constexpr std::size_t kAtOnce = 256;
  std::array<std::uint8_t, kAtOnce> members;
  while (!docs.empty()) {
    const std::span<const Docid> some = docs.first(std::min(kAtOnce, docs.size()));
    std::size_t n = 0;
    for (std::size_t i = 0; i < some.size(); ++i) {
      members[n] = static_cast<std::uint8_t>(i);
      n += bits[some[i] >> 6] >> (some[i] & 63) & 1;
    }
    for (std::size_t m = 0; m < n; ++m) {
      const std::size_t i = members[m];
      const Docid doc = some[i];
      const std::uint64_t below = bits[doc >> 6] & ((std::uint64_t{1} << (doc & 63)) - 1);
      const std::size_t rank = list.base[doc >> 16] + list.before[doc >> 6] +
                               static_cast<std::size_t>(std::popcount(below));
      best[i] = std::max(best[i], weight.points(masks[rank]));
    }
    docs = docs.subspan(some.size());
    best += some.size();
  }
}

void score_buckets_plain(const PostingList& list, TermWeight weight, std::span<const Docid> docs,
                         std::uint32_t* best) {
  for (std::size_t i = 0; i < docs.size(); ++i) {
    if (const auto at = list.find(docs[i])) {
      best[i] = std::max(best[i], weight.points(list.masks[*at]));
    }
  }
}

void mark_buckets_plain(const PostingList& list, std::span<const Docid> docs, std::uint32_t* best) {
  for (std::size_t i = 0; i < docs.size(); ++i) best[i] |= list.find(docs[i]) ? 1U : 0U;
}

std::size_t and_count_plain(std::uint64_t* into, const std::uint64_t* a, const std::uint64_t* b,
                            std::size_t words) {
  return and_count_words(into, a, b, words);
}

std::size_t count_plain(const std::uint64_t* bits, std::size_t words) {
  return count_words(bits, words);
}

std::uint64_t occupied_plain(const std::uint64_t* bits, std::size_t words) {
  std::uint64_t found = 0;
  for (std::size_t i = 0; i < words; ++i) found |= static_cast<std::uint64_t>(bits[i] != 0) << i;
  return found;
}

std::size_t decode_plain(const std::uint64_t* bits, Docid first, Docid* docs) {
  return decode_words(bits, first, docs);
}

std::size_t find_mask_plain(const FieldMask* masks, std::size_t from, std::size_t end,
                            const MaskSet& set) {
  while (from < end && !set.contains(masks[from])) ++from;
  return from;
}

void score_dense_plain(const PostingList& list, TermWeight weight, std::span<const Docid> docs,
                       std::uint32_t* best) {
  score_dense(list, weight, docs, best);
}

#if defined(__x86_64__)

#define SOUK_AVX2 __attribute__((target("avx2,popcnt,bmi")))
#define SOUK_AVX512 __attribute__((target("avx512f,avx512bw,avx512vpopcntdq,popcnt,bmi")))

SOUK_AVX2 void or_avx2(std::uint64_t* into, const std::uint64_t* other, std::size_t words) {
  for (std::size_t i = 0; i < words; i += 4) {
    auto* at = reinterpret_cast<__m256i*>(into + i);
    _mm256_storeu_si256(
        at, _mm256_or_si256(_mm256_loadu_si256(at),
                            _mm256_loadu_si256(reinterpret_cast<const __m256i*>(other + i))));
  }
}

SOUK_AVX2 std::uint64_t occupied_avx2(const std::uint64_t* bits, std::size_t words) {
  std::uint64_t found = 0;
  for (std::size_t i = 0; i < words; i += 4) {
    const __m256i four = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bits + i));
    const __m256i zero = _mm256_cmpeq_epi64(four, _mm256_setzero_si256());
    const auto full = static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(zero))) ^ 15U;
    found |= std::uint64_t{full} << i;
  }
  return found;
}

SOUK_AVX2 std::size_t and_count_avx2(std::uint64_t* into, const std::uint64_t* a,
                                     const std::uint64_t* b, std::size_t words) {
  return and_count_words(into, a, b, words);
}

SOUK_AVX2 std::size_t count_avx2(const std::uint64_t* bits, std::size_t words) {
  return count_words(bits, words);
}

/// By byte, the positions of its ones, a byte each.
constexpr std::array<std::uint64_t, 256> kOnesOfByte = [] {
  std::array<std::uint64_t, 256> ones{};
  for (unsigned byte = 0; byte < ones.size(); ++byte) {
    unsigned n = 0;
    for (unsigned bit = 0; bit < 8; ++bit) {
      if ((byte >> bit & 1U) != 0) ones[byte] |= std::uint64_t{bit} << (8 * n++);
    }
  }
  return ones;
}();

SOUK_AVX2 std::size_t decode_avx2(const std::uint64_t* bits, Docid first, Docid* docs) {
  return decode_words(bits, first, docs);
}

// A byte's ones are looked up, and eight docids written whether there are so many or not: no branch
// depends on how many a word has.
SOUK_AVX2 std::size_t decode_many_avx2(const std::uint64_t* bits, Docid first, Docid* docs) {
  const __m256i eight = _mm256_set1_epi32(8);
  __m256i base = _mm256_set1_epi32(static_cast<int>(first));
  std::size_t n = 0;
  for (std::size_t word = 0; word < 8; ++word) {
    for (unsigned byte = 0; byte < 8; ++byte) {
      const auto ones = static_cast<std::uint8_t>(bits[word] >> (byte * 8));
      const __m128i at = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(&kOnesOfByte[ones]));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(docs + n),
                          _mm256_add_epi32(base, _mm256_cvtepu8_epi32(at)));
      n += static_cast<std::size_t>(std::popcount(static_cast<unsigned>(ones)));
      base = _mm256_add_epi32(base, eight);
    }
  }
  return n;
}

SOUK_AVX2 void score_dense_avx2(const PostingList& list, TermWeight weight,
                                std::span<const Docid> docs, std::uint32_t* best) {
  score_dense(list, weight, docs, best);
}

/// Which of from[0 … 31] is `low`, one bit each.
SOUK_AVX2 inline std::uint32_t equal32(const std::uint16_t* from, std::uint16_t low) {
  const __m256i sought = _mm256_set1_epi16(static_cast<short>(low));
  const auto same = [&](const std::uint16_t* at) SOUK_AVX2 {
    return _mm256_cmpeq_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)), sought);
  };
  // Packing takes the halves of both in turn.
  const __m256i packed = _mm256_packs_epi16(same(from), same(from + 16));
  return static_cast<std::uint32_t>(
      _mm256_movemask_epi8(_mm256_permute4x64_epi64(packed, 0b11'01'10'00)));
}

struct InBucket {
  std::size_t at;  ///< in the list
  bool found;
};

// A bucket is read as 32 docids, which few are longer than. What is read behind it is no docid of
// the bucket's, and where the list ends there it is part of the file's later sections and its
// table, which may equal anything.
SOUK_AVX2 inline InBucket find_in_bucket(const PostingList& list, Docid doc) {
  const std::uint16_t* lows = list.lows.data();
  const auto low = static_cast<std::uint16_t>(doc);
  const std::uint32_t* bucket = list.starts.data() + (doc >> list.shift);
  std::size_t at = bucket[0];
  const std::size_t end = bucket[1];
  while (at + 32 < end && lows[at + 31] < low) at += 32;
  const std::uint32_t equal = equal32(lows + at, low);
  at += static_cast<std::size_t>(std::countr_zero(equal));
  return {at,
          static_cast<bool>(static_cast<unsigned>(equal != 0) & static_cast<unsigned>(at < end))};
}

SOUK_AVX2 void score_buckets_avx2(const PostingList& list, TermWeight weight,
                                  std::span<const Docid> docs, std::uint32_t* best) {
  for (std::size_t i = 0; i < docs.size(); ++i) {
    const auto [at, found] = find_in_bucket(list, docs[i]);
    if (found) best[i] = std::max(best[i], weight.points(list.masks[at]));
  }
}

SOUK_AVX2 void mark_buckets_avx2(const PostingList& list, std::span<const Docid> docs,
                                 std::uint32_t* best) {
  for (std::size_t i = 0; i < docs.size(); ++i) {
    best[i] |= static_cast<std::uint32_t>(find_in_bucket(list, docs[i]).found);
  }
}

SOUK_AVX2 std::size_t find_mask_avx2(const FieldMask* masks, std::size_t from, std::size_t end,
                                     const MaskSet& set) {
  const auto row = [&](std::size_t i) SOUK_AVX2 {
    return _mm256_broadcastsi128_si256(
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(set.rows[i].data())));
  };
  const __m256i rows_below = row(0);
  const __m256i rows_above = row(1);
  const __m256i nibble = _mm256_set1_epi8(15);
  const __m256i bit_of = _mm256_set1_epi64x(static_cast<long long>(0x8040201008040201ULL));
  for (; from + 32 <= end; from += 32) {
    const __m256i mask = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(masks + from));
    const __m256i low = _mm256_and_si256(mask, nibble);
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(mask, 4), nibble);
    const __m256i bits = _mm256_blendv_epi8(_mm256_shuffle_epi8(rows_below, low),
                                            _mm256_shuffle_epi8(rows_above, low), mask);
    const __m256i bit = _mm256_shuffle_epi8(bit_of, high);
    const __m256i in = _mm256_cmpeq_epi8(_mm256_and_si256(bits, bit), bit);
    const auto found = static_cast<std::uint32_t>(_mm256_movemask_epi8(in));
    if (found != 0) return from + static_cast<std::size_t>(std::countr_zero(found));
  }
  return find_mask_plain(masks, from, end, set);
}

SOUK_AVX512 void or_avx512(std::uint64_t* into, const std::uint64_t* other, std::size_t words) {
  for (std::size_t i = 0; i < words; i += 8) {
    _mm512_storeu_si512(
        into + i, _mm512_or_si512(_mm512_loadu_si512(into + i), _mm512_loadu_si512(other + i)));
  }
}

SOUK_AVX512 std::uint64_t occupied_avx512(const std::uint64_t* bits, std::size_t words) {
  std::uint64_t found = 0;
  for (std::size_t i = 0; i < words; i += 8) {
    const __m512i eight = _mm512_loadu_si512(bits + i);
    found |= std::uint64_t{_mm512_test_epi64_mask(eight, eight)} << i;
  }
  return found;
}

SOUK_AVX512 std::size_t and_count_avx512(std::uint64_t* into, const std::uint64_t* a,
                                         const std::uint64_t* b, std::size_t words) {
  __m512i ones = _mm512_setzero_si512();
  for (std::size_t i = 0; i < words; i += 8) {
    const __m512i both = _mm512_and_si512(_mm512_loadu_si512(a + i), _mm512_loadu_si512(b + i));
    _mm512_storeu_si512(into + i, both);
    ones = _mm512_add_epi64(ones, _mm512_popcnt_epi64(both));
  }
  return static_cast<std::size_t>(_mm512_reduce_add_epi64(ones));
}

SOUK_AVX512 std::size_t count_avx512(const std::uint64_t* bits, std::size_t words) {
  __m512i ones = _mm512_setzero_si512();
  for (std::size_t i = 0; i < words; i += 8) {
    ones = _mm512_add_epi64(ones, _mm512_popcnt_epi64(_mm512_loadu_si512(bits + i)));
  }
  return static_cast<std::size_t>(_mm512_reduce_add_epi64(ones));
}

/// A word with so few ones is decoded one by one.
constexpr int kFewBits = 3;

// Sixteen bits select sixteen consecutive docids. Storing all sixteen lanes and stepping by the
// count is faster than a masked store; the block's end has room for them.
SOUK_AVX512 std::size_t decode_avx512(const std::uint64_t* bits, Docid first, Docid* docs) {
  const __m512i lanes = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  std::size_t n = 0;
  for (Docid word = 0; word < 8; ++word) {
    std::uint64_t rest = bits[word];
    if (std::popcount(rest) <= kFewBits) {
      n = decode_word(rest, first + word * 64, docs, n);
      continue;
    }
    for (Docid at = first + word * 64; rest != 0; at += 16, rest >>= 16) {
      const auto mask = static_cast<__mmask16>(rest & 0xffffU);
      const __m512i values = _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(at)), lanes);
      _mm512_storeu_si512(docs + n, _mm512_maskz_compress_epi32(mask, values));
      n += static_cast<std::size_t>(std::popcount(static_cast<std::uint32_t>(mask)));
    }
  }
  return n;
}

#endif

constexpr std::array kKernels = {
    BitKernels{"plain", or_plain, and_count_plain, count_plain, occupied_plain, decode_plain,
               decode_plain, score_dense_plain, score_buckets_plain, mark_buckets_plain,
               find_mask_plain},
#if defined(__x86_64__)
    BitKernels{"avx2", or_avx2, and_count_avx2, count_avx2, occupied_avx2, decode_avx2,
               decode_many_avx2, score_dense_avx2, score_buckets_avx2, mark_buckets_avx2,
               find_mask_avx2},
    BitKernels{"avx512", or_avx512, and_count_avx512, count_avx512, occupied_avx512, decode_avx512,
               decode_avx512, score_dense_avx2, score_buckets_avx2, mark_buckets_avx2,
               find_mask_avx2},
#endif
};

std::size_t usable() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("popcnt") ||
      !__builtin_cpu_supports("bmi")) {
    return 1;
  }
  if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
      !__builtin_cpu_supports("avx512vpopcntdq")) {
    return 2;
  }
#endif
  return kKernels.size();
}

}  // namespace

std::span<const BitKernels> all_bit_kernels() {
  static const std::size_t count = usable();
  return std::span(kKernels).first(count);
}

const BitKernels& bit_kernels() {
  static const BitKernels& best = all_bit_kernels().back();
  return best;
}

}  // namespace souk
