// Section files: what is written comes back; what is damaged is told, never walked.

#include "data/section_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/data/temp_dir.h"

namespace souk {
namespace {

using ::testing::HasSubstr;
using testing::TempDir;

const std::vector<std::uint32_t> kNumbers = {7, 0, 0xffffffff};
const std::vector<std::string> kWords = {"", "usb", "", "écran", ""};

void write_sections(SectionWriter& out) {
  out.write("numbers", kNumbers);
  write_strings(out, "words", kWords);
  out.begin("empty");
  out.begin("pieces");
  out.append("ab", 2);
  out.append("c", 1);
  write_rows<std::uint16_t>(out, "rows", {0, 2, 2, 3}, {10, 11, 12});
}

std::vector<std::byte> sample() {
  SectionWriter out;
  write_sections(out);
  return out.finish_bytes();
}

Result<SectionFile> over(std::vector<std::byte> bytes) {
  return SectionFile::over(hold_bytes(std::move(bytes)), "sample");
}

/// Does the file hold what write_sections wrote?
bool is_sample(const SectionFile& file) {
  const auto numbers = file.array<std::uint32_t>("numbers");
  const auto words = StringTable::open(file, "words");
  const auto empty = file.array<std::uint64_t>("empty");
  const auto pieces = file.array<char>("pieces");
  const auto rows = RowTable<std::uint16_t>::open(file, "rows");
  if (!numbers || !words || !empty || !pieces || !rows) return false;
  bool same = std::equal(numbers->begin(), numbers->end(), kNumbers.begin(), kNumbers.end()) &&
              words->size() == kWords.size() && empty->empty() &&
              std::string_view(pieces->data(), pieces->size()) == "abc" && rows->rows() == 3;
  for (std::size_t i = 0; same && i < kWords.size(); ++i) same = (*words)[i] == kWords[i];
  return same && (*rows)[0].size() == 2 && (*rows)[0][1] == 11 && (*rows)[1].empty() &&
         (*rows)[2][0] == 12;
}

TEST(SectionFile, WritesTheSameToAFileWhateverThePiecesAre) {
  // Files are written 2 MB at a time.
  std::mt19937_64 random(5);
  const auto write = [](SectionWriter& out, std::uint64_t seed) {
    std::mt19937_64 sizes(seed);
    std::vector<char> piece;
    for (const char* name : {"first", "second", "third"}) {
      out.begin(name);
      for (std::size_t bytes = 0; bytes < (3U << 20); bytes += piece.size()) {
        piece.assign(sizes() % 4 == 0 ? sizes() % (5U << 20) : sizes() % 9'000,
                     static_cast<char>(sizes()));
        out.append(piece.data(), piece.size());
      }
    }
  };
  const TempDir dir;
  for (int round = 0; round < 5; ++round) {
    const std::uint64_t seed = random();
    SectionWriter to_memory;
    write(to_memory, seed);
    SectionWriter to_file(dir.path() / "sections");
    write(to_file, seed);
    ASSERT_TRUE(to_file.finish());
    const auto bytes = to_memory.finish_bytes();
    const auto mapped = map_file(dir.path() / "sections");
    ASSERT_TRUE(mapped) << mapped.error().message;
    prefer_huge_pages(**mapped);
    EXPECT_TRUE(std::equal(bytes.begin(), bytes.end(), (*mapped)->bytes().begin(),
                           (*mapped)->bytes().end()));
  }
}

TEST(SectionFile, GivesBackWhatWasWritten) {
  const auto file = over(sample());
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_TRUE(is_sample(*file));
}

TEST(SectionFile, IsTheSameOnDiskAndInMemory) {
  const TempDir dir;
  SectionWriter out(dir.path() / "file");
  write_sections(out);
  ASSERT_TRUE(out.finish());
  const std::string bytes = testing::read_bytes(dir.path() / "file");
  const auto memory = sample();
  EXPECT_EQ(bytes, std::string(reinterpret_cast<const char*>(memory.data()), memory.size()));
  const auto file = SectionFile::open(dir.path() / "file");
  ASSERT_TRUE(file);
  EXPECT_TRUE(is_sample(*file));
}

TEST(SectionFile, AlignsSectionsForAnyType) {
  const auto file = over(sample());
  ASSERT_TRUE(file);
  for (const char* name :
       {"numbers", "words.str", "words.off16", "pieces", "rows.off16", "rows.val"}) {
    const auto bytes = file->section(name);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(bytes->data()) % 8, 0U) << name;
  }
}

TEST(SectionFile, OutlivesItsOpenerWhileASectionFileHoldsIt) {
  std::optional<SectionFile> copy;
  {
    const auto file = over(sample());
    ASSERT_TRUE(file);
    copy = *file;
  }
  EXPECT_TRUE(is_sample(*copy));
}

TEST(SectionFile, TellsMissingAndMisshapenSections) {
  const auto file = over(sample());
  ASSERT_TRUE(file);
  const auto missing = file->section("nothing");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::corrupt);
  EXPECT_THAT(missing.error().message, HasSubstr("sample: section nothing is missing"));
  EXPECT_FALSE(file->section(""));
  EXPECT_FALSE(file->section("number"));
  EXPECT_FALSE(file->section("numbers.and.a.very.long.name.beyond.all.sections"));
  EXPECT_FALSE(file->array<std::uint64_t>("numbers"));
  EXPECT_FALSE(file->array<std::uint16_t>("pieces"));
}

