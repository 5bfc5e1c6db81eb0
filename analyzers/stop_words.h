#pragma once
// Words too common to search for, per language, folded. Pure; any thread.

#include <string_view>

#include "analyzers/language.h"

namespace souk {

/// Dropped from a query only where other words remain; never from documents.
bool is_stop_word(std::string_view folded, Language language);
/// The same of any language: no misspelt word means one.
bool is_stop_word_anywhere(std::string_view folded);

}  // namespace souk
