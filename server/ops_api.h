#pragma once
// The endpoints for operators: liveness, readiness, metrics, generations. Handlers do no socket
// I/O.

#include <functional>
#include <memory>
#include <vector>

#include "server/http.h"
#include "server/metrics.h"
#include "server/snapshot_hub.h"

namespace souk {

/// The hub and the metrics outlive the routes.
std::vector<Route> ops_routes(SnapshotHub& hub, const Metrics& metrics);

}  // namespace souk
