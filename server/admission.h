#pragma once
// Decides a request's fate on its header alone: which route takes it, or which answer refuses it.
// So nothing is received for someone who may not send it. Pure; any thread.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/http.h"
#include "server/options.h"
#include "server/request_head.h"
#include "server/router.h"

namespace souk {

struct Admitted {
  const Route* route = nullptr;
  std::vector<std::string> args;
};

/// Takes the target apart into the head's path and query, then: 501 for an unknown method, 405 for
/// TRACE and CONNECT, 400 for a bad path, 204 for OPTIONS, 404, 405 with Allow, 401 and 403 by key,
/// 415 by content type, 413 by declared length. A HEAD becomes a GET.
std::variant<Admitted, HttpResponse> admit(RequestHead& head, const Router& router,
                                           const ServerOptions& options);

}  // namespace souk
