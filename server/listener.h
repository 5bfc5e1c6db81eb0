#pragma once
// Accepts connections and makes a session of each. Out of descriptors it waits instead of spinning;
// above the limit of connections it answers 503, and far above it just closes. open and port from
// one thread before start; close from any thread.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>

#include "data/result.h"
#include "server/connection_set.h"
#include "server/session.h"

namespace souk {

class Listener {
 public:
  Listener(boost::asio::io_context& io, SessionContext& context, ConnectionSet& connections);

  /// Binds and listens at the options' address and port. A port in use is an `io` error.
  Result<void> open();
  /// The bound port, also after `close`.
  std::uint16_t port() const { return port_; }
  /// Begins to accept, until `close`.
  void start();
  void close();

 private:
  boost::asio::awaitable<void> accept_loop();
  boost::asio::awaitable<void> back_off();
  void welcome(boost::asio::ip::tcp::socket socket);

  boost::asio::io_context& io_;
  SessionContext& context_;
  ConnectionSet& connections_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
};

}  // namespace souk
