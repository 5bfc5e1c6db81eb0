#pragma once
// Cross-origin reading (the Fetch standard's CORS): search answers may be read by pages of any
// origin, nothing else may. Never with credentials. Pure; any thread.

#include <string_view>

#include "server/http.h"
#include "server/request_head.h"

namespace souk {

/// Paths whose answers any origin may read: the search API, not administration, not the market.
bool readable_by_any_origin(std::string_view path);

/// Lets any origin read an answer from `path`, if the path allows it.
void add_cors(HttpResponse& response, std::string_view path);

/// The answer to OPTIONS: 204 with Allow, and the grants of a preflight where it is one.
HttpResponse options_answer(const RequestHead& head, std::string_view allow);

}  // namespace souk
