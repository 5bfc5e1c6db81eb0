#pragma once
// Units of measure. Pure; any thread.

#include <string_view>

namespace souk {

/// Is a folded word a unit that joins the number before it (gb, mm, mah)?
bool is_unit(std::string_view word);

}  // namespace souk
