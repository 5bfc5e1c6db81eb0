#pragma once
// Boost.Beast's request parser behind the framing gate: it reads the headers' values and undoes
// chunking. It is fed by hand, so that nothing reaches it that the gate has not accepted and no
// exception of its own leaves it. One thread at a time.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "server/framing_gate.h"
#include "server/request_head.h"

namespace souk {

/// One request; made anew for the next.
class BeastRequest {
 public:
  enum class Body : std::uint8_t { need_more, complete, too_large, broken };
  struct Progress {
    Body state = Body::need_more;
    std::size_t consumed = 0;
  };

  BeastRequest();
  ~BeastRequest();
  BeastRequest(const BeastRequest&) = delete;
  BeastRequest& operator=(const BeastRequest&) = delete;

  /// Parses a header block that the gate read as `frame`. False if Beast reads its framing in
  /// another way or not at all: then neither is to be trusted.
  bool put_header(std::string_view block, const RequestFrame& frame);

  /// The headers that anything here looks at, with `frame`; not its path, query or body.
  RequestHead head(const RequestFrame& frame) const;

  /// Takes more of the body; `bytes` begins where the last call stopped consuming. A body above
  /// `limit` is too large; chunk sizes, extensions and trailers that outweigh the body by more
  /// than 16 KiB make it broken, and so does a trailer block of 64 KiB, which Beast would throw at.
  /// Trailers are dropped.
  Progress put_body(std::string_view bytes, std::size_t limit);

  /// The body, once complete.
  std::string take_body();

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace souk
