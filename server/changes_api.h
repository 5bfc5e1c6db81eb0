#pragma once
// POST /v1/admin/changes: live changes over HTTP, as JSON Lines. Answers when they are durable.

#include <vector>

#include "server/http.h"
#include "server/snapshot_hub.h"

namespace souk {

/// `body_bytes`: the largest body.
std::vector<Route> changes_routes(SnapshotHub& hub, std::size_t body_bytes);

}  // namespace souk
