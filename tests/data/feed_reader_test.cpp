// Lines out of files as sellers upload them: plain, compressed, damaged.

#include "data/feed_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "tests/data/temp_dir.h"

namespace souk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TempDir;
using Numbered = std::pair<std::uint64_t, std::string>;

std::string gzip(std::string_view text) {
  z_stream stream{};
  EXPECT_EQ(::deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(::deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(::deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  ::deflateEnd(&stream);
  return out;
}

/// With a checksum, as the zstd command does, or without.
std::string zstd(std::string_view text, bool checksum = true) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, checksum ? 1 : 0);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  const auto size = ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size());
  ZSTD_freeCCtx(context);
  EXPECT_FALSE(ZSTD_isError(size));
  out.resize(size);
  return out;
}

struct Read {
  std::vector<Numbered> lines;
  std::string error;
  ErrorCode code = ErrorCode::interrupted;
};

Read read_all(const std::string& path) {
  Read read;
  auto reader = FeedReader::open(path);
  if (!reader) return {{}, reader.error().message, reader.error().code};
  for (;;) {
    const auto line = reader->next();
    if (!line) {
      read.error = line.error().message;
      read.code = line.error().code;
      return read;
    }
    if (line->number == 0) return read;
    read.lines.emplace_back(line->number, line->text);
  }
}

std::vector<Numbered> lines_of(std::string_view bytes) {
  const TempDir dir;
  const Read read = read_all(dir.write("feed", bytes));
  EXPECT_EQ(read.error, "");
  return read.lines;
}

std::string error_of(std::string_view bytes) {
  const TempDir dir;
  const Read read = read_all(dir.write("feed", bytes));
  if (!read.error.empty()) {
    EXPECT_EQ(read.code, ErrorCode::bad_input);
    EXPECT_THAT(read.error, HasSubstr((dir.path() / "feed").string()));
  }
  return read.error;
}

/// Text that compression cannot make small.
std::string noise(std::size_t bytes) {
  std::mt19937 random(7);
  std::string text(bytes, '\n');
  for (std::size_t i = 0; i < bytes; ++i) {
    if (i % 100 != 99) text[i] = static_cast<char>('!' + random() % 90);
  }
  return text;
}

TEST(FeedReader, NumbersLinesFromOneAndSkipsBlankOnes) {
  EXPECT_THAT(lines_of("a\n\nb\n \t\n\nc\n"),
              ElementsAre(Numbered{1, "a"}, Numbered{3, "b"}, Numbered{6, "c"}));
}

TEST(FeedReader, TakesALastLineWithoutNewline) {
  EXPECT_THAT(lines_of("a\nb"), ElementsAre(Numbered{1, "a"}, Numbered{2, "b"}));
}

TEST(FeedReader, FindsNoLinesInAnEmptyFile) {
  for (const char* bytes : {"", "\n", "\n\n\r\n", "\xef\xbb\xbf", "\xef\xbb\xbf\n"}) {
    EXPECT_TRUE(lines_of(bytes).empty());
  }
}

TEST(FeedReader, DropsAByteOrderMarkAtTheStartOnly) {
  EXPECT_THAT(lines_of("\xef\xbb\xbf{}\n\xef\xbb\xbf{}\n"),
              ElementsAre(Numbered{1, "{}"}, Numbered{2, "\xef\xbb\xbf{}"}));
  EXPECT_THAT(lines_of(gzip("\xef\xbb\xbf{}\n")), ElementsAre(Numbered{1, "{}"}));
}

TEST(FeedReader, TakesCrLfAsOneLineBreak) {
  EXPECT_THAT(lines_of("a\r\n\r\nb\r\nc\r"),
              ElementsAre(Numbered{1, "a"}, Numbered{3, "b"}, Numbered{4, "c"}));
  EXPECT_THAT(lines_of("a\rb\n"), ElementsAre(Numbered{1, "a\rb"}));
}

TEST(FeedReader, RefusesUtf16AndUtf32) {
  using namespace std::string_literals;
  for (const std::string& bytes : {"\xff\xfe{\0}\0"s, "\xfe\xff\0{\0}"s, "{\0}\0\n\0"s,
                                   "\0{\0}\0\n"s, "\0\0\xfe\xff\0\0\0{"s}) {
    EXPECT_THAT(error_of(bytes), HasSubstr("UTF-8"));
  }
  EXPECT_THAT(error_of(gzip("\xff\xfe{\0}\0"s)), HasSubstr("UTF-8"));
}

TEST(FeedReader, RefusesWhatIsNoFile) {
  const TempDir dir;
  for (const std::string& path : {(dir.path() / "missing").string(), dir.path().string()}) {
    const Read read = read_all(path);
    EXPECT_THAT(read.error, HasSubstr(path));
    EXPECT_EQ(read.code, ErrorCode::bad_input);
  }
}

