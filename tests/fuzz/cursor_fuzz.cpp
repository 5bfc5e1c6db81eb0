// No text is taken for a cursor unless it is one; and whatever a frame with a right checksum holds
// (which a client can compute) is refused, or carries on a search without harm. The first byte says
// which of the two the rest is.

#include <xxhash.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "query/search.h"
#include "tests/fuzz/tiny_catalogue.h"

namespace {

using souk::Cursor;

constexpr std::uint64_t kHash = 0x1122334455667788;

void require(bool holds) {
  if (!holds) std::abort();
}

std::string base64url(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const unsigned char c : bytes) {
    bits = bits << 8 | c;
    for (count += 8; count >= 6; count -= 6) text += kDigits[bits >> (count - 6) & 63];
  }
  if (count != 0) text += kDigits[bits << (6 - count) & 63];
  return text;
}

/// A frame as query/cursor.cpp describes it: version, sort, request hash, then `rest`, checksum.
std::string sealed(std::string_view rest) {
  std::string frame(1, '\x01');
  frame += rest.substr(0, 1);
  for (int i = 0; i < 8; ++i) frame += static_cast<char>(kHash >> (8 * i) & 0xff);
  frame += rest.substr(std::min<std::size_t>(1, rest.size()));
  const std::uint64_t sum = XXH64(frame.data(), frame.size(), 1);
  for (int i = 0; i < 8; ++i) frame += static_cast<char>(sum >> (8 * i) & 0xff);
  return base64url(frame);
}

void carry_on(const Cursor& cursor) {
  static const souk::Snapshot snapshot = souk::testing::tiny_snapshot();
  static souk::Searcher searcher;
  for (const bool group : {false, true}) {
    souk::SearchRequest request;
    request.q = "usb cable";
    request.sort = cursor.sort;
    request.after = cursor;
    request.group = group;
    request.per_page = 3;
    const auto page = searcher.search(request, snapshot);
    if (!page) {
      require(page.error().code == souk::ErrorCode::gone);
      continue;
    }
    require(page->hits.size() <= 3 && page->total <= snapshot.products());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string text = data[0] % 2 == 0 ? std::string(rest) : sealed(rest);
  const auto cursor = souk::decode_cursor(text, kHash);
  if (!cursor) {
    require(cursor.error().param == "after");
    return 0;
  }
  require(souk::encode_cursor(*cursor, kHash) == text);  // one spelling a cursor
  carry_on(*cursor);
  return 0;
}
