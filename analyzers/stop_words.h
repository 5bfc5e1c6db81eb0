#pragma once
// Words too common to search for, per language, folded. Pure; any thread.

#include <string_view>

#include "analyzers/language.h"

namespace souk {

/// Dropped from a query only where other words remain; never from documents.
bool is_stop_word(std::string_view folded, Language language);

}  // namespace souk
