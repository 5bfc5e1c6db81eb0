#pragma once
// Who may do what, by the keys of the configuration. Values; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http.h"

namespace souk {

/// True when `presented` is one of `keys`. The time depends on the presented key's length and the
/// number of keys, not on how much of a key was guessed.
bool is_one_of(std::string_view presented, const std::vector<std::string>& keys);

/// The key that a request presents: X-API-Key, else the Bearer token, else under `/1/` the query's
/// x-algolia-api-key, else nothing.
std::string_view presented_key(const HttpRequest& request);

/// The refusal of a request to an admin route: 403 while no admin key is configured, 401 without
/// the right one. Decided on the header alone.
std::optional<HttpResponse> refuse_admin(const HttpRequest& request,
                                         const std::vector<std::string>& admin_keys);

/// The refusal of a search: 401 when search keys are configured and the request has neither one of
/// them nor an admin key.
std::optional<HttpResponse> refuse_search(const HttpRequest& request,
                                          const std::vector<std::string>& search_keys,
                                          const std::vector<std::string>& admin_keys);

}  // namespace souk
