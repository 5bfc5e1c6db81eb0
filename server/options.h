#pragma once
// Every limit of the transport in one place, with the defaults that CONTRACTS.md promises.
// Plain values; filled by configuration before the server starts and constant from then on.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace souk {

struct RequestRecord;

/// What a request's header may weigh before it is refused.
struct FramingLimits {
  std::size_t header_bytes = 16 * 1024;  ///< request line and headers together, else 431
  std::size_t headers = 100;             ///< header lines, else 431
  std::size_t target_bytes = 8 * 1024;   ///< the request target, else 414
};

/// How long each phase of a connection may last.
struct PhaseTimes {
  std::chrono::milliseconds request{10'000};  ///< first byte to last byte of a request, else 408
  std::chrono::milliseconds idle{30'000};     ///< between requests: closed without a word
  std::chrono::milliseconds answer{30'000};   ///< to take an answer off our hands
  std::chrono::milliseconds linger{2'000};    ///< to read a refusal before the socket closes
};

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< a host name or an address; loopback by default
  std::uint16_t port = 8080;          ///< 0: any free port

  unsigned io_threads = 1;                    ///< left to talk to clients while all others search
  unsigned search_threads = 0;                ///< searches at once; 0: one a core
  std::size_t search_queue = 0;               ///< searches that may wait; 0: 32 a search thread
  std::chrono::milliseconds queue_wait{500};  ///< a search that waited longer is dropped: 503

  std::size_t connections = 4096;                          ///< open at once, else 503 and closed
  std::size_t bodies_in_flight = std::size_t{256} << 20U;  ///< bytes of all bodies being received
  FramingLimits framing;
  PhaseTimes times;
  std::size_t gzip_from = 1024;  ///< smaller bodies are sent as they are

  std::vector<std::string> admin_keys;   ///< none: everything under admin routes answers 403
  std::vector<std::string> search_keys;  ///< none: search is open

  /// Called on an I/O thread for each answer, for metrics; must be quick and must not throw.
  std::function<void(const RequestRecord&)> on_request;
  int log_descriptor = 2;  ///< where the request log goes; -1: nowhere
};

}  // namespace souk
