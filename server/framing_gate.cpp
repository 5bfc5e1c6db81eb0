#include "server/framing_gate.h"

#include <array>
#include <utility>

#include "server/header_syntax.h"

namespace souk {
namespace {

using Checked = std::optional<Refusal>;

constexpr std::size_t kLongestMethod = 32;
// A request line that has outgrown its target's limit by this much is refused unfinished.
constexpr std::size_t kRequestLineSlack = 64;

std::size_t past_line(std::string_view block, std::size_t from) {
  return block.find("\r\n", from) + 2;
}

Checked check_target(std::string_view method, std::string_view target) {
  for (const char c : target) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7f || c == '#') {
      return Refusal{400, "the request target holds a character that it must not"};
    }
  }
  if (!is_utf8(target)) return Refusal{400, "the request target is not UTF-8"};
  if (target.front() == '/') return std::nullopt;
  if (method == "CONNECT") {
    if (is_host(target)) return std::nullopt;
  } else if (target == "*") {
    if (method == "OPTIONS") return std::nullopt;
  } else {
    for (const std::string_view scheme : {"http://", "https://"}) {
      if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
      const auto rest = target.substr(scheme.size());
      if (is_host(rest.substr(0, rest.find_first_of("/?")))) return std::nullopt;
    }
  }
  return Refusal{400, "the request target has no known form"};
}

Checked check_version(std::string_view version, RequestFrame& frame) {
  if (version == "HTTP/1.1") return std::nullopt;
  if (version == "HTTP/1.0") {
    frame.minor_version = 0;
    frame.keep_alive = false;
    return std::nullopt;
  }
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
      version[6] == '.' && is_digit(version[7])) {
    return Refusal{505, "only HTTP/1.0 and HTTP/1.1 are spoken here"};
  }
  return Refusal{400, "the request line does not end in an HTTP version"};
}

Checked check_request_line(std::string_view line, const FramingLimits& limits,
                           RequestFrame& frame) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return Refusal{400, "the request line is not METHOD TARGET VERSION"};
  }
  frame.method = line.substr(0, first);
  frame.target = line.substr(first + 1, last - first - 1);
  if (!is_token(frame.method)) return Refusal{400, "the method is not a token"};
  if (frame.target.empty()) return Refusal{400, "the request target is empty"};
  if (frame.target.size() > limits.target_bytes) {
    return Refusal{414, "the request target is too long"};
  }
  if (auto refused = check_version(line.substr(last + 1), frame)) return refused;
  if (frame.method.size() > kLongestMethod) return Refusal{501, "the method is not known"};
  return check_target(frame.method, frame.target);
}

// Headers that mean something here and so may come only once: two of them are two opinions.
enum Single : std::uint8_t {
  kHost,
  kContentLength,
  kTransferEncoding,
  kContentType,
  kAuthorization,
  kApiKey,
  kExpect,
  kSingles
};
constexpr std::array<std::string_view, kSingles> kSingleNames = {
    "host",      "content-length", "transfer-encoding", "content-type", "authorization",
    "x-api-key", "expect"};

struct Headers {
  std::array<std::optional<std::string_view>, kSingles> single;
  bool close = false;
  bool keep_alive = false;
};

