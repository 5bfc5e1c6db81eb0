// A cursor's frame, little-endian, in base64url without padding:
//
//   0  u8   version, 2
//   1  u8   sort
//   2  u64  request hash
//  10  i64  primary key
//  18  i64  sales
//  26  u64  generation
//  34  u32  hits shown
//  38  u32  of them, those that rules put there
//  42  id, 1 to 64 bytes
//   …  u64  XXH64 of all before
//
// The checksum is against accidents, not forgers: what is decoded is checked as any input is.

#include <xxhash.h>

#include <array>
#include <optional>

#include "data/formats.h"
#include "query/request.h"

namespace souk {
namespace {

constexpr std::uint8_t kVersion = 2;
constexpr std::size_t kHeaderBytes = 42;
constexpr std::size_t kChecksumBytes = 8;
constexpr std::size_t kMaxIdBytes = 64;
constexpr std::size_t kMaxTextBytes = (kHeaderBytes + kMaxIdBytes + kChecksumBytes) * 4 / 3 + 3;

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string base64url(std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view group = bytes.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    }
    for (std::size_t i = 0; i <= group.size(); ++i) text += kAlphabet[bits >> (18 - 6 * i) & 63];
  }
  return text;
}

constexpr std::array<std::int8_t, 256> kDigits = [] {
  std::array<std::int8_t, 256> digits{};
  digits.fill(-1);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    digits[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  }
  return digits;
}();

/// The bytes of a text that base64url wrote; nothing for any other spelling of them.
std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const std::int8_t digit = kDigits[static_cast<unsigned char>(c)];
    if (digit < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  if (count == 6 || (bits & ((1U << count) - 1)) != 0) return std::nullopt;
  return bytes;
}

template <class Number>
void append(std::string& out, Number value) {
  for (std::size_t i = 0; i < sizeof value; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

template <class Number>
Number read(std::string_view bytes) {
  Number value = 0;
  for (std::size_t i = sizeof value; i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

Error wrong_cursor(std::string_view what) {
  return fail(ErrorCode::bad_input, std::string(what), "after");
}

/// False for keys that no search could have ended at, and that arithmetic must not meet. By
/// relevance a key is minus a score, and above zero for what a later level of relaxation found.
bool is_plausible(const Cursor& cursor) {
  if (cursor.sales < 0 || !is_valid_id(cursor.id)) return false;
  return cursor.sort != Sort::relevance ||
         (cursor.primary <= kMaxSafeInteger && cursor.primary >= -kMaxSafeInteger);
}

}  // namespace

std::string encode_cursor(const Cursor& cursor, std::uint64_t request_hash) {
  std::string frame;
  frame += static_cast<char>(kVersion);
  frame += static_cast<char>(cursor.sort);
  append(frame, request_hash);
  append(frame, static_cast<std::uint64_t>(cursor.primary));
  append(frame, static_cast<std::uint64_t>(cursor.sales));
  append(frame, cursor.generation);
  append(frame, cursor.shown);
  append(frame, cursor.pinned);
  frame += cursor.id;
  append(frame, std::uint64_t{XXH64(frame.data(), frame.size(), kVersion)});
  return base64url(frame);
}

Result<Cursor> decode_cursor(std::string_view text, std::uint64_t request_hash) {
  constexpr std::string_view kDamaged =
      "this is not a cursor that a search gave, or it was changed";
  if (text.size() > kMaxTextBytes) return wrong_cursor(kDamaged);
  const auto bytes = from_base64url(text);
  if (!bytes || bytes->size() <= kHeaderBytes + kChecksumBytes) return wrong_cursor(kDamaged);
  const std::string_view frame(bytes->data(), bytes->size() - kChecksumBytes);
  if (read<std::uint64_t>(std::string_view(*bytes).substr(frame.size())) !=
      XXH64(frame.data(), frame.size(), kVersion)) {
    return wrong_cursor(kDamaged);
  }
  if (static_cast<std::uint8_t>(frame[0]) != kVersion) {
    return wrong_cursor("the cursor is of another version; start again from the first page");
  }
  if (read<std::uint64_t>(frame.substr(2)) != request_hash) {
    return wrong_cursor(
        "the cursor belongs to another search: only page size, facets and what is shown "
        "may change on the way");
  }
  const auto sort = static_cast<std::uint8_t>(frame[1]);
  if (sort >= kSorts) return wrong_cursor(kDamaged);
  Cursor cursor;
  cursor.sort = static_cast<Sort>(sort);
  cursor.primary = static_cast<std::int64_t>(read<std::uint64_t>(frame.substr(10)));
  cursor.sales = static_cast<std::int64_t>(read<std::uint64_t>(frame.substr(18)));
  cursor.generation = read<std::uint64_t>(frame.substr(26));
  cursor.shown = read<std::uint32_t>(frame.substr(34));
  cursor.pinned = read<std::uint32_t>(frame.substr(38));
  cursor.id = frame.substr(kHeaderBytes);
  if (!is_plausible(cursor)) return wrong_cursor(kDamaged);
  return cursor;
}

}  // namespace souk
