// Every implementation of the bitset loops against bits counted one by one.

#include "query/bit_kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

namespace souk {
namespace {

using Bits = std::vector<std::uint64_t>;

/// `words` words with about one bit in `share` set.
Bits random_bits(std::size_t words, unsigned share, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Bits bits(words, 0);
  for (std::size_t bit = 0; bit < words * 64; ++bit) {
    if (random() % share == 0) bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  return bits;
}

std::set<Docid> set_of(const Bits& bits) {
  std::set<Docid> set;
  for (Docid doc = 0; doc < bits.size() * 64; ++doc) {
    if ((bits[doc / 64] >> (doc % 64) & 1) != 0) set.insert(doc);
  }
  return set;
}

TEST(BitKernels, AgreeWithSetsOnEveryPathOfThisMachine) {
  ASSERT_STREQ(all_bit_kernels().front().name, "plain");
  for (const BitKernels& kernels : all_bit_kernels()) {
    for (const unsigned share : {1U, 2U, 30U, 500U}) {
      const Bits a = random_bits(64, share, share);
      const Bits b = random_bits(64, 3, 99);
      Bits both = a;
      kernels.and_count(both.data(), both.data(), b.data(), both.size());
      Bits either = a;
      kernels.or_into(either.data(), b.data(), either.size());
      Bits counted(a.size());
      const std::size_t count = kernels.and_count(counted.data(), a.data(), b.data(), a.size());
      for (std::size_t i = 0; i < a.size(); ++i) {
        ASSERT_EQ(both[i], a[i] & b[i]) << kernels.name;
        ASSERT_EQ(either[i], a[i] | b[i]) << kernels.name;
        ASSERT_EQ(counted[i], a[i] & b[i]) << kernels.name;
      }
      EXPECT_EQ(count, set_of(both).size()) << kernels.name;
      EXPECT_EQ(kernels.count(a.data(), a.size()), set_of(a).size()) << kernels.name;
    }
  }
}

TEST(BitKernels, DecodeEveryDocidOnceInOrder) {
  for (const BitKernels& kernels : all_bit_kernels()) {
    for (const unsigned share : {1U, 2U, 7U, 100U, 100'000U}) {
      const Bits bits = random_bits(8, share, share + 1);
      std::vector<Docid> expected;
      for (const Docid doc : set_of(bits)) expected.push_back(5'120 + doc);
      for (const auto decode : {kernels.decode, kernels.decode_many}) {
        std::vector<Docid> docs(528);
        docs.resize(decode(bits.data(), 5'120, docs.data()));
        EXPECT_EQ(docs, expected) << kernels.name;
      }
    }
  }
}

TEST(BitKernels, SayWhichWordsHaveOnes) {
  for (const BitKernels& kernels : all_bit_kernels()) {
    for (const std::size_t words : {8U, 24U, 64U}) {
      for (const unsigned share : {1U, 60U, 300U, 100'000U}) {
        Bits bits = random_bits(words, share, share + 1);
        bits.back() |= std::uint64_t{1} << 63;
        std::uint64_t expected = 0;
        for (std::size_t i = 0; i < words; ++i) {
          if (bits[i] != 0) expected |= std::uint64_t{1} << i;
        }
        EXPECT_EQ(kernels.occupied(bits.data(), words), expected) << kernels.name;
      }
    }
  }
}

TEST(BitKernels, FindTheFirstMaskOfASet) {
  std::mt19937_64 random(7);
  for (const std::size_t members : {0, 1, 3, 40, 256}) {
    MaskSet set;
    std::set<FieldMask> expected;
    while (expected.size() < members) {
      const auto mask = static_cast<FieldMask>(random());
      expected.insert(mask);
      set.add(mask);
    }
    for (unsigned mask = 0; mask < 256; ++mask) {
      EXPECT_EQ(set.contains(static_cast<FieldMask>(mask)),
                expected.contains(static_cast<FieldMask>(mask)));
    }
    std::vector<FieldMask> masks(300);
    for (FieldMask& mask : masks) mask = static_cast<FieldMask>(random());
    for (const BitKernels& kernels : all_bit_kernels()) {
      for (std::size_t from = 0; from <= masks.size(); ++from) {
        for (const std::size_t end : {from, (from + masks.size()) / 2, masks.size()}) {
          const auto found = std::find_if(masks.begin() + from, masks.begin() + end,
                                          [&](FieldMask mask) { return expected.contains(mask); });
          ASSERT_EQ(kernels.find_mask(masks.data(), from, end, set),
                    static_cast<std::size_t>(found - masks.begin()))
              << kernels.name << ' ' << from << ' ' << end;
        }
      }
    }
  }
}

/// A file with one list: about one document in `share` up to `crowded`, where every one is in it.
std::vector<std::byte> one_list(Docid documents, unsigned share, Docid crowded,
                                std::uint64_t dense_share) {
  std::mt19937_64 random(share);
  SectionWriter out;
  PostingsWriter writer(out, documents, dense_share);
  writer.add_term("usb");
  for (Docid doc = 0; doc < documents; ++doc) {
    if (doc >= crowded || random() % share == 0) {
      writer.add_posting(doc, static_cast<FieldMask>(1 + random() % 255));
    }
  }
  writer.finish();
  return out.finish_bytes();
}

TEST(BitKernels, ScoreADocumentByItsMask) {
  constexpr Docid kDocuments = 150'000;  // three chunks
  const Ranking& ranking = *Ranking::built_in();
  const TermWeight weight(7, 1, ranking);
  for (const bool dense : {true, false}) {
    // The last documents in a row fill buckets far beyond their mean.
    for (const Docid crowded : {kDocuments, kDocuments - 100, kDocuments - 1}) {
      for (const unsigned share : {20U, 100U, 350U}) {
        const auto file = SectionFile::over(
            hold_bytes(one_list(kDocuments, share, crowded, dense ? 1'000 : 2)), "postings");
        ASSERT_TRUE(file);
        const Postings postings = Postings::open(*file).value();
        const PostingList list = postings.list("usb");
        ASSERT_EQ(list.is_dense(), dense);
        ASSERT_EQ(list.has_buckets(), !dense);
        std::vector<Docid> docs;
        for (Docid doc = share % 3; doc < kDocuments; doc += 1 + doc % 3) docs.push_back(doc);
        docs.push_back(kDocuments - 1);
        for (const BitKernels& kernels : all_bit_kernels()) {
          std::vector<std::uint32_t> best(docs.size());
          for (std::size_t i = 0; i < best.size(); ++i) best[i] = i % 5 == 0 ? 9'000 : 0;
          std::vector<std::uint32_t> expected = best;
          for (std::size_t i = 0; i < docs.size(); ++i) {
            if (const auto mask = list.mask(docs[i])) {
              expected[i] = std::max(expected[i], weight.points(*mask));
            }
          }
          (dense ? kernels.score_dense : kernels.score_buckets)(list, weight, docs, best.data());
          EXPECT_EQ(best, expected) << kernels.name << ", one in " << share;
          if (dense) continue;
          std::vector<std::uint32_t> marked(docs.size());
          for (std::size_t i = 0; i < docs.size(); ++i) {
            marked[i] = i % 7 == 0 ? 1 : 0;
            expected[i] = marked[i] | (list.mask(docs[i]) ? 1U : 0U);
          }
          kernels.mark_buckets(list, docs, marked.data());
          EXPECT_EQ(marked, expected) << kernels.name << ", one in " << share;
        }
      }
    }
  }
}

}  // namespace
}  // namespace souk
