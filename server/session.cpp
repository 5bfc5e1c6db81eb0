#include "server/session.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <exception>
#include <utility>

#include "server/cors.h"
#include "server/gzip.h"
#include "server/response_head.h"

// g++ 12 mistakes Asio's pairing of aligned_alloc and free in coroutine frames for a mismatch.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace souk {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kHeaderRead = 4 * 1024;
constexpr std::size_t kBodyRead = 16 * 1024;
constexpr std::chrono::milliseconds kAfterDeadline{100};
constexpr std::size_t kMostLingered = 4 << 20;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// Gives a body's promised bytes back, however its reception ends.
class Promise {
 public:
  Promise(std::atomic<std::size_t>& total, std::size_t bytes) : total_(total), bytes_(bytes) {
    kept_ = total_.fetch_add(bytes_) + bytes_;
  }
  ~Promise() { total_ -= bytes_; }
  Promise(const Promise&) = delete;
  Promise& operator=(const Promise&) = delete;
  std::size_t total() const { return kept_; }

 private:
  std::atomic<std::size_t>& total_;
  const std::size_t bytes_;
  std::size_t kept_ = 0;
};

}  // namespace

struct Session::Exchange {
  RequestHead head;
  HttpResponse response;
  std::string method;
  std::string_view route;
  bool keep_alive = false;
  Clock::time_point began = Clock::now();
};

Session::Session(asio::ip::tcp::socket socket, SessionContext& context,
                 std::function<void(const Session*)> on_end)
    : socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      context_(context),
      on_end_(std::move(on_end)),
      buffer_(context.options.framing.header_bytes + kBodyRead) {
  error_code ignored;
  const auto peer = socket_.remote_endpoint(ignored);
  if (!ignored) remote_ = peer.address().to_string();
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
}

void Session::start() { spawn(serve()); }
void Session::turn_away() { spawn(serve_refusal()); }

void Session::spawn(asio::awaitable<void> coroutine) {
  asio::co_spawn(socket_.get_executor(), std::move(coroutine),
                 [self = shared_from_this()](std::exception_ptr failure) {
                   if (failure) self->context_.log.error("a session ended by an exception");
                   error_code ignored;
                   self->over_ = true;
                   self->timer_.cancel();
                   self->socket_.close(ignored);
                   self->on_end_(self.get());
                 });
}

void Session::drain() {
  asio::dispatch(socket_.get_executor(), [self = shared_from_this()] {
    error_code ignored;
    if (self->idle_) self->socket_.cancel(ignored);
  });
}

void Session::abort() {
  asio::dispatch(socket_.get_executor(), [self = shared_from_this()] {
    error_code ignored;
    self->socket_.close(ignored);
  });
}

// ---- the phases of a connection

asio::awaitable<void> Session::serve() {
  for (;;) {
    const bool goes_on = co_await serve_one();
    if (!goes_on) break;
  }
  co_await hang_up();
}

asio::awaitable<void> Session::serve_refusal() {
  co_await refuse(Refusal{503, "there are too many connections"});
  co_await hang_up();
}

asio::awaitable<bool> Session::serve_one() {
  const Received received = co_await receive_header();
  if (std::holds_alternative<Gone>(received)) co_return false;
  if (const auto* refusal = std::get_if<Refusal>(&received)) co_return co_await refuse(*refusal);

  const auto found = std::get<HeaderBlock>(received);
  const auto block = buffered().substr(found.begin, found.end - found.begin);
  const auto checked = check_framing(block, context_.options.framing);
  if (const auto* refusal = std::get_if<Refusal>(&checked)) co_return co_await refuse(*refusal);
  const auto& frame = std::get<RequestFrame>(checked);
  BeastRequest request;
  if (!request.put_header(block, frame)) {
    co_return co_await refuse(Refusal{400, "the header can be read in more than one way"});
  }

  Exchange exchange;
  exchange.head = request.head(frame);
  exchange.head.request.remote_address = remote_;
  exchange.method = frame.method;
  exchange.keep_alive = frame.keep_alive && frame.method != "CONNECT";
  auto decision = admit(exchange.head, context_.router, context_.options);
  buffer_.consume(found.end);

  if (auto* refused = std::get_if<HttpResponse>(&decision)) {
    exchange.response = std::move(*refused);
    add_cors(exchange.response, exchange.head.request.path);
    if (exchange.head.frame.has_body()) {
      exchange.keep_alive = false;
      lingering_ = true;
    }
    co_return co_await send(exchange);
  }
  const auto& admitted = std::get<Admitted>(decision);
  exchange.route = admitted.route->pattern;
  if (exchange.head.frame.has_body()) {
    const bool whole = co_await take_body(request, exchange, admitted.route->max_body);
    if (!whole) co_return co_await send(exchange);
  }
  co_return co_await answer(admitted, exchange);
}

