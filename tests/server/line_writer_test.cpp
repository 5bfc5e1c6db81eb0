// Logs on their way to a file: nothing is lost in silence, nobody waits.

#include "server/line_writer.h"

#include <gtest/gtest.h>
#include <simdjson.h>
#include <unistd.h>

#include <sstream>
#include <thread>
#include <vector>

#include "data/file_io.h"
#include "server/request_log.h"
#include "tests/data/temp_dir.h"

namespace souk {
namespace {

struct Pipe {
  Pipe() {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    out = FileDescriptor(ends[0]);
    in = FileDescriptor(ends[1]);
  }
  /// Everything written until the writing end closes.
  std::string read_all() {
    in = FileDescriptor();
    std::string text;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::read(out.get(), buffer, sizeof buffer)) > 0;) {
      text.append(buffer, static_cast<std::size_t>(n));
    }
    return text;
  }
  FileDescriptor out;
  FileDescriptor in;
};

TEST(LineWriter, WritesWhatItWasGivenBeforeItEnds) {
  Pipe pipe;
  {
    LineWriter lines(pipe.in.get());
    for (int i = 0; i < 100; ++i) lines.write(std::to_string(i));
  }
  std::istringstream text(pipe.read_all());
  std::string line;
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(std::getline(text, line));
    EXPECT_EQ(line, std::to_string(i));
  }
  EXPECT_FALSE(std::getline(text, line));
}

TEST(LineWriter, CountsTheLinesThatItHadNoRoomFor) {
  constexpr int kLines = 4000;
  Pipe pipe;
  std::string text;
  std::thread reader;
  {
    LineWriter lines(pipe.in.get());
    // Nobody reads yet: the pipe fills, then the buffer, and what follows is counted.
    for (int i = 0; i < kLines; ++i) lines.write(std::string(1000, 'x'));
    reader = std::thread([&] {
      char buffer[65536];
      for (ssize_t n = 0; (n = ::read(pipe.out.get(), buffer, sizeof buffer)) > 0;) {
        text.append(buffer, static_cast<std::size_t>(n));
      }
    });
  }
  pipe.in = FileDescriptor();
  reader.join();
  int written = 0;
  int dropped = 0;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    simdjson::dom::parser parser;
    std::int64_t count = 0;
    if (line.front() == 'x') {
      ++written;
    } else if (parser.parse(line)["dropped_lines"].get(count) == simdjson::SUCCESS) {
      dropped += static_cast<int>(count);
    }
  }
  EXPECT_GT(dropped, 0);
  EXPECT_EQ(written + dropped, kLines);
}

TEST(LineWriter, CarriesTheRequestLogToo) {
  Pipe pipe;
  {
    RequestLog log(pipe.in.get());
    RequestRecord record;
    record.method = "GET";
    record.status = 200;
    log.record(record);
    log.error("trouble");
  }
  simdjson::dom::parser parser;
  std::istringstream text(pipe.read_all());
  std::string line;
  std::string_view value;
  ASSERT_TRUE(std::getline(text, line));
  EXPECT_EQ(parser.parse(line)["method"].get(value), simdjson::SUCCESS) << line;
  ASSERT_TRUE(std::getline(text, line));
  EXPECT_EQ(parser.parse(line)["message"].get(value), simdjson::SUCCESS) << line;
  EXPECT_EQ(value, "trouble");
  EXPECT_FALSE(std::getline(text, line));
}

TEST(LineWriter, WritesNothingWithoutADescriptor) {
  LineWriter lines(-1);
  EXPECT_FALSE(lines.writes());
  lines.write("lost");
}

}  // namespace
}  // namespace souk
