#pragma once
// The storefront's files and the API's description, as routes. The bytes are part of the program.

#include <vector>

#include "server/http.h"

namespace souk {

/// One GET route a file.
std::vector<Route> web_routes();

}  // namespace souk
