#include "data/formats.h"

#include <fmt/format.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <vector>

namespace souk {
namespace {

constexpr std::int64_t kFirstSecond = -62'135'596'800;  ///< 0001-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253'402'300'799;   ///< 9999-12-31T23:59:59Z

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Takes exactly `count` digits from the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t count) {
  if (text.size() < count ||
      !std::all_of(text.begin(), text.begin() + static_cast<long>(count), is_digit)) {
    return std::nullopt;
  }
  int number = 0;
  std::from_chars(text.data(), text.data() + count, number);
  text.remove_prefix(count);
  return number;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

/// Seconds of "hh:mm:ss[.fraction](Z|±hh:mm)" after midnight UTC of its date.
std::optional<std::int64_t> take_time(std::string_view text) {
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59 || !take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *second > 60) return std::nullopt;
  if (take(text, '.')) {
    if (text.empty() || !is_digit(text.front())) return std::nullopt;
    while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
  }
  std::int64_t seconds = *hour * 3600 + *minute * 60 + std::min(*second, 59);
  if (text == "Z" || text == "z") return seconds;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const int sign = text[0] == '+' ? 1 : -1;
  text.remove_prefix(1);
  const auto offset_hours = take_number(text, 2);
  if (!offset_hours || *offset_hours > 23 || !take(text, ':')) return std::nullopt;
  const auto offset_minutes = take_number(text, 2);
  if (!offset_minutes || *offset_minutes > 59) return std::nullopt;
  return seconds - sign * (*offset_hours * std::int64_t{3600} + *offset_minutes * std::int64_t{60});
}

bool all_alphanumeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_letter(c); });
}

bool all_letters(std::string_view text) { return std::all_of(text.begin(), text.end(), is_letter); }

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

namespace {

/// RFC 5646, section 2.1: langtag or privateuse (grandfathered tags are obsolete).
bool is_language_tag(std::string_view tag) {
  const auto parts = split(tag, '-');
  for (const auto part : parts) {
    if (part.empty() || part.size() > 8 || !all_alphanumeric(part)) return false;
  }
  if (parts[0] == "x") return parts.size() > 1;
  if (parts[0].size() < 2 || !all_letters(parts[0])) return false;
  std::size_t i = 1;
  const std::size_t n = parts.size();
  for (int extended = 0; parts[0].size() <= 3 && extended < 3 && i < n && parts[i].size() == 3 &&
                         all_letters(parts[i]);
       ++extended) {
    ++i;
  }
  if (i < n && parts[i].size() == 4 && all_letters(parts[i])) ++i;  // script
  if (i < n &&
      ((parts[i].size() == 2 && all_letters(parts[i])) ||
       (parts[i].size() == 3 && std::all_of(parts[i].begin(), parts[i].end(), is_digit)))) {
    ++i;  // region
  }
  while (i < n && (parts[i].size() >= 5 || (parts[i].size() == 4 && is_digit(parts[i][0])))) ++i;
  while (i < n && parts[i].size() == 1) {  // extensions, then private use
    const bool is_private = parts[i] == "x";
    const std::size_t first = ++i;
    while (i < n && (is_private || parts[i].size() > 1)) ++i;
    if (i == first) return false;
  }
  return i == n;
}

}  // namespace

std::optional<std::int64_t> parse_timestamp(std::string_view text) {
  const auto year = take_number(text, 4);
  if (!year || *year == 0 || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(*year),
                            std::chrono::month(static_cast<unsigned>(*month)),
                            std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const std::int64_t midnight = duration_cast<seconds>(sys_days(date).time_since_epoch()).count();
  if (text.empty()) return midnight;
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
  const auto time = take_time(text);
  if (!time) return std::nullopt;
  // An offset may lead out of the years that format_timestamp writes with four digits.
  const std::int64_t seconds_since_epoch = midnight + *time;
  if (seconds_since_epoch < kFirstSecond || seconds_since_epoch > kLastSecond) return std::nullopt;
  return seconds_since_epoch;
}

std::string format_timestamp(std::int64_t seconds) {
  using namespace std::chrono;
  const sys_seconds moment{std::chrono::seconds(seconds)};
  const sys_days day = floor<days>(moment);
  const year_month_day date(day);
  const hh_mm_ss time(moment - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::optional<std::string> normalize_language_tag(std::string_view tag) {
  if (tag.empty() || tag.size() > 35) return std::nullopt;
  std::string lower(tag);
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  if (!is_language_tag(lower)) return std::nullopt;
  return lower;
}

bool is_valid_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return is_digit(c) || is_letter(c) || c == '.' || c == '_' || c == ':' || c == '-';
  });
}

bool is_valid_utf8(std::string_view text) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = p + text.size();
  const auto continues = [&](int offset, unsigned char low = 0x80, unsigned char high = 0xbf) {
    return end - p > offset && p[offset] >= low && p[offset] <= high;
  };
  while (p != end) {
    if (*p < 0x80) {
      ++p;
    } else if (*p >= 0xc2 && *p <= 0xdf) {
      if (!continues(1)) return false;
      p += 2;
    } else if (*p >= 0xe0 && *p <= 0xef) {
      // No overlong forms, no surrogates.
      const unsigned char low = *p == 0xe0 ? 0xa0 : 0x80;
      const unsigned char high = *p == 0xed ? 0x9f : 0xbf;
      if (!continues(1, low, high) || !continues(2)) return false;
      p += 3;
    } else if (*p >= 0xf0 && *p <= 0xf4) {
      const unsigned char low = *p == 0xf0 ? 0x90 : 0x80;
      const unsigned char high = *p == 0xf4 ? 0x8f : 0xbf;
      if (!continues(1, low, high) || !continues(2) || !continues(3)) return false;
      p += 4;
    } else {
      return false;
    }
  }
  return true;
}

bool is_blank(std::string_view text) {
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < length;) {
    UChar32 c = 0;
    U8_NEXT(text.data(), at, length, c);
    if (c < 0 || !u_isUWhiteSpace(c)) return false;
  }
  return true;
}

std::string casefold(std::string_view text) {
  std::string folded;
  if (std::all_of(text.begin(), text.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    folded = text;
    for (char& c : folded) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return folded;
  }
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* const normalizer = [&] {
    UErrorCode code = U_ZERO_ERROR;
    return icu::Normalizer2::getNFKCCasefoldInstance(code);
  }();
  icu::StringByteSink<std::string> sink(&folded);
  normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int>(text.size())), sink,
                            nullptr, status);
  return folded;
}

}  // namespace souk
