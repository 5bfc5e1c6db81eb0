#pragma once
// data/lexicon.txt and data/brands.txt, compiled in. Constants; any thread.

#include <string_view>

namespace souk {

std::string_view lexicon_text();
std::string_view brands_text();

}  // namespace souk