TEST(SectionFile, RefusesTablesWhoseOffsetsDoNotFit) {
  const std::vector<std::uint64_t> broken[] = {
      {}, {1}, {0, 2}, {0, 4}, {0, 5, 3}, {0, 3, 4}, {4, 3}, {~std::uint64_t{0}, 3}};
  for (const auto& offsets : broken) {
    for (const bool narrow : {true, false}) {
      SectionWriter out;
      if (narrow) {
        out.write("t.off16", std::vector<std::uint16_t>(offsets.begin(), offsets.end()));
      } else {
        out.write("t.off", std::vector<std::uint32_t>(offsets.begin(), offsets.end()));
      }
      out.write("t.base", std::vector<std::uint64_t>{0});
      out.write("t.str", std::string_view("abc"));
      out.write("t.val", std::string_view("abc"));
      const auto file = over(out.finish_bytes());
      ASSERT_TRUE(file);
      EXPECT_FALSE(StringTable::open(*file, "t")) << ::testing::PrintToString(offsets);
      EXPECT_FALSE(RowTable<char>::open(*file, "t")) << ::testing::PrintToString(offsets);
    }
  }
}

TEST(SectionFile, KeepsOffsetsInTwoBytesWhereARunOfRowsHasFewValues) {
  for (const std::size_t longest : {0xffffU, 0x10000U}) {
    std::vector<std::string> strings(200, "ab");
    strings[70].assign(longest - 62 * 2, 'x');  // row 127 starts so far behind row 64
    strings[130] = "";
    SectionWriter out;
    write_strings(out, "t", strings);
    const auto file = over(out.finish_bytes());
    ASSERT_TRUE(file);
    EXPECT_EQ(file->has("t.off16"), longest <= 0xffff);
    EXPECT_NE(file->has("t.off"), file->has("t.off16"));
    const auto table = StringTable::open(*file, "t");
    ASSERT_TRUE(table) << table.error().message;
    ASSERT_EQ(table->size(), strings.size());
    for (std::size_t i = 0; i < strings.size(); ++i) EXPECT_EQ((*table)[i], strings[i]) << i;
  }
}

TEST(SectionFile, RefusesEveryTruncation) {
  const auto whole = sample();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto file = over({whole.begin(), whole.begin() + static_cast<long>(length)});
    ASSERT_FALSE(file) << length;
    EXPECT_EQ(file.error().code, ErrorCode::corrupt);
    EXPECT_THAT(file.error().message, HasSubstr("sample"));
  }
}

TEST(SectionFile, RefusesTrailingBytes) {
  for (const std::size_t extra : {1U, 40U, 64U, 4096U}) {
    auto bytes = sample();
    bytes.resize(bytes.size() + extra);
    EXPECT_FALSE(over(std::move(bytes))) << extra;
  }
}

TEST(SectionFile, TellsEveryFlippedBitOfTableAndFooter) {
  const auto whole = sample();
  std::uint64_t table = 0;
  std::memcpy(&table, whole.data() + whole.size() - 32, sizeof table);
  ASSERT_LT(table, whole.size());
  for (std::size_t at = table; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      auto damaged = whole;
      damaged[at] ^= static_cast<std::byte>(1 << bit);
      const auto file = over(std::move(damaged));
      EXPECT_TRUE(!file || is_sample(*file)) << "byte " << at << ", bit " << bit;
    }
  }
}

TEST(SectionFile, StaysInsideItsBytesWhateverBitIsFlipped) {
  const auto whole = sample();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      auto damaged = whole;
      damaged[at] ^= static_cast<std::byte>(1 << bit);
      // Digests tell such damage; here the sanitizer watches that nothing outside is read.
      if (const auto file = over(std::move(damaged))) is_sample(*file);
    }
  }
}

TEST(SectionFile, RefusesFilesOfOtherKinds) {
  const TempDir dir;
  for (const std::string& content :
       {std::string(), std::string("{}"), std::string(4096, '\0'), std::string(4096, 'x')}) {
    const auto file = SectionFile::open(dir.write("file", content));
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::corrupt);
  }
  const auto missing = SectionFile::open(dir.path() / "missing");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::io);
}

TEST(SectionFile, ReportsAFailedWriteWhenItFinishes) {
  SectionWriter nowhere("/nonexistent/souk/file");
  write_sections(nowhere);
  EXPECT_FALSE(nowhere.finish());
  if (std::filesystem::exists("/dev/full")) {
    SectionWriter full("/dev/full");
    full.write("big", std::string_view(std::string(1U << 20, 'x')));
    const auto finished = full.finish();
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().code, ErrorCode::io);
  }
}

}  // namespace
}  // namespace souk
