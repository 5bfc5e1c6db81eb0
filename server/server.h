#pragma once
// The HTTP server as a whole: threads, listener, sessions, slots for work, log. Owns them all.
// Constructed, started and joined by one thread; `stop` from any thread.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "data/result.h"
#include "server/http.h"
#include "server/options.h"

namespace souk {

class Server {
 public:
  Server(ServerOptions options, std::vector<Route> routes);
  /// Stops without patience and joins.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Listens and serves. An `io` error when the address cannot be had; then nothing runs.
  Result<void> start();

  /// The port that is listened on, once started.
  std::uint16_t port() const;

  /// Stops accepting, closes idle connections, lets requests at hand finish for at most `drain`,
  /// then closes the rest. Returns at once; further calls do nothing.
  void stop(std::chrono::milliseconds drain = std::chrono::seconds(10));

  /// Waits until a stop is complete and every thread has ended.
  void join();

  /// For metrics: open connections, and searches that wait for a slot.
  std::size_t connections() const;
  std::size_t searches_waiting() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace souk
