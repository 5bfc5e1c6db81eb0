#include "server/response_head.h"

#include <fmt/format.h>

#include <array>
#include <ctime>

#include "server/header_syntax.h"
#include "server/status.h"

namespace souk {
namespace {

std::string_view date_now() {
  thread_local std::int64_t rendered_at = -1;
  thread_local std::string rendered;
  const auto now = static_cast<std::int64_t>(std::time(nullptr));
  if (now != rendered_at) {
    rendered = http_date(now);
    rendered_at = now;
  }
  return rendered;
}

bool is_safe(std::string_view text) {
  for (const char c : text) {
    if (!is_line_char(c)) return false;
  }
  return true;
}

bool lacks_charset(std::string_view type) {
  const bool text = type.starts_with("text/") || type.starts_with("application/json") ||
                    type.starts_with("application/problem+json") ||
                    type.starts_with("application/javascript");
  return text && type.find("charset=") == std::string_view::npos;
}

void line(std::string& out, std::string_view name, std::string_view value) {
  if (!is_token(name) || !is_safe(value)) return;
  out.append(name).append(": ").append(value).append("\r\n");
}

bool has_content(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

std::string http_date(std::int64_t unix_seconds) {
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto time = static_cast<std::time_t>(unix_seconds);
  std::tm tm{};
  gmtime_r(&time, &tm);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     kDays[static_cast<std::size_t>(tm.tm_wday)], tm.tm_mday,
                     kMonths[static_cast<std::size_t>(tm.tm_mon)], tm.tm_year + 1900, tm.tm_hour,
                     tm.tm_min, tm.tm_sec);
}

void write_response_head(std::string& out, const HttpResponse& response,
                         const ResponseFraming& framing) {
  out.clear();
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", response.status,
                 status_title(response.status));
  line(out, "Date", date_now());
  out.append("Server: souk\r\nX-Content-Type-Options: nosniff\r\n");
  if (has_content(response.status)) {
    if (lacks_charset(response.content_type)) {
      line(out, "Content-Type", response.content_type + "; charset=utf-8");
    } else {
      line(out, "Content-Type", response.content_type);
    }
    fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", response.body.size());
  }
  for (const auto& [name, value] : response.headers) line(out, name, value);
  if (!framing.keep_alive) {
    line(out, "Connection", "close");
  } else if (framing.minor_version == 0) {
    line(out, "Connection", "keep-alive");
  }
  out.append("\r\n");
}

}  // namespace souk
