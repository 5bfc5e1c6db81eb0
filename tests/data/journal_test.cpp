#include "data/journal.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "data/event_log.h"
#include "tests/data/temp_dir.h"

namespace souk {
namespace {
namespace fs = std::filesystem;
using testing::read_bytes;
using testing::TempDir;
using testing::write_bytes;

fs::path only_file(const fs::path& dir) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(dir)) files.push_back(entry.path());
  EXPECT_EQ(files.size(), 1U);
  return files.front();
}

Result<std::vector<std::string>> read_after(const fs::path& dir, std::uint64_t after) {
  std::vector<std::string> lines;
  std::uint64_t expected = after;
  const auto read = Journal::read(dir, after, [&](std::uint64_t sequence, std::string_view line) {
    EXPECT_EQ(sequence, ++expected);
    lines.emplace_back(line);
    return Result<void>();
  });
  if (!read) return read.error();
  return lines;
}

void append(Journal& journal, const std::vector<std::string>& lines) {
  const std::vector<std::string_view> views(lines.begin(), lines.end());
  const auto appended = journal.append(views);
  ASSERT_TRUE(appended) << appended.error().message;
}

void append(Journal&& journal, const std::vector<std::string>& lines) { append(journal, lines); }

TEST(Journal, GoesOnWhereItEnded) {
  const TempDir dir;
  {
    auto journal = Journal::open(dir.path(), 41);
    ASSERT_TRUE(journal);
    EXPECT_EQ(journal->last_sequence(), 41U);
    append(*journal, {"a", "b"});
    append(*journal, {"c"});
    EXPECT_EQ(journal->last_sequence(), 44U);
  }
  auto again = Journal::open(dir.path(), 41);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->warning(), "");
  append(*again, {"d"});
  EXPECT_EQ(*read_after(dir.path(), 41), (std::vector<std::string>{"a", "b", "c", "d"}));
  EXPECT_EQ(*read_after(dir.path(), 43), (std::vector<std::string>{"c", "d"}));
  EXPECT_EQ(*read_after(dir.path(), 45), std::vector<std::string>());
  EXPECT_EQ(*Journal::last_in(dir.path(), 0), 45U);
  EXPECT_EQ(*Journal::first_in(dir.path()), 42U);
}

TEST(Journal, RefusesAnEndBeforeTheGeneration) {
  const TempDir dir;
  append(Journal::open(dir.path(), 0).value(), {"a"});
  const auto opened = Journal::open(dir.path(), 2);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
}

TEST(Journal, RefusesToReadWhatWasDropped) {
  const TempDir dir;
  append(Journal::open(dir.path(), 10).value(), {"a"});
  ASSERT_FALSE(read_after(dir.path(), 9));
  EXPECT_EQ(read_after(dir.path(), 9).error().code, ErrorCode::corrupt);
  EXPECT_TRUE(read_after(dir.path(), 10));
}

TEST(Journal, RefusesForeignFiles) {
  for (const char* name : {"x.log", "0.log", "00000000000000000001.log"}) {
    const TempDir dir;
    write_bytes(dir.path() / name, std::string(100, 'x'));
    const auto opened = Journal::open(dir.path(), 0);
    // A foreign newest file without a sound frame is one that was never begun.
    EXPECT_EQ(opened.has_value(), std::string_view(name).size() == 24) << name;
  }
}

/// A journal of random frames, its lines, and where each frame ends.
struct Written {
  std::vector<std::string> lines;
  std::vector<std::pair<std::size_t, std::size_t>> ends;  ///< bytes, lines
};
Written write_random(const fs::path& dir) {
  Written written;
  auto journal = Journal::open(dir, 0).value();
  const int frames = *rc::gen::inRange(1, 6);
  for (int i = 0; i < frames; ++i) {
    std::vector<std::string> lines;
    for (int n = *rc::gen::inRange(1, 4); n > 0; --n) {
      lines.push_back("line " + std::to_string(written.lines.size() + lines.size()) +
                      std::string(*rc::gen::inRange<std::size_t>(0, 40), 'x'));
    }
    append(journal, lines);
    written.lines.insert(written.lines.end(), lines.begin(), lines.end());
    written.ends.emplace_back(fs::file_size(only_file(dir)), written.lines.size());
  }
  return written;
}

