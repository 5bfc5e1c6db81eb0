#pragma once
// The clients: keep-alive connections, coroutines on one thread, that send what is due and note how
// long each answer took.

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <vector>

#include "bench/load/queries.h"

namespace souk::bench {

struct LoadOptions {
  unsigned connections = 1;
  double rate = 0;  ///< requests a second, Poisson; 0: closed loop, each connection at its own pace
  bool spins = false;  ///< asks the sockets without a pause, so that its processor never sleeps
  std::chrono::duration<double> length{10};
  std::uint64_t seed = 1;
};

/// One answer of status 200.
struct Answer {
  float latency_us;  ///< since the request was due; in a closed loop since it was sent
  float service_us;  ///< since it was sent
  float engine_us;   ///< took_us of the answer
  float bytes;       ///< of the body
  float handler_us;  ///< the handler's, of Server-Timing: the engine with its JSON written
};

struct LoadResult {
  std::array<std::vector<Answer>, kKinds.size()> answers;
  std::map<unsigned, std::uint64_t> errors;  ///< by status, other than 200
  std::uint64_t broken = 0;                  ///< connections that failed
  std::uint64_t unsent = 0;                  ///< due before the end, but every connection was busy
  std::uint64_t unanswered = 0;              ///< still under way a second after the end
  double seconds = 0;                        ///< that the answers were counted over
};

/// Puts load on the server for `length`. What is answered in its first tenth warms up and is
/// not counted; answers under way at the end are awaited for a second.
LoadResult run_load(const boost::asio::ip::tcp::endpoint& endpoint, const Vocabulary& words,
                    const LoadOptions& options);

}  // namespace souk::bench
