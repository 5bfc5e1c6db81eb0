#pragma once
// The admin endpoint of the merchandising rules: GET gives the file, PUT replaces it.

#include <memory>
#include <vector>

#include "query/rules.h"
#include "server/http.h"

namespace souk {

std::vector<Route> rules_routes(std::shared_ptr<RuleSource> rules, std::size_t body_bytes);

}  // namespace souk
