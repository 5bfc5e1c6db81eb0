// Narrow columns: every value comes back whatever width it takes, and damage is told.

#include "data/narrow_array.h"

#include <gtest/gtest.h>

#include <cmath>

#include "data/number_column.h"

namespace souk {
namespace {

SectionFile over(SectionWriter& out) {
  return SectionFile::over(hold_bytes(out.finish_bytes()), "narrow").value();
}

TEST(NarrowArray, TakesTheWidthOfTheLargest) {
  for (const auto& [largest, width] : {std::pair{std::uint64_t{0xff}, 1U},
                                       {0x100, 2U},
                                       {0xffff, 2U},
                                       {0x10000, 4U},
                                       {0xffffffff, 4U},
                                       {0x100000000, 8U},
                                       {~std::uint64_t{0}, 8U}}) {
    const std::vector<std::uint64_t> values{0, largest, 7};
    SectionWriter out;
    write_narrow(out, "a", values.size(), [&](std::size_t i) { return values[i]; });
    const SectionFile file = over(out);
    EXPECT_EQ(file.section("a")->size(), 3 * width);
    const auto array = NarrowArray::open(file, "a", 3);
    ASSERT_TRUE(array);
    for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ((*array)[i], values[i]);
    EXPECT_TRUE(largest == ~std::uint64_t{0} || NarrowArray::open_below(file, "a", 3, largest + 1));
    EXPECT_FALSE(NarrowArray::open_below(file, "a", 3, largest));
    EXPECT_FALSE(NarrowArray::open(file, "a", 5));
    EXPECT_FALSE(NarrowArray::open(file, "b", 3));
  }
}

TEST(NumberColumn, GivesBackTheExtremes) {
  constexpr std::int64_t kLeast = kMissing + 1;
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  for (const std::vector<std::int64_t>& values : {std::vector<std::int64_t>{},
                                                  {kMissing},
                                                  {0},
                                                  {kMissing, 5, 5},
                                                  {kLeast, kMost, kMissing, 0},
                                                  {-3, 252, kMissing},
                                                  {1'000'000'000'000, 1'000'000'000'254}}) {
    SectionWriter out;
    const auto base =
        write_numbers(out, "n", values.size(), [&](std::size_t i) { return values[i]; });
    const SectionFile file = over(out);
    const NumberColumn column(NarrowArray::open(file, "n", values.size()).value(), base);
    for (Docid doc = 0; doc < values.size(); ++doc) {
      EXPECT_EQ(column[doc], values[doc]);
      EXPECT_EQ(column.with([&](auto value_of) { return value_of(doc); }), values[doc]);
    }
  }
}

TEST(NumberColumn, FindsTheCodesOfARange) {
  const std::vector<std::int64_t> values{500, kMissing, 700, 499, 10'000'000};
  SectionWriter out;
  const auto base =
      write_numbers(out, "n", values.size(), [&](std::size_t i) { return values[i]; });
  const SectionFile file = over(out);
  const NumberColumn column(NarrowArray::open(file, "n", values.size()).value(), base);
  for (const std::int64_t low : {std::int64_t{-5}, std::int64_t{0}, std::int64_t{499},
                                 std::int64_t{500}, std::int64_t{10'000'001}}) {
    for (const std::int64_t high :
         {std::int64_t{-1}, std::int64_t{498}, std::int64_t{500}, std::int64_t{1} << 62}) {
      const auto [first, last] = column.codes_between(low, high);
      for (Docid doc = 0; doc < values.size(); ++doc) {
        const std::uint64_t code = column.codes()[doc];
        const bool inside = values[doc] != kMissing && values[doc] >= low && values[doc] <= high;
        EXPECT_EQ(code >= first && code <= last, inside) << low << " " << high << " " << doc;
      }
    }
  }
}

TEST(RatingColumn, GivesBackEveryDoubleAndOrdersCodes) {
  const std::vector<double> ratings{4.3333333333333333, std::nan(""), 0, 5, 4, 4.3333333333333333};
  SectionWriter out;
  write_ratings(out, ratings);
  const SectionFile file = over(out);
  const auto column = RatingColumn::open(file, ratings.size());
  ASSERT_TRUE(column);
  for (Docid doc = 0; doc < ratings.size(); ++doc) {
    EXPECT_TRUE(std::isnan(ratings[doc]) ? std::isnan((*column)[doc])
                                         : (*column)[doc] == ratings[doc]);
    for (const double least : {0.0, 4.0, 4.5, 5.0, 5.5}) {
      EXPECT_EQ(column->codes()[doc] >= column->code_at_least(least), ratings[doc] >= least);
    }
  }
  EXPECT_FALSE(RatingColumn::open(file, ratings.size() + 1));
}

TEST(RowOffsets, CrossTheirBases) {
  std::vector<std::uint64_t> offsets{0};
  for (std::size_t i = 0; i < 5000; ++i) offsets.push_back(offsets.back() + i % 3);
  SectionWriter out;
  write_offsets(out, "rows", offsets);
  const SectionFile file = over(out);
  const auto rows = RowOffsets::open(file, "rows", offsets.back());
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->rows(), 5000U);
  for (std::size_t i = 0; i < offsets.size(); ++i) ASSERT_EQ((*rows)[i], offsets[i]);
  EXPECT_FALSE(RowOffsets::open(file, "rows", offsets.back() + 1));
}

}  // namespace
}  // namespace souk
