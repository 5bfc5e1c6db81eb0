// The framing gate alone: what one request's header bytes mean, or which status refuses them.

#include "server/framing_gate.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace souk {
namespace {

struct Judged {
  int status = 0;  ///< 0: accepted, −1: more bytes wanted
  RequestFrame frame;
};

Judged judge(std::string_view bytes, const FramingLimits& limits = {}) {
  HeaderScanner scanner(limits);
  const auto state = scanner.scan(bytes);
  if (const auto* refusal = std::get_if<Refusal>(&state)) return {refusal->status, {}};
  const auto* found = std::get_if<HeaderBlock>(&state);
  if (found == nullptr) return {-1, {}};
  const auto block = bytes.substr(found->begin, found->end - found->begin);
  const auto checked = check_framing(block, limits);
  if (const auto* refusal = std::get_if<Refusal>(&checked)) return {refusal->status, {}};
  return {0, std::get<RequestFrame>(checked)};
}

std::string with(std::string_view lines, std::string_view request_line = "POST / HTTP/1.1") {
  return std::string(request_line) + "\r\nHost: h\r\n" + std::string(lines) + "\r\n";
}

TEST(FramingGate, ReadsAHeaderInOneWayOrRefusesIt) {
  struct Case {
    std::string bytes;
    int status;
  };
  const std::vector<Case> cases = {
      {with(""), 0},
      {"\r\n" + with(""), 0},
      {"\r\n\r\n" + with(""), 400},
      {"GET / HTTP/1.1\r\nHost: h\r\n", -1},
      {"GET / HTTP/1.1\nHost: h\n\n", 400},
      {"GET / HTTP/1.1\r\nHost: h\n\r\n", 400},
      {"GET / HTTP/1.1\rHost: h\r\n\r\n", 400},
      {" GET / HTTP/1.1\r\n", 400},
      {"\x16\x03\x01", 400},
      {"GET /\r\n\r\n", 400},
      {"GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET / HTTP/1.1 \r\nHost: h\r\n\r\n", 400},
      {"GET\t/\tHTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"G(T / HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {with("", "GET / HTTP/1.2"), 505},
      {with("", "GET / HTTP/2.0"), 505},
      {with("", "GET / http/1.1"), 400},
      {with("", "GET / HTTP/1.10"), 400},
      {with("", "GET / HTTP/11"), 400},
      {with("", "GET no-slash HTTP/1.1"), 400},
      {with("", "GET * HTTP/1.1"), 400},
      {with("", "OPTIONS * HTTP/1.1"), 0},
      {with("", "CONNECT h:443 HTTP/1.1"), 0},
      {with("", "GET h:443 HTTP/1.1"), 400},
      {with("", "GET http://h/x HTTP/1.1"), 0},
      {with("", "GET http:///x HTTP/1.1"), 400},
      {with("", "GET http://u@h/x HTTP/1.1"), 400},
      {with("", "GET ftp://h/x HTTP/1.1"), 400},
      {with("", "GET /#top HTTP/1.1"), 400},
      {with("", "GET /?q=\xc3\xa9 HTTP/1.1"), 0},
      {with("", "GET /?q=\xc3 HTTP/1.1"), 400},
      {with("", "GET /\xed\xa0\x80 HTTP/1.1"), 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.0\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost:   \r\n\r\n", 400},
      {with("Host: h\r\n"), 400},
      {with("HOST: other\r\n"), 400},
      {"GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n Host: h\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a,b\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a:123456\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 0},
      {"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n", 400},
      {with("X: a\r\n b\r\n"), 400},
      {with("X: a\r\n\tb\r\n"), 400},
      {with("no colon\r\n"), 400},
      {with(": empty\r\n"), 400},
      {with("X\tY: a\r\n"), 400},
      {with("X: a\tb\r\n"), 0},
      {with("X: \xff\r\n"), 0},
      {with("X:\r\n"), 0},
      {with("Content-Length: 5\r\n"), 0},
      {with("Content-Length: 005\r\n"), 0},
      {with("Content-Length: 18446744073709551615\r\n"), 0},
      {with("Content-Length: 18446744073709551616\r\n"), 400},
      {with("Content-Length: +4\r\n"), 400},
      {with("Content-Length: -1\r\n"), 400},
      {with("Content-Length: 0x4\r\n"), 400},
      {with("Content-Length: 4 4\r\n"), 400},
      {with("Content-Length: 4,4\r\n"), 400},
      {with("Content-Length: 4.0\r\n"), 400},
      {with("Content-Length:\r\n"), 400},
      {with("Content-Length: 4\r\nContent-Length: 5\r\n"), 400},
      {with("Content-Length: 4\r\nContent-Length: 4\r\n"), 400},
      {with("Transfer-Encoding: chunked\r\n"), 0},
      {with("Transfer-Encoding: CHUNKED\r\n"), 0},
      {with("Transfer-Encoding: identity\r\n"), 501},
      {with("Transfer-Encoding: xchunked\r\n"), 501},
      {with("Transfer-Encoding: gzip, chunked\r\n"), 501},
      {with("Transfer-Encoding: chunked, gzip\r\n"), 501},
      {with("Transfer-Encoding: chunked;a=b\r\n"), 501},
      {with("Transfer-Encoding: \"chunked\"\r\n"), 501},
      {with("Transfer-Encoding:\r\n"), 400},
      {with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
      {with("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n"), 400},
      {with("Content-Length: 4\r\nTransfer-Encoding: identity\r\n"), 400},
      {with("Transfer-Encoding: chunked\r\n", "POST / HTTP/1.0"), 400},
      {with("Authorization: a\r\nAuthorization: b\r\n"), 400},
      {with("Expect: 100-continue\r\n"), 0},
      {with("Expect: a miracle\r\n"), 417},
  };
  for (const auto& [bytes, status] : cases) {
    EXPECT_EQ(judge(bytes).status, status) << ::testing::PrintToString(bytes);
  }
}

TEST(FramingGate, RefusesEveryControlCharacterWhereverItStands) {
  for (int c = 0; c < 0x20; ++c) {
    if (c == '\t' || c == '\r' || c == '\n') continue;
    const std::string control(1, static_cast<char>(c));
    EXPECT_EQ(judge(with("X: a" + control + "b\r\n")).status, 400) << c;
    EXPECT_EQ(judge(with("X" + control + ": b\r\n")).status, 400) << c;
    EXPECT_EQ(judge(with("", "GET /" + control + " HTTP/1.1")).status, 400) << c;
  }
  EXPECT_EQ(judge(with("X: a\x7f\r\n")).status, 400);
}

TEST(FramingGate, KeepsConnectionsAsTheirVersionAndHeadersSay) {
  struct Case {
    std::string version, connection;
    bool keep_alive;
  };
  const std::vector<Case> cases = {
      {"1.1", "", true},
      {"1.1", "close", false},
      {"1.1", "Keep-Alive, CLOSE", false},
      {"1.1", "upgrade", true},
      {"1.0", "", false},
      {"1.0", "keep-alive", true},
      {"1.0", "a, Keep-Alive", true},
      {"1.0", "close, keep-alive", false},
      {"1.1", ",,close", false},
  };
  for (const auto& [version, connection, keep_alive] : cases) {
    const auto bytes = with("Connection: " + connection + "\r\n", "GET / HTTP/" + version);
    const auto judged = judge(bytes);
    EXPECT_EQ(judged.status, 0);
    EXPECT_EQ(judged.frame.keep_alive, keep_alive) << bytes;
  }
}

TEST(FramingGate, DrawsItsLimitsToTheByte) {
  const FramingLimits limits{1000, 10, 100};
  const auto target = [](std::size_t size) { return "/" + std::string(size - 1, 'a'); };
  EXPECT_EQ(judge(with("", "GET " + target(100) + " HTTP/1.1"), limits).status, 0);
  EXPECT_EQ(judge(with("", "GET " + target(101) + " HTTP/1.1"), limits).status, 414);
  EXPECT_EQ(judge("GET " + target(500), limits).status, 414);

  std::string nine;
  for (int i = 0; i < 9; ++i) nine += "X: y\r\n";
  EXPECT_EQ(judge(with(nine), limits).status, 0);
  EXPECT_EQ(judge(with(nine + "X: y\r\n"), limits).status, 431);

  const auto filled = [&](std::size_t size) {
    const auto rest = with("X: \r\n").size();
    return with("X: " + std::string(size - rest, 'a') + "\r\n");
  };
  ASSERT_EQ(filled(1000).size(), 1000U);
  EXPECT_EQ(judge(filled(1000), limits).status, 0);
  EXPECT_EQ(judge(filled(1001), limits).status, 431);
  EXPECT_EQ(judge(filled(2000).substr(0, 1500), limits).status, 431);
}

TEST(FramingGate, ReadsTheFrameOfAnAcceptedRequest) {
  const auto bytes = with("Content-Length: 12\r\nExpect: 100-Continue\r\n", "POST /a?b HTTP/1.1");
  const auto judged = judge(bytes);
  ASSERT_EQ(judged.status, 0);
  EXPECT_EQ(judged.frame.method, "POST");
  EXPECT_EQ(judged.frame.target, "/a?b");
  EXPECT_EQ(judged.frame.content_length, 12U);
  EXPECT_FALSE(judged.frame.chunked);
  EXPECT_TRUE(judged.frame.expects_continue);
  EXPECT_TRUE(judged.frame.has_body());
}

RC_GTEST_PROP(HeaderScanner, FindsTheSameWhateverThePieces, ()) {
  const auto pick = rc::gen::elementOf(
      std::vector<std::string>{"GET / HTTP/1.1", "\r\n", "\r\n", "\r\n", "Host: h", "X: y", "\n",
                               "\r", "\t", " ", std::string(1, '\0'), "a"});
  const auto parts = *rc::gen::container<std::vector<std::string>>(pick);
  std::string bytes;
  for (const auto& part : parts) bytes += part;

  HeaderScanner at_once{FramingLimits{}};
  const auto expected = at_once.scan(bytes);
  HeaderScanner piecemeal{FramingLimits{}};
  auto found = piecemeal.scan({});
  for (std::size_t size = 1; size <= bytes.size() && found.index() == 0; ++size) {
    found = piecemeal.scan(std::string_view(bytes).substr(0, size));
  }
  RC_ASSERT(found.index() == expected.index());
  if (const auto* block = std::get_if<HeaderBlock>(&expected)) {
    RC_ASSERT(block->begin == std::get<HeaderBlock>(found).begin);
    RC_ASSERT(block->end == std::get<HeaderBlock>(found).end);
  }
}

RC_GTEST_PROP(FramingGate, AcceptsOnlyBlocksWithOneHostAndOneFraming, ()) {
  const auto pick = rc::gen::elementOf(std::vector<std::string>{
      "Host: h\r\n", "Host:\r\n", "Content-Length: 3\r\n", "Content-Length: 4\r\n",
      "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: x\r\n", "X: y\r\n", "Host : h\r\n",
      " folded\r\n"});
  const auto lines = *rc::gen::container<std::vector<std::string>>(pick);
  std::string bytes = "POST / HTTP/1.1\r\n";
  int hosts = 0;
  int framings = 0;
  for (const auto& line : lines) {
    bytes += line;
    hosts += line == "Host: h\r\n" ? 1 : 0;
    framings += line.starts_with("Content") || line.starts_with("Transfer") ? 1 : 0;
  }
  bytes += "\r\n";
  if (judge(bytes).status == 0) {
    RC_ASSERT(hosts == 1);
    RC_ASSERT(framings <= 1);
  }
}

}  // namespace
}  // namespace souk
