#pragma once
// data/ranking.toml, compiled in. A constant; any thread.

#include <string_view>

namespace souk {

std::string_view ranking_text();

}  // namespace souk
