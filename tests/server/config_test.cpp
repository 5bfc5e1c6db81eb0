// Flags and TOML: each setting both ways, flags winning, errors that name their place.

#include "server/config.h"

#include <gtest/gtest.h>

#include "tests/data/temp_dir.h"

namespace souk {
namespace {

Result<ParsedArguments> parse(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "souk-server");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  return parse_arguments(static_cast<int>(argv.size()), argv.data());
}

TEST(Config, ReadsTheFileAndLetsFlagsOverrideIt) {
  const testing::TempDir dir;
  const auto file = dir.write("souk.toml",
                              "store = \"/data/store\"\n"
                              "listen = \"[::1]:9000\"\n"
                              "threads = 3\n"
                              "admin_key = [\"one\", \"two\"]\n"
                              "idle_timeout_ms = 1500\n"
                              "header_limit = 4096\n");
  const auto parsed = parse({"--config", file, "--threads", "5"});
  ASSERT_TRUE(parsed) << parsed.error().message;
  const ServerConfig& config = parsed->config;
  EXPECT_EQ(config.store, "/data/store");
  EXPECT_EQ(config.transport.address, "::1");
  EXPECT_EQ(config.transport.port, 9000);
  EXPECT_EQ(config.transport.search_threads, 5U);
  EXPECT_EQ(config.transport.admin_keys, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(config.transport.times.idle, std::chrono::milliseconds(1500));
  EXPECT_EQ(config.transport.framing.header_bytes, 4096U);
}

TEST(Config, NamesFileLineAndKeyOfAnError) {
  const struct {
    const char* text;
    const char* place;
  } cases[] = {
      {"store = \"a\"\nthreds = 2\n", ":2: threds: "},
      {"store = \"a\"\n\nthreads = \"two\"\n", ":3: threads: "},
      {"threads = -1\n", ":1: threads: "},
      {"threads = 99999999999\n", ":1: threads: "},
      {"admin_key = [1]\n", ":1: admin_key: "},
      {"store = \n", ":1: "},
      {"[store]\n", ":1: store: "},
      {"store = \"a\"\nlisten = \"nowhere\"\n", ":2: listen: "},
  };
  const testing::TempDir dir;
  for (const auto& [text, place] : cases) {
    const auto file = dir.write("souk.toml", text);
    const auto parsed = parse({"--config", file});
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::bad_input);
    EXPECT_NE(parsed.error().message.find(file + place), std::string::npos)
        << parsed.error().message;
  }
}

TEST(Config, AsksForTheStore) {
  const auto parsed = parse({});
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->exit_code, 2);
  EXPECT_EQ(parse({"--store", "x", "--nonsense"})->exit_code, 2);
  EXPECT_EQ(parse({"--store", "x", "--listen", "nowhere"})->exit_code, 2);
  EXPECT_EQ(parse({"--help"})->exit_code, 0);
}

TEST(Config, UnderstandsAddresses) {
  const struct {
    const char* text;
    const char* address;
    int port;  ///< −1: refused
  } cases[] = {
      {"127.0.0.1:8080", "127.0.0.1", 8080},
      {"[::1]:0", "::1", 0},
      {":80", "127.0.0.1", 80},
      {"8080", "127.0.0.1", 8080},
      {"0.0.0.0:65535", "0.0.0.0", 65535},
      {"", "", -1},
      {"host:", "", -1},
      {"1.2.3.4:65536", "", -1},
      {"1.2.3.4:-1", "", -1},
      {"1.2.3.4:80x", "", -1},
  };
  for (const auto& [text, address, port] : cases) {
    const auto parsed = parse_listen(text);
    ASSERT_EQ(parsed.has_value(), port >= 0) << text;
    if (!parsed) continue;
    EXPECT_EQ(parsed->first, address) << text;
    EXPECT_EQ(parsed->second, port) << text;
  }
}

}  // namespace
}  // namespace souk