TEST(Journal, KeepsWholeFramesOfACutFile) {
  EXPECT_TRUE(rc::check([] {
    const TempDir dir;
    const Written written = write_random(dir.path());
    const fs::path file = only_file(dir.path());
    const auto size = *rc::gen::inRange<std::size_t>(0, fs::file_size(file) + 1);
    fs::resize_file(file, size);
    std::size_t whole = 0;
    for (const auto& [bytes, lines] : written.ends) whole = bytes <= size ? lines : whole;
    const std::vector<std::string> expected(
        written.lines.begin(), written.lines.begin() + static_cast<std::ptrdiff_t>(whole));
    RC_ASSERT(*read_after(dir.path(), 0) == expected);
    auto journal = Journal::open(dir.path(), 0);
    RC_ASSERT(journal.has_value());
    RC_ASSERT(journal->last_sequence() == whole);
    append(*journal, {"more"});
    auto all = expected;
    all.emplace_back("more");
    RC_ASSERT(*read_after(dir.path(), 0) == all);
  }));
}

TEST(Journal, LosesNothingBeforeAFlippedBitAndInventsNothing) {
  EXPECT_TRUE(rc::check([] {
    const TempDir dir;
    const Written written = write_random(dir.path());
    const fs::path file = only_file(dir.path());
    std::string bytes = read_bytes(file);
    const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << *rc::gen::inRange(0, 8)));
    write_bytes(file, bytes);
    const auto read = read_after(dir.path(), 0);
    const std::size_t last_frame =
        written.ends.size() == 1 ? 32 : written.ends[written.ends.size() - 2].first;
    if (at < last_frame) {
      // There are sound frames behind it: refused, by writers too.
      RC_ASSERT(read.has_error() && read.error().code == ErrorCode::corrupt);
      RC_ASSERT(Journal::open(dir.path(), 0).has_error());
    } else {
      // Only the last frame may go, which is what a crash would have torn.
      RC_ASSERT(read.has_value());
      const std::size_t kept =
          written.ends.size() == 1 ? 0 : written.ends[written.ends.size() - 2].second;
      RC_ASSERT(*read == std::vector<std::string>(
                             written.lines.begin(),
                             written.lines.begin() + static_cast<std::ptrdiff_t>(kept)));
    }
  }));
}

Change patch_of(const char* id, const char* event) {
  return ChangeParser("en")
      .change(std::string(R"({"op":"patch","id":")") + id + R"(","event":")" + event +
              R"(","add":{"sales":1}})")
      .value();
}

TEST(EventLog, KnowsEventsOfTheJournalAndOfWhatWasDropped) {
  const TempDir dir;
  auto journal = Journal::open(dir.path(), 0).value();
  append(journal, {R"({"op":"patch","id":"a","event":"e1","add":{"sales":1}})"});
  auto events = EventLog::load(dir.path()).value();
  EXPECT_FALSE(events.add(patch_of("a", "e1")));
  EXPECT_TRUE(events.add(patch_of("b", "e1"))) << "an event is its product's";
  ASSERT_TRUE(events.save(dir.path()));
  for (const auto& entry : fs::directory_iterator(dir.path())) {
    if (entry.path().extension() == ".log") fs::remove(entry.path());
  }
  const auto again = EventLog::load(dir.path());
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->contains(patch_of("a", "e1")));
  EXPECT_TRUE(again->contains(patch_of("b", "e1")));
  EXPECT_FALSE(again->contains(patch_of("a", "e2")));

  std::string bytes = read_bytes(dir.path() / "events");
  bytes[bytes.size() - 3] ^= 1;
  write_bytes(dir.path() / "events", bytes);
  EXPECT_FALSE(EventLog::load(dir.path()));
}

}  // namespace
}  // namespace souk
