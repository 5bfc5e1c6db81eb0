#include "server/request_log.h"

#include <fmt/format.h>

#include <iterator>

#include "data/json_writer.h"
#include "server/header_syntax.h"

namespace souk {
namespace {

constexpr std::size_t kLongestPath = 1024;

// A log line must be JSON whatever a stranger sent.
std::string printable(std::string_view text) {
  const bool cut = text.size() > kLongestPath;
  text = text.substr(0, kLongestPath);
  if (!cut && is_utf8(text)) return std::string(text);
  std::string escaped;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x80) {
      escaped += c;
    } else {
      fmt::format_to(std::back_inserter(escaped), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  if (cut) escaped += "...";
  return escaped;
}

}  // namespace

std::string log_line(const RequestRecord& record, std::int64_t unix_milliseconds) {
  std::string line;
  JsonWriter json(line);
  json.begin_object()
      .member("time", timestamp_at(unix_milliseconds))
      .member("remote", printable(record.remote))
      .member("method", printable(record.method))
      .member("path", printable(record.path))
      .member("route", record.route)
      .member("status", record.status)
      .member("took_us", record.took_us)
      .member("bytes", record.body_bytes)
      .end_object();
  return line;
}

void RequestLog::record(const RequestRecord& record) {
  if (lines_.writes()) lines_.write(log_line(record, unix_milliseconds_now()));
}

void RequestLog::error(std::string_view message) {
  if (!lines_.writes()) return;
  std::string line;
  JsonWriter json(line);
  json.begin_object()
      .member("time", timestamp_now())
      .member("level", "error")
      .member("message", printable(message))
      .end_object();
  lines_.write(line);
}

}  // namespace souk
