#pragma once
// Lets tables of strings be asked with views. Pure; any thread.

#include <functional>
#include <string_view>

namespace souk {

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

}  // namespace souk
