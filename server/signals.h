#pragma once
// Process-wide preparations of a server. Called once by main, before any thread starts. SIGTERM and
// SIGINT are main's own, through asio::signal_set.

#include <cstddef>

namespace souk {

/// Ignores SIGPIPE and SIGXFSZ: a vanished reader or a full quota is an error code, not a death.
void ignore_write_signals();

/// Raises the soft limit on descriptors to the hard one; returns the limit in force.
std::size_t raise_descriptor_limit();

}  // namespace souk