TEST(FeedReader, ReadsCompressedFilesWhateverTheirName) {
  const std::string text = "a\n\nb\n" + noise(3'000'000) + "end";
  const auto plain = lines_of(text);
  EXPECT_EQ(plain.size(), 30'003U);
  EXPECT_TRUE(lines_of(gzip(text)) == plain);
  EXPECT_TRUE(lines_of(zstd(text)) == plain);
  EXPECT_TRUE(lines_of(zstd(text, false)) == plain);
}

TEST(FeedReader, ReadsSeveralMembersAsOneFile) {
  // A line may go on in the next member, and members may be empty.
  for (const auto& pack :
       {+[](std::string_view s) { return gzip(s); }, +[](std::string_view s) { return zstd(s); }}) {
    EXPECT_THAT(lines_of(pack("") + pack("a\nb") + pack("") + pack("c\nd\n") + pack("")),
                ElementsAre(Numbered{1, "a"}, Numbered{2, "bc"}, Numbered{3, "d"}));
    EXPECT_TRUE(lines_of(pack("")).empty());
  }
}

TEST(FeedReader, ReadsTextThatEndsWithADecodersBuffer) {
  // Output buffers of 256 KiB, blocks of 128 KiB: the end of a frame falls on the end of a buffer.
  for (const std::size_t kib : {128U, 256U, 384U, 512U, 1024U}) {
    const std::string text = noise(kib << 10);
    const auto plain = lines_of(text);
    EXPECT_TRUE(lines_of(zstd(text)) == plain) << kib;
    EXPECT_TRUE(lines_of(zstd(text, false)) == plain) << kib;
    EXPECT_EQ(lines_of(zstd(text) + zstd("\nx\n")).size(), plain.size() + 1) << kib;
    EXPECT_TRUE(lines_of(gzip(text)) == plain) << kib;
    const std::string dense(kib << 10, 'x');
    EXPECT_TRUE(lines_of(zstd(dense)) == lines_of(dense)) << kib;
    EXPECT_TRUE(lines_of(gzip(dense)) == lines_of(dense)) << kib;
  }
}

TEST(FeedReader, ReportsEveryTruncationOfCompressedFiles) {
  for (const std::string& whole :
       {gzip("{\"a\":1}\n{\"b\":2}\n"), zstd("{\"a\":1}\n{\"b\":2}\n")}) {
    ASSERT_EQ(error_of(whole), "");
    // Below four bytes zstd's magic cannot be told from text.
    for (std::size_t length = 4; length < whole.size(); ++length) {
      EXPECT_NE(error_of(whole.substr(0, length)), "") << length << " of " << whole.size();
    }
  }
  const std::string members = gzip("a\n") + gzip("b\n");
  EXPECT_NE(error_of(members.substr(0, members.size() - 1)), "");
  EXPECT_NE(error_of(gzip(noise(1'000'000)).substr(0, 500'000)), "");
  EXPECT_NE(error_of(zstd(noise(1'000'000)).substr(0, 500'000)), "");
}

TEST(FeedReader, ReportsDamagedCompression) {
  for (const std::string& whole : {gzip(noise(2000)), zstd(noise(2000))}) {
    const auto plain = lines_of(whole);
    for (std::size_t at = 12; at < whole.size(); at += 37) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
      EXPECT_NE(error_of(damaged), "") << at;
    }
  }
  EXPECT_NE(error_of(gzip("a\n") + "garbage"), "");
  EXPECT_NE(error_of(zstd("a\n") + "garbage"), "");
}

TEST(FeedReader, RefusesDecompressionBombs) {
  std::string bomb;
  const std::string zeros(8U << 20, '0');
  const std::string member = zstd(zeros);
  for (int i = 0; i < 16; ++i) bomb += member;
  EXPECT_THAT(error_of(bomb), HasSubstr("1000 times"));
}

TEST(FeedReader, MarksLinesThatAreTooLongAndGoesOn) {
  const std::string longest(kMaxLineBytes, 'x');
  const TempDir dir;
  for (const char* line_break : {"\n", "\r\n"}) {
    auto reader =
        FeedReader::open(dir.write("feed", longest + line_break + longest + "y" + line_break +
                                               "end" + line_break + longest + longest));
    ASSERT_TRUE(reader);
    const auto next = [&] {
      const auto line = reader->next();
      EXPECT_TRUE(line);
      return line ? *line : FeedReader::Line{};
    };
    const auto fits = next();
    EXPECT_EQ(fits.number, 1U);
    EXPECT_FALSE(fits.too_long);
    EXPECT_EQ(fits.text.size(), kMaxLineBytes);
    const auto over = next();
    EXPECT_EQ(over.number, 2U);
    EXPECT_TRUE(over.too_long);
    EXPECT_LE(over.text.size(), kMaxLineBytes);
    const auto after = next();
    EXPECT_EQ(after.number, 3U);
    EXPECT_EQ(after.text, "end");
    EXPECT_TRUE(next().too_long);
    EXPECT_EQ(next().number, 0U);
  }
}

TEST(FeedReader, CountsTheBytesItRead) {
  const TempDir dir;
  const std::string packed = gzip("a\nb\n");
  auto reader = FeedReader::open(dir.write("feed", packed));
  ASSERT_TRUE(reader);
  while (reader->next()->number != 0) {
  }
  EXPECT_EQ(reader->bytes_read(), packed.size());
  EXPECT_EQ(reader->bytes_total(), packed.size());
  EXPECT_EQ(reader->name(), (dir.path() / "feed").string());
}

TEST(FeedReader, StopsWaitingForASilentPipe) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], "one\n", 4), 4);
  std::atomic<bool> stop = false;
  auto reader = FeedReader::open("/dev/fd/" + std::to_string(ends[0]), &stop);
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_EQ(reader->next()->text, "one");
  std::thread asked([&] { stop = true; });
  const auto line = reader->next();
  asked.join();
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().code, ErrorCode::interrupted);
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace souk
