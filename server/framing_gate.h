#pragma once
// The gate between the bytes of a connection and everything that interprets them. Boost.Beast
// accepts framings that two parties can read differently (request smuggling: see hazards in
// RELIABILITY.md), so a request's raw header block is judged here first, by the letter of RFC 9112,
// and only a block with exactly one reading goes on. Pure; views into the caller's bytes; any
// thread.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "server/options.h"

namespace souk {

/// Why a request is not let in. The connection always closes: where a bad request ends is unknown.
struct Refusal {
  int status = 400;
  std::string_view reason;  ///< static text

  friend bool operator==(const Refusal&, const Refusal&) = default;
};

/// The framing of an accepted request: all that decides where its body ends and what follows it.
struct RequestFrame {
  std::string_view method;
  std::string_view target;
  int minor_version = 1;                        ///< HTTP/1.x
  std::optional<std::uint64_t> content_length;  ///< absent: no body, or chunked
  bool chunked = false;
  bool keep_alive = true;
  bool expects_continue = false;

  bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

/// Where a header block lies in a buffer: from its request line to behind its empty line.
struct HeaderBlock {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Finds the end of a header block as bytes arrive, each byte looked at once. Refuses at once what
/// no further byte can mend (a bare LF, a control character, too much), so that a client that
/// never finishes its block still gets its answer.
class HeaderScanner {
 public:
  struct NeedMore {};
  using State = std::variant<NeedMore, HeaderBlock, Refusal>;

  explicit HeaderScanner(const FramingLimits& limits) : limits_(limits) {}

  /// `bytes`: the whole buffer so far, a prolongation of the last call's. One empty line before
  /// the request line is skipped (RFC 9112, 2.2).
  State scan(std::string_view bytes);

 private:
  Refusal too_large() const;

  FramingLimits limits_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  std::size_t line_begin_ = 0;
  bool after_cr_ = false;
  bool in_request_line_ = true;
};

/// Judges a whole header block, `[begin, end)` of a HeaderBlock. The frame's views point into it.
std::variant<RequestFrame, Refusal> check_framing(std::string_view block,
                                                  const FramingLimits& limits);

}  // namespace souk
