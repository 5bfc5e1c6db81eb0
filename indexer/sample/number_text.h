#pragma once
// Numbers of the sample as text: ids, and dates as in RFC 3339. Pure functions; any thread.

#include <chrono>
#include <cstdint>
#include <string>

namespace souk::sample {

/// "p17" of 'p' and 17. (Appends, since g++ 12 warns falsely of overlap in "p" +
/// std::to_string(17).)
inline std::string numbered(char letter, std::uint64_t number) {
  std::string text(1, letter);
  text += std::to_string(number);
  return text;
}

/// Appends `width` digits of a number, zero-filled.
inline void append_digits(std::string& out, std::uint32_t number, int width) {
  std::uint32_t power = 1;
  for (int i = 1; i < width; ++i) power *= 10;
  for (; power > 0; power /= 10) out += static_cast<char>('0' + number / power % 10);
}

/// "2024-02-29" of a day counted from 2000-01-01.
inline std::string date_text(std::uint32_t day) {
  using namespace std::chrono;
  const year_month_day date =
      sys_days(year(2000) / January / 1) + days(static_cast<std::int32_t>(day));
  std::string text;
  append_digits(text, static_cast<std::uint32_t>(static_cast<int>(date.year())), 4);
  text += '-';
  append_digits(text, static_cast<unsigned>(date.month()), 2);
  text += '-';
  append_digits(text, static_cast<unsigned>(date.day()), 2);
  return text;
}

/// "2024-02-29T13:05:09Z".
inline std::string date_time_text(std::uint32_t day, std::uint32_t second) {
  std::string text = date_text(day);
  text += 'T';
  append_digits(text, second / 3600, 2);
  text += ':';
  append_digits(text, second / 60 % 60, 2);
  text += ':';
  append_digits(text, second % 60, 2);
  return text + 'Z';
}

/// Days from 2000-01-01 to a year's first day.
inline std::uint32_t first_day(int y) {
  using namespace std::chrono;
  return static_cast<std::uint32_t>(
      (sys_days(year(y) / January / 1) - sys_days(year(2000) / January / 1)).count());
}

}  // namespace souk::sample
