#include "server/listener.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace souk {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kBackOff{50};
// Connections over the limit that still get a polite 503; it costs a descriptor for a moment.
constexpr std::size_t kTurnedAway = 64;

}  // namespace

Listener::Listener(asio::io_context& io, SessionContext& context, ConnectionSet& connections)
    : io_(io), context_(context), connections_(connections), acceptor_(asio::make_strand(io)) {}

Result<void> Listener::open() {
  const auto& options = context_.options;
  const auto failed = [&](const char* what, const error_code& error) {
    return fail(ErrorCode::io, std::string(what) + ' ' + options.address + ':' +
                                   std::to_string(options.port) + ": " + error.message());
  };
  error_code error;
  asio::ip::tcp::resolver resolver(io_);
  const auto found = resolver.resolve(options.address, std::to_string(options.port),
                                      asio::ip::tcp::resolver::passive, error);
  if (error || found.empty()) return failed("cannot resolve", error);
  const asio::ip::tcp::endpoint endpoint = *found.begin();
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (!error) port_ = acceptor_.local_endpoint(error).port();
  if (error) return failed("cannot listen on", error);
  return {};
}

void Listener::start() {
  asio::co_spawn(acceptor_.get_executor(), accept_loop(), [this](std::exception_ptr failure) {
    if (failure) context_.log.error("accepting connections ended by an exception");
  });
}

void Listener::close() {
  asio::post(acceptor_.get_executor(), [this] {
    error_code ignored;
    acceptor_.close(ignored);
  });
}

asio::awaitable<void> Listener::accept_loop() {
  while (acceptor_.is_open()) {
    asio::ip::tcp::socket socket(asio::make_strand(io_));
    const auto [error] = co_await acceptor_.async_accept(socket, kNoThrow);
    if (!acceptor_.is_open()) break;
    if (!error) {
      welcome(std::move(socket));
    } else if (error != asio::error::connection_aborted) {
      // EMFILE, ENFILE, ENOBUFS, ENOMEM: the connection stays in the kernel's queue, and asking
      // again at once would only burn the processor that could free a descriptor.
      context_.log.error("cannot accept a connection: " + error.message());
      co_await back_off();
    }
  }
}

asio::awaitable<void> Listener::back_off() {
  asio::steady_timer timer(acceptor_.get_executor(), kBackOff);
  co_await timer.async_wait(kNoThrow);
}

void Listener::welcome(asio::ip::tcp::socket socket) try {
  const auto open = connections_.size();
  const auto limit = context_.options.connections;
  if (open >= limit + kTurnedAway) return;  // the socket closes with its owner
  const auto session = std::make_shared<Session>(
      std::move(socket), context_, [this](const Session* ended) { connections_.remove(ended); });
  connections_.add(session);
  if (open >= limit) {
    session->turn_away();
  } else {
    session->start();
  }
} catch (const std::exception& failure) {
  context_.log.error(std::string("cannot serve a connection: ") + failure.what());
}

}  // namespace souk
