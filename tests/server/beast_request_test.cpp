// Beast behind the gate, fed by hand: bodies in every cut, chunked or not.

#include "server/beast_request.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

namespace souk {
namespace {

RequestFrame frame_of(std::string_view block) {
  return std::get<RequestFrame>(check_framing(block, FramingLimits{}));
}

struct Read {
  BeastRequest::Body state = BeastRequest::Body::need_more;
  std::string body;
  std::size_t left = 0;  ///< bytes behind the body
};

// Offers the body `piece` bytes at a time, what was not consumed again and again.
Read read(std::string_view block, std::string_view bytes, std::size_t piece, std::size_t limit) {
  BeastRequest request;
  if (!request.put_header(block, frame_of(block))) return {BeastRequest::Body::broken, {}, 0};
  std::size_t offered = 0;
  for (;;) {
    offered = std::min(offered + piece, bytes.size());
    const auto progress = request.put_body(bytes.substr(0, offered), limit);
    const bool all = offered == bytes.size();
    bytes.remove_prefix(progress.consumed);
    offered -= progress.consumed;
    if (progress.state == BeastRequest::Body::complete) {
      return {progress.state, request.take_body(), bytes.size()};
    }
    if (progress.state != BeastRequest::Body::need_more || all) return {progress.state, {}, 0};
  }
}

const std::string kChunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
const std::string kSized = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";

TEST(BeastRequest, ReadsABodyTheSameInEveryCut) {
  struct Case {
    std::string block, bytes;
    BeastRequest::Body state;
    std::string body;
  };
  using Body = BeastRequest::Body;
  const std::vector<Case> cases = {
      {kSized, "helloGET /", Body::complete, "hello"},
      {kSized, "hell", Body::need_more, ""},
      {kChunked, "0\r\n\r\nGET /", Body::complete, ""},
      {kChunked, "0\r\nX: y\r\n\r\nGET /", Body::complete, ""},
      {kChunked, "0;a=b\r\n\r\nGET /", Body::complete, ""},
      {kChunked, "5\r\nhello\r\n0\r\n\r\nGET /", Body::complete, "hello"},
      {kChunked, "1\r\nh\r\n4\r\nello\r\n0\r\n\r\nGET /", Body::complete, "hello"},
      {kChunked, "5\r\nhello\r\n0\r\n\r", Body::need_more, ""},
      {kChunked, "5\r\nhelloX0\r\n\r\n", Body::broken, ""},
      {kChunked, "zzzzz\r\nhello\r\n0\r\n\r\n", Body::broken, ""},
      {kChunked, "B\r\nhello world\r\n0\r\n\r\n", Body::too_large, ""},
  };
  for (const auto& [block, bytes, state, body] : cases) {
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
      const auto found = read(block, bytes, piece, 10);
      EXPECT_EQ(found.state, state) << testing::PrintToString(bytes) << " by " << piece;
      EXPECT_EQ(found.body, body) << testing::PrintToString(bytes) << " by " << piece;
      if (state == Body::complete) {
        EXPECT_EQ(found.left, 5U);
      }
    }
  }
}

TEST(BeastRequest, BreaksOffWhenChunkingOutweighsTheBody) {
  std::string extended;
  for (int i = 0; i < 200; ++i) extended += "1;" + std::string(100, 'e') + "\r\nx\r\n";
  EXPECT_EQ(read(kChunked, extended + "0\r\n\r\n", 1000, 100000).state, BeastRequest::Body::broken);
  std::string fair;
  for (int i = 0; i < 200; ++i) fair += "64\r\n" + std::string(100, 'x') + "\r\n";
  EXPECT_EQ(read(kChunked, fair + "0\r\n\r\n", 1000, 100000).state, BeastRequest::Body::complete);
}

TEST(BeastRequest, SurvivesATrailerThatBeastThrowsAt) {
  const auto bytes = "0\r\nX: " + std::string(70000, 't') + "\r\n\r\n";
  EXPECT_EQ(read(kChunked, bytes, bytes.size(), 10).state, BeastRequest::Body::broken);
}

TEST(BeastRequest, RefusesAHeaderThatItReadsOtherwiseThanTheGate) {
  auto frame = frame_of(kSized);
  frame.content_length = 6;
  BeastRequest request;
  EXPECT_FALSE(request.put_header(kSized, frame));
}

TEST(BeastRequest, TellsTheHeadersThatMatter) {
  const std::string block =
      "GET / HTTP/1.1\r\nHost: h\r\ncontent-TYPE: Text/JSON ; Charset=\"UTF-8\"\r\n"
      "Accept-Language: fr\r\nAUTHORIZATION: Bearer k\r\nX-Algolia-API-Key: a\r\n"
      "Accept-Encoding: gzip\r\nOrigin: o\r\n\r\n";
  const auto frame = frame_of(block);
  BeastRequest request;
  ASSERT_TRUE(request.put_header(block, frame));
  const auto head = request.head(frame);
  EXPECT_EQ(head.request.content_type, "text/json");
  EXPECT_EQ(head.content_charset, "utf-8");
  EXPECT_EQ(head.request.accept_language, "fr");
  EXPECT_EQ(head.request.authorization, "Bearer k");
  EXPECT_EQ(head.request.api_key, "a");
  EXPECT_TRUE(head.accepts_gzip);
  EXPECT_TRUE(head.has_origin);
}

}  // namespace
}  // namespace souk
