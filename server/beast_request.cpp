#include "server/beast_request.h"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/none.hpp>
#include <exception>
#include <limits>

#include "server/gzip.h"
#include "server/header_syntax.h"

namespace souk {
namespace {

namespace http = boost::beast::http;
namespace asio = boost::asio;

constexpr std::size_t kChunkOverhead = 16 * 1024;
// Whatever part of a chunked body is still to come ends in "0\r\n\r\n". Offered less, Beast 1.81
// runs into an assertion of its own when a last chunk comes in pieces (found by framing_fuzz).
constexpr std::size_t kLeastChunked = 5;

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct BeastRequest::Parser {
  http::request_parser<http::string_body> beast;
  std::size_t body_bytes_read = 0;  // as they came, chunk sizes and trailers included

  std::string_view header(std::string_view name) const {
    const auto& fields = beast.get();
    const auto found = fields.find(boost::beast::string_view(name.data(), name.size()));
    return found == fields.end() ? std::string_view{} : view(found->value());
  }
};

BeastRequest::BeastRequest() : parser_(std::make_unique<Parser>()) {
  // The gate has counted already; the body's limit is the route's, which is not known yet.
  parser_->beast.header_limit(std::numeric_limits<std::uint32_t>::max());
  parser_->beast.body_limit(boost::none);
  parser_->beast.eager(false);
}

BeastRequest::~BeastRequest() = default;

bool BeastRequest::put_header(std::string_view block, const RequestFrame& frame) try {
  auto& beast = parser_->beast;
  boost::system::error_code error;
  const auto consumed = beast.put(asio::const_buffer(block.data(), block.size()), error);
  if (error || consumed != block.size() || !beast.is_header_done()) return false;
  const auto length = beast.content_length();
  return view(beast.get().method_string()) == frame.method &&
         view(beast.get().target()) == frame.target && beast.chunked() == frame.chunked &&
         length.has_value() == frame.content_length.has_value() &&
         (!length.has_value() || *length == *frame.content_length) &&
         beast.is_done() == !frame.has_body();
} catch (const std::exception&) {
  return false;
}

RequestHead BeastRequest::head(const RequestFrame& frame) const {
  RequestHead head;
  head.frame = frame;
  auto& request = head.request;
  request.accept_language = parser_->header("Accept-Language");
  request.authorization = parser_->header("Authorization");
  request.api_key = parser_->header("X-API-Key");
  if (request.api_key.empty()) request.api_key = parser_->header("X-Algolia-API-Key");
  set_content_type(head, parser_->header("Content-Type"));
  head.content_encoding = parser_->header("Content-Encoding");
  head.has_origin = !parser_->header("Origin").empty();
  head.asked_method = parser_->header("Access-Control-Request-Method");
  head.asked_headers = parser_->header("Access-Control-Request-Headers");
  head.accepts_gzip = allows_gzip(parser_->header("Accept-Encoding"));
  return head;
}

BeastRequest::Progress BeastRequest::put_body(std::string_view bytes, std::size_t limit) try {
  auto& beast = parser_->beast;
  if (beast.is_done()) return {Body::complete, 0};
  if (beast.chunked() && bytes.size() < kLeastChunked) return {Body::need_more, 0};
  if (parser_->body_bytes_read == 0) {
    beast.body_limit(limit);
    beast.eager(true);
  }
  boost::system::error_code error;
  const auto consumed = beast.put(asio::const_buffer(bytes.data(), bytes.size()), error);
  parser_->body_bytes_read += consumed;
  if (error == http::error::body_limit) return {Body::too_large, consumed};
  if (error && error != http::error::need_more) return {Body::broken, consumed};
  const auto body = beast.get().body().size();
  if (parser_->body_bytes_read > 2 * body + kChunkOverhead) return {Body::broken, consumed};
  return {beast.is_done() ? Body::complete : Body::need_more, consumed};
} catch (const std::exception&) {
  return {Body::broken, 0};
}

std::string BeastRequest::take_body() { return std::move(parser_->beast.get().body()); }

}  // namespace souk
