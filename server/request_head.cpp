#include "server/request_head.h"

#include <algorithm>

#include "server/header_syntax.h"

namespace souk {
namespace {

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower_ascii);
  return lowered;
}

}  // namespace

void set_content_type(RequestHead& head, std::string_view value) {
  const auto end = value.find(';');
  head.request.content_type = lower(trim(value.substr(0, end)));
  while (!value.empty()) {
    const auto semicolon = value.find(';');
    if (semicolon == std::string_view::npos) return;
    value.remove_prefix(semicolon + 1);
    const auto parameter = trim(value.substr(0, value.find(';')));
    constexpr std::string_view kCharset = "charset=";
    if (!equals_ignoring_case(parameter.substr(0, kCharset.size()), kCharset)) continue;
    auto charset = parameter.substr(kCharset.size());
    if (charset.size() >= 2 && charset.front() == '"' && charset.back() == '"') {
      charset = charset.substr(1, charset.size() - 2);
    }
    head.content_charset = lower(charset);
  }
}

}  // namespace souk
