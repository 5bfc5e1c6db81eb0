#pragma once
// The sample's category tree as text, one piece a file. One node a line, in preorder:
//   DEPTH SLUG [KIND MEDIAN]|cell|cell|…      one cell a language, in the order of kSampleLanguages
// DEPTH is 1 to 3; leaves (3) have the letter of their ProductKind and a median price in US cents.
// A cell is NAME[,NOUN][;SYNONYM…]: the category's name, the word that titles use for one article
// (the name where absent) and other words for it. Within a parent, popular nodes come first.
// Constants; any thread.

#include <array>
#include <string_view>

namespace souk::sample {

extern const std::string_view kElectronicsRows;
extern const std::string_view kFashionRows;
extern const std::string_view kHomeRows;
extern const std::string_view kPersonalRows;
extern const std::string_view kLeisureRows;
extern const std::string_view kPracticalRows;

}  // namespace souk::sample
