#pragma once
// ISO 3166-1 alpha-2 codes. Pure; any thread.

#include <string_view>

namespace souk {

/// True for an officially assigned code, in capital letters.
bool is_country(std::string_view code);

}  // namespace souk
