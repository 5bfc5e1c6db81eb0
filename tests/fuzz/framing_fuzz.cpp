// Feeds arbitrary bytes to the framing gate and, when it accepts, to Beast behind it. Beyond not
// crashing: the gate finds the same block whatever the pieces, Beast reads an accepted header as
// the gate did or refuses it, and a body never grows past its limit.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

#include "server/beast_request.h"
#include "server/framing_gate.h"
#include "server/target.h"

namespace {

using souk::BeastRequest;

constexpr std::size_t kBodyLimit = 4096;

void require(bool holds) {
  if (!holds) std::abort();
}

// The first byte decides how small the pieces are, so that every cut gets its turn.
souk::HeaderScanner::State scan_in_pieces(std::string_view bytes, std::size_t piece,
                                          const souk::FramingLimits& limits) {
  souk::HeaderScanner scanner(limits);
  for (std::size_t size = piece; size < bytes.size(); size += piece) {
    auto state = scanner.scan(bytes.substr(0, size));
    if (!std::holds_alternative<souk::HeaderScanner::NeedMore>(state)) return state;
  }
  return scanner.scan(bytes);
}

void read_body(BeastRequest& request, std::string_view bytes, std::size_t piece) {
  std::size_t offered = 0;
  while (offered < bytes.size()) {
    offered = std::min(offered + piece, bytes.size());
    const auto progress = request.put_body(bytes.substr(0, offered), kBodyLimit);
    require(progress.consumed <= offered);
    bytes.remove_prefix(progress.consumed);
    offered -= progress.consumed;
    if (progress.state == BeastRequest::Body::complete) {
      require(request.take_body().size() <= kBodyLimit);
      return;
    }
    if (progress.state != BeastRequest::Body::need_more) return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t piece = std::size_t{data[0]} + 1;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const souk::FramingLimits limits{2048, 20, 512};

  souk::HeaderScanner scanner(limits);
  const auto state = scanner.scan(bytes);
  const auto cut = scan_in_pieces(bytes, piece, limits);
  require(cut.index() == state.index());
  const auto* found = std::get_if<souk::HeaderBlock>(&state);
  if (found == nullptr) return 0;
  require(std::get<souk::HeaderBlock>(cut).end == found->end && found->end <= bytes.size());

  const auto block = bytes.substr(found->begin, found->end - found->begin);
  const auto checked = souk::check_framing(block, limits);
  const auto* frame = std::get_if<souk::RequestFrame>(&checked);
  if (frame == nullptr) return 0;
  require(!(frame->chunked && frame->content_length));
  static_cast<void>(souk::parse_target(frame->target));

  BeastRequest request;
  if (!request.put_header(block, *frame)) return 0;
  static_cast<void>(request.head(*frame));
  if (!frame->has_body() || frame->content_length.value_or(0) > kBodyLimit) return 0;
  read_body(request, bytes.substr(found->end), piece);
  return 0;
}