Checked check_header(std::string_view line, Headers& headers) {
  if (line.front() == ' ' || line.front() == '\t') {
    return Refusal{400, "a header is folded over lines"};
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return Refusal{400, "a header has no colon"};
  const auto name = line.substr(0, colon);
  // Also turns down `Host :`, which some read as Host and some as another header.
  if (!is_token(name)) return Refusal{400, "a header's name is not a token"};
  const auto value = trim(line.substr(colon + 1));
  for (std::size_t i = 0; i < kSingles; ++i) {
    if (!equals_ignoring_case(name, kSingleNames[i])) continue;
    if (headers.single[i]) return Refusal{400, "a header that may come once came twice"};
    headers.single[i] = value;
  }
  if (equals_ignoring_case(name, "connection")) {
    for_each_member(value, [&](std::string_view member) {
      headers.close |= equals_ignoring_case(member, "close");
      headers.keep_alive |= equals_ignoring_case(member, "keep-alive");
    });
  }
  return std::nullopt;
}

Checked check_transfer_encoding(std::string_view codings, const Headers& headers,
                                RequestFrame& frame) {
  if (frame.minor_version == 0) return Refusal{400, "HTTP/1.0 has no Transfer-Encoding"};
  if (headers.single[kContentLength]) {
    return Refusal{400, "Content-Length and Transfer-Encoding exclude each other"};
  }
  if (codings.empty()) return Refusal{400, "Transfer-Encoding is empty"};
  if (!equals_ignoring_case(codings, "chunked")) {
    return Refusal{501, "the only transfer coding known here is chunked"};
  }
  frame.chunked = true;
  return std::nullopt;
}

Checked check_headers(const Headers& headers, RequestFrame& frame) {
  const auto& host = headers.single[kHost];
  if (!host || host->empty()) return Refusal{400, "a request needs a Host"};
  if (!is_host(*host)) return Refusal{400, "Host is not a host"};
  if (const auto& codings = headers.single[kTransferEncoding]) {
    if (auto refused = check_transfer_encoding(*codings, headers, frame)) return refused;
  }
  if (const auto& length = headers.single[kContentLength]) {
    frame.content_length = parse_digits(*length);
    if (!frame.content_length) return Refusal{400, "Content-Length is not a number of bytes"};
  }
  if (const auto& expected = headers.single[kExpect]; expected && frame.minor_version == 1) {
    if (!equals_ignoring_case(*expected, "100-continue")) {
      return Refusal{417, "the only expectation known here is 100-continue"};
    }
    frame.expects_continue = true;
  }
  frame.keep_alive = !headers.close && (frame.keep_alive || headers.keep_alive);
  return std::nullopt;
}

}  // namespace

Refusal HeaderScanner::too_large() const {
  return in_request_line_ ? Refusal{414, "the request target is too long"}
                          : Refusal{431, "the headers are too large"};
}

HeaderScanner::State HeaderScanner::scan(std::string_view bytes) {
  for (; at_ < bytes.size(); ++at_) {
    const char c = bytes[at_];
    const auto taken = at_ + 1 - begin_;
    if (taken > limits_.header_bytes) return too_large();
    if (in_request_line_ && taken > limits_.target_bytes + kRequestLineSlack) return too_large();
    if (after_cr_) {
      if (c != '\n') return Refusal{400, "a CR stands without its LF"};
      after_cr_ = false;
      const bool empty_line = at_ == line_begin_ + 1;
      line_begin_ = at_ + 1;
      if (!empty_line) {
        in_request_line_ = false;
      } else if (!in_request_line_) {
        return HeaderBlock{begin_, at_ + 1};
      } else if (begin_ == 0) {
        begin_ = at_ + 1;
      } else {
        return Refusal{400, "empty lines stand before the request line"};
      }
    } else if (c == '\r') {
      after_cr_ = true;
    } else if (c == '\n') {
      return Refusal{400, "an LF stands without its CR"};
    } else if (!is_line_char(c)) {
      return Refusal{400, "a control character stands in the header"};
    } else if (at_ == begin_ && !is_token_char(c)) {
      return Refusal{400, "the method is not a token"};
    }
  }
  return NeedMore{};
}

std::variant<RequestFrame, Refusal> check_framing(std::string_view block,
                                                  const FramingLimits& limits) {
  // Every line below is then found, the empty one at the latest.
  if (!block.ends_with("\r\n\r\n")) return Refusal{400, "the header has no end"};
  RequestFrame frame;
  auto at = past_line(block, 0);
  if (auto refused = check_request_line(block.substr(0, at - 2), limits, frame)) return *refused;
  Headers headers;
  for (std::size_t lines = 0;; ++lines) {
    const auto next = past_line(block, at);
    const auto line = block.substr(at, next - 2 - at);
    at = next;
    if (line.empty()) break;
    if (lines == limits.headers) return Refusal{431, "there are too many headers"};
    if (auto refused = check_header(line, headers)) return *refused;
  }
  if (auto refused = check_headers(headers, frame)) return *refused;
  return frame;
}

}  // namespace souk