asio::awaitable<Session::Received> Session::receive_header() {
  HeaderScanner scanner(context_.options.framing);
  const auto& times = context_.options.times;
  bool begun = buffer_.size() > 0;
  set_deadline(Clock::now() + (begun ? times.request : times.idle));
  for (;;) {
    if (begun) {
      const auto state = scanner.scan(buffered());
      if (const auto* block = std::get_if<HeaderBlock>(&state)) co_return *block;
      if (const auto* refusal = std::get_if<Refusal>(&state)) co_return *refusal;
    } else if (context_.draining) {
      co_return Gone{};
    }
    idle_ = !begun;
    const auto count = co_await read_some(kHeaderRead);
    idle_ = false;
    if (count == 0) {
      if (!begun) co_return Gone{};
      if (timed_out_) co_return Refusal{408, "the request did not arrive in time"};
      co_return Refusal{400, "the request ended within its header"};
    }
    if (!begun) set_deadline(Clock::now() + times.request);
    begun = true;
  }
}

// Bytes read into the buffer; 0 when there will be no more: the client shut down, the connection
// broke, or the deadline passed (then timed_out_).
asio::awaitable<std::size_t> Session::read_some(std::size_t most) {
  timed_out_ = Clock::now() >= deadline_;
  if (timed_out_) co_return 0;
  const auto space = buffer_.prepare(std::min(most, buffer_.max_size() - buffer_.size()));
  const auto [error, count] = co_await socket_.async_read_some(space, kNoThrow);
  timed_out_ = error == asio::error::operation_aborted && Clock::now() >= deadline_;
  if (error) co_return 0;
  buffer_.commit(count);
  co_return count;
}

// False: the exchange's response says why, and the connection closes after it.
asio::awaitable<bool> Session::take_body(BeastRequest& request, Exchange& exchange,
                                         std::size_t limit) {
  const auto& frame = exchange.head.frame;
  const Promise promise(context_.bodies_in_flight, frame.content_length.value_or(limit));
  int status = 503;
  if (promise.total() <= context_.options.bodies_in_flight) {
    status = co_await receive_body(request, frame, limit);
  }
  if (status == 0) {
    exchange.head.request.body = request.take_body();
    co_return true;
  }
  switch (status) {
    case 408:
      exchange.response = problem(408, "the body did not arrive in time");
      break;
    case 413:
      exchange.response = problem(413, "the body is too large");
      break;
    case 503:
      exchange.response = problem(503, "too many bodies are being received");
      break;
    default:
      exchange.response = problem(400, "the body is cut short or wrongly chunked");
  }
  add_cors(exchange.response, exchange.head.request.path);
  exchange.keep_alive = false;
  lingering_ = true;
  co_return false;
}

// 0, or the status that refuses the body. The deadline is still that of the whole request.
asio::awaitable<int> Session::receive_body(BeastRequest& request, RequestFrame frame,
                                           std::size_t limit) {
  if (frame.expects_continue && buffer_.size() == 0) {
    const auto go_on = asio::buffer(kContinue.data(), kContinue.size());
    const auto [error, count] = co_await asio::async_write(socket_, go_on, kNoThrow);
    if (error) co_return 400;
  }
  for (;;) {
    if (buffer_.size() > 0) {
      const auto progress = request.put_body(buffered(), limit);
      buffer_.consume(progress.consumed);
      switch (progress.state) {
        case BeastRequest::Body::complete:
          co_return 0;
        case BeastRequest::Body::too_large:
          co_return 413;
        case BeastRequest::Body::broken:
          co_return 400;
        case BeastRequest::Body::need_more:
          break;
      }
      // A chunk's size line or the trailers fill the buffer and still do not end.
      if (buffer_.size() == buffer_.max_size()) co_return 400;
    }
    const auto count = co_await read_some(kBodyRead);
    if (count == 0) co_return timed_out_ ? 408 : 400;
  }
}

asio::awaitable<bool> Session::answer(const Admitted& admitted, Exchange& exchange) {
  set_deadline(Clock::time_point::max());
  if (admitted.route->work == Work::light) {
    exchange.response = call(admitted, exchange.head);
    co_return co_await send(exchange);
  }
  // A change is made even where its client has left.
  const bool changes = admitted.route->work == Work::change;
  WorkSlots& slots = changes ? context_.changes : context_.searches;
  std::function<bool()> abandoned;
  if (!changes) abandoned = gone_check();
  const auto outcome = co_await slots.acquire(std::move(abandoned));
  if (outcome == WorkSlots::Outcome::abandoned) co_return false;
  if (outcome == WorkSlots::Outcome::granted) {
    const HeldSlot held(slots);
    if (changes) {
      co_await change(admitted, exchange);
    } else {
      exchange.response = call(admitted, exchange.head);
    }
  } else {
    exchange.response = problem(503, "the server is busy: try again");
    add_cors(exchange.response, exchange.head.request.path);
  }
  co_return co_await send(exchange);
}

// Waits for the disk on a thread that nobody else waits for.
asio::awaitable<void> Session::change(const Admitted& admitted, Exchange& exchange) {
  const auto work = [this, &admitted, &exchange]() -> asio::awaitable<void> {
    exchange.response = call(admitted, exchange.head);
    co_return;
  };
  co_await asio::co_spawn(context_.change_threads, work, asio::use_awaitable);
}

