#pragma once
// One connection: a coroutine on a strand of its own that receives a request, has it answered and
// begins again. Every wait has a deadline. The session owns its socket and buffers; handlers see
// none of it. start, drain and abort from any thread, each session lives until its coroutine ends.

#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "server/admission.h"
#include "server/beast_request.h"
#include "server/framing_gate.h"
#include "server/http.h"
#include "server/options.h"
#include "server/request_log.h"
#include "server/router.h"
#include "server/work_slots.h"

namespace souk {

/// What all sessions of a server share; outlives them.
struct SessionContext {
  const ServerOptions& options;
  const Router& router;
  WorkSlots& searches;
  WorkSlots& changes;
  boost::asio::thread_pool& change_threads;  ///< as many as `changes` has slots
  RequestLog& log;
  std::atomic<bool> draining{false};
  std::atomic<std::size_t> bodies_in_flight{0};  ///< bytes promised to bodies being received
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  /// `socket` runs on a strand. `on_end` is called once, on the strand, when all is over.
  Session(boost::asio::ip::tcp::socket socket, SessionContext& context,
          std::function<void(const Session*)> on_end);

  /// Serves until the client or an error ends it.
  void start();
  /// Answers 503 with Retry-After to whatever comes, then closes.
  void turn_away();
  /// Lets the request at hand finish, then closes; closes now if there is none.
  void drain();
  /// Closes now.
  void abort();

 private:
  using Clock = std::chrono::steady_clock;
  struct Gone {};  ///< the client left between two requests, or was asked to
  using Received = std::variant<HeaderBlock, Refusal, Gone>;
  struct Exchange;  ///< one request and its answer in the making

  void spawn(boost::asio::awaitable<void> coroutine);
  boost::asio::awaitable<void> serve();
  boost::asio::awaitable<void> serve_refusal();
  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<Received> receive_header();
  boost::asio::awaitable<int> receive_body(BeastRequest& request, RequestFrame frame,
                                           std::size_t limit);
  boost::asio::awaitable<std::size_t> read_some(std::size_t most);
  boost::asio::awaitable<bool> take_body(BeastRequest& request, Exchange& exchange,
                                         std::size_t limit);
  boost::asio::awaitable<bool> answer(const Admitted& admitted, Exchange& exchange);
  boost::asio::awaitable<void> change(const Admitted& admitted, Exchange& exchange);
  boost::asio::awaitable<bool> refuse(Refusal refusal);
  boost::asio::awaitable<bool> send(Exchange& exchange);
  void write_at_once(std::array<boost::asio::const_buffer, 2>& parts);
  boost::asio::awaitable<void> hang_up();

  HttpResponse call(const Admitted& admitted, const RequestHead& head);
  void record(const Exchange& exchange);
  std::string_view buffered() const;
  std::function<bool()> gone_check();

  void set_deadline(Clock::time_point deadline);
  void arm();
  void on_timer();

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  SessionContext& context_;
  const std::function<void(const Session*)> on_end_;
  boost::beast::flat_buffer buffer_;
  std::string head_text_;
  std::string remote_;
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::time_point armed_ = Clock::time_point::max();
  bool timed_out_ = false;
  bool idle_ = false;       ///< waiting for a request's first byte
  bool lingering_ = false;  ///< what the client still sends must be read, or it loses our answer
  bool over_ = false;
};

}  // namespace souk
