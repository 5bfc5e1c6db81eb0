#include "server/target.h"

#include "server/header_syntax.h"

namespace souk {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = lower_ascii(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

Result<std::string> decode(std::string_view raw) {
  std::string text;
  text.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] != '%') {
      text += raw[at];
      continue;
    }
    if (raw.size() - at < 3) return fail(ErrorCode::bad_input, "the path ends in a cut escape");
    const int high = hex_value(raw[at + 1]);
    const int low = hex_value(raw[at + 2]);
    if (high < 0 || low < 0) return fail(ErrorCode::bad_input, "the path holds a wrong escape");
    if (high == 0 && low == 0) return fail(ErrorCode::bad_input, "the path holds a %00");
    text += static_cast<char>(high * 16 + low);
    at += 2;
  }
  if (!is_utf8(text)) return fail(ErrorCode::bad_input, "the path is not UTF-8");
  return text;
}

// "http://host/path" → "/path": who asks a server as if it were a proxy means its path.
std::string_view without_authority(std::string_view target) {
  if (target.starts_with('/')) return target;
  const auto scheme = target.find("://");
  if (scheme == std::string_view::npos) return target;
  const auto end = target.find_first_of("/?", scheme + 3);
  return end == std::string_view::npos ? std::string_view{} : target.substr(end);
}

}  // namespace

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.starts_with('/')) path.remove_prefix(1);
  for (;;) {
    const auto slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

Result<Target> parse_target(std::string_view target) {
  Target parsed;
  if (target == "*") {
    parsed.path = "*";
    return parsed;
  }
  target = without_authority(target);
  const auto question = target.find('?');
  if (question != std::string_view::npos) parsed.query = target.substr(question + 1);
  for (const auto raw : split_path(target.substr(0, question))) {
    auto segment = decode(raw);
    if (!segment) return segment.error();
    parsed.path += '/';
    parsed.path += *segment;
    parsed.segments.push_back(std::move(*segment));
  }
  return parsed;
}

}  // namespace souk
