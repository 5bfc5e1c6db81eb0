#pragma once
// The reason phrases of the statuses that Souk answers with.

#include <string_view>

namespace souk {

/// "Not Found" for 404; "Status" for a number without a phrase of its own.
std::string_view status_title(int status);

}  // namespace souk
