#include "data/toml_text.h"

#include <fmt/format.h>

namespace souk {

Result<toml::table> parse_toml(std::string_view text, const std::string& file) {
  try {
    return toml::parse(text, file);
  } catch (const toml::parse_error& e) {
    return fail(ErrorCode::bad_input, fmt::format("{}:{}: {}", file, e.source().begin.line,
                                                  std::string(e.description())));
  }
}

}  // namespace souk
