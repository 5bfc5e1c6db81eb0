#include "server/server.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <string>
#include <thread>
#include <utility>

#include "server/connection_set.h"
#include "server/listener.h"
#include "server/request_log.h"
#include "server/router.h"
#include "server/session.h"
#include "server/work_slots.h"

namespace souk {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds kDrainLook{10};
constexpr std::size_t kQueuePerThread = 32;
/// Requests with changes that share a sync of the journal, and those that may wait for a thread.
constexpr unsigned kChangeThreads = 16;
constexpr std::size_t kQueuedChanges = 256;

ServerOptions with_defaults(ServerOptions options) {
  if (options.search_threads == 0) {
    options.search_threads = std::max(1U, std::thread::hardware_concurrency());
  }
  if (options.search_queue == 0) options.search_queue = kQueuePerThread * options.search_threads;
  options.io_threads = std::max(1U, options.io_threads);
  return options;
}

}  // namespace

// In order of construction: coroutines that the loop destroys give their slots back.
struct Server::Parts {
  Parts(ServerOptions given, std::vector<Route> routes)
      : options(with_defaults(std::move(given))),
        router(std::move(routes)),
        log(options.log_descriptor),
        searches(options.search_threads, options.search_queue, options.queue_wait),
        changes(kChangeThreads, kQueuedChanges, options.times.request),
        io(static_cast<int>(loop_threads())),
        change_threads(kChangeThreads),
        context{options, router, searches, changes, change_threads, log},
        listener(io, context, connections) {}

  /// While every slot's search runs, io_threads are left to watch the sockets.
  unsigned loop_threads() const { return options.io_threads + options.search_threads; }

  void run() {
    for (;;) {
      try {
        io.run();
        return;
      } catch (const std::exception& failure) {
        log.error(std::string("an exception reached an I/O thread: ") + failure.what());
      } catch (...) {
        log.error("an exception of an unknown type reached an I/O thread");
      }
    }
  }

  asio::awaitable<void> drain(std::chrono::milliseconds patience) {
    for (const auto& session : connections.all()) session->drain();
    asio::steady_timer timer(io);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (connections.size() > 0 && std::chrono::steady_clock::now() < deadline) {
      timer.expires_after(kDrainLook);
      co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    for (const auto& session : connections.all()) session->abort();
  }

  const ServerOptions options;
  const Router router;
  RequestLog log;
  WorkSlots searches;
  WorkSlots changes;
  asio::io_context io;
  ConnectionSet connections;
  asio::thread_pool change_threads;
  SessionContext context;
  Listener listener;
  std::vector<std::thread> threads;
  std::atomic<bool> stopping{false};
};

Server::Server(ServerOptions options, std::vector<Route> routes)
    : parts_(std::make_unique<Parts>(std::move(options), std::move(routes))) {}

Server::~Server() {
  stop(std::chrono::milliseconds(0));
  join();
  // While the loop still exists: what waits for a slot or for a change belongs to it.
  parts_->change_threads.join();
  parts_->searches.stop();
  parts_->changes.stop();
}

Result<void> Server::start() {
  if (auto opened = parts_->listener.open(); !opened) return opened.error();
  parts_->listener.start();
  for (unsigned i = 0; i < parts_->loop_threads(); ++i) {
    parts_->threads.emplace_back([parts = parts_.get()] { parts->run(); });
  }
  return {};
}

std::uint16_t Server::port() const { return parts_->listener.port(); }

void Server::stop(std::chrono::milliseconds drain) {
  if (parts_->stopping.exchange(true)) return;
  parts_->context.draining = true;
  parts_->listener.close();
  asio::co_spawn(parts_->io, parts_->drain(drain), asio::detached);
}

void Server::join() {
  for (auto& thread : parts_->threads) {
    if (thread.joinable()) thread.join();
  }
}

std::size_t Server::connections() const { return parts_->connections.size(); }
std::size_t Server::searches_waiting() const { return parts_->searches.waiting(); }

}  // namespace souk