asio::awaitable<bool> Session::refuse(Refusal refusal) {
  Exchange exchange;
  exchange.response = problem(refusal.status, refusal.reason);
  lingering_ = true;
  co_return co_await send(exchange);
}

// Whether the connection goes on.
asio::awaitable<bool> Session::send(Exchange& exchange) {
  const auto& response = exchange.response;
  const bool keep_alive = exchange.keep_alive && !context_.draining;
  write_response_head(head_text_, response, {exchange.head.frame.minor_version, keep_alive});
  const bool body = exchange.method != "HEAD" && response.status != 204 && response.status != 304;
  std::array<asio::const_buffer, 2> parts = {
      asio::buffer(head_text_), body ? asio::buffer(response.body) : asio::const_buffer()};
  record(exchange);
  set_deadline(Clock::now() + context_.options.times.answer);
  write_at_once(parts);
  if (asio::buffer_size(parts) == 0) co_return keep_alive;
  const auto [error, count] = co_await asio::async_write(socket_, parts, kNoThrow);
  if (error) lingering_ = false;
  co_return keep_alive && !error;
}

// Most answers fit the socket's buffer, and what is written without waiting costs no turn of the
// I/O loop, which would wake another thread for it. Where the next request has come already, other
// connections have their turn first.
void Session::write_at_once(std::array<asio::const_buffer, 2>& parts) {
  if (buffer_.size() != 0) return;
  error_code ignored;  // whatever it is, the write that waits meets it too
  const std::size_t written = socket_.write_some(parts, ignored);
  parts[1] += written - std::min(written, parts[0].size());
  parts[0] += written;
}

// Closing a socket with unread input resets the connection, and the reset may overtake our answer
// at the client: so a refusal first ends our side, then reads on for a while.
asio::awaitable<void> Session::hang_up() {
  error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  if (!lingering_) co_return;
  set_deadline(Clock::now() + context_.options.times.linger);
  for (std::size_t total = 0; total < kMostLingered;) {
    buffer_.clear();
    const auto count = co_await read_some(kBodyRead);
    if (count == 0) break;
    total += count;
  }
}

// ---- what a phase needs

// Nothing a handler throws gets further than here.
HttpResponse Session::call(const Admitted& admitted, const RequestHead& head) {
  HttpResponse response;
  const auto began = Clock::now();
  try {
    response = admitted.route->handler(head.request, admitted.args);
  } catch (const std::exception& failure) {
    context_.log.error(admitted.route->pattern + ": " + failure.what());
    response = problem(500, "something went wrong here");
  } catch (...) {  // Xapian's errors are no std::exceptions
    context_.log.error(admitted.route->pattern + ": an exception of an unknown type");
    response = problem(500, "something went wrong here");
  }
  const std::chrono::duration<double, std::milli> took = Clock::now() - began;
  response.headers.emplace_back("Server-Timing", fmt::format("handler;dur={:.3f}", took.count()));
  add_cors(response, head.request.path);
  compress(response, head.accepts_gzip, context_.options.gzip_from);
  return response;
}

void Session::record(const Exchange& exchange) {
  const auto took =
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - exchange.began);
  RequestRecord record;
  record.method = exchange.method;
  record.route = exchange.route;
  record.path = exchange.head.request.path;
  record.remote = remote_;
  record.status = exchange.response.status;
  record.took_us = static_cast<std::uint64_t>(took.count());
  record.body_bytes = exchange.response.body.size();
  context_.log.record(record);
  if (context_.options.on_request) context_.options.on_request(record);
}

std::string_view Session::buffered() const {
  const auto data = buffer_.data();
  return {static_cast<const char*>(data.data()), data.size()};
}

// A reset shows without a read. A mere end of input does not count: the client may have shut down
// its side only, and then it gets its answer.
std::function<bool()> Session::gone_check() {
  return [descriptor = socket_.native_handle()] {
    pollfd watched{descriptor, 0, 0};
    return ::poll(&watched, 1, 0) == 1 && (watched.revents & (POLLERR | POLLHUP)) != 0;
  };
}

// ---- deadlines: one timer a connection, touched only when it must ring earlier than it is set to,
// which the longest sleep below makes rare: a request costs no timer operation.

void Session::set_deadline(Clock::time_point deadline) {
  deadline_ = deadline;
  if (std::min(deadline, Clock::now() + context_.options.times.request) < armed_) arm();
}

void Session::arm() {
  const auto now = Clock::now();
  // A passed deadline stays in force until the next phase sets its own, but must not spin.
  armed_ = now >= deadline_ ? now + kAfterDeadline
                            : std::min(deadline_, now + context_.options.times.request);
  timer_.expires_at(armed_);
  timer_.async_wait([self = shared_from_this()](error_code error) {
    if (!error && !self->over_) self->on_timer();
  });
}

void Session::on_timer() {
  error_code ignored;
  if (Clock::now() >= deadline_) socket_.cancel(ignored);
  arm();
}

}  // namespace souk
