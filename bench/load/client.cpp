#include "bench/load/client.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <charconv>
#include <string_view>

namespace souk::bench {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Clock = std::chrono::steady_clock;
using Tcp = asio::ip::tcp;

/// Room for what the server sends at once, so that the client does not take it in pieces.
constexpr std::size_t kWholeAnswer = 256 << 10;

float microseconds(Clock::duration d) {
  return std::chrono::duration<float, std::micro>(d).count();
}

float took_us(std::string_view body) {
  constexpr std::string_view kKey = "\"took_us\":";
  const auto at = body.find(kKey);
  std::uint64_t value = 0;
  if (at == std::string_view::npos) return 0;
  std::from_chars(body.data() + at + kKey.size(), body.data() + body.size(), value);
  return static_cast<float>(value);
}

/// From Server-Timing: handler;dur=MILLISECONDS.
float handler_us(std::string_view header) {
  constexpr std::string_view kKey = "handler;dur=";
  const auto at = header.find(kKey);
  float milliseconds = 0;
  if (at == std::string_view::npos) return 0;
  std::from_chars(header.data() + at + kKey.size(), header.data() + header.size(), milliseconds);
  return 1000 * milliseconds;
}

class Load {
 public:
  Load(const Tcp::endpoint& endpoint, const Vocabulary& words, const LoadOptions& options)
      : endpoint_(endpoint),
        options_(options),
        queries_(words, options.seed),
        arrivals_(options.seed + 1),
        gap_(options.rate > 0 ? options.rate : 1) {}

  LoadResult run() {
    const auto length = std::chrono::duration_cast<Clock::duration>(options_.length);
    next_due_ = Clock::now();
    counted_from_ = next_due_ + length / 10;
    end_ = next_due_ + length;
    for (unsigned i = 0; i < options_.connections; ++i) {
      asio::co_spawn(context_, connection(), asio::detached);
    }
    const auto last = end_ + std::chrono::seconds(1);
    while (options_.spins && !context_.stopped() && Clock::now() < last) context_.poll();
    context_.run_until(last);
    for (; options_.rate > 0 && next_due_ < end_; advance()) ++result_.unsent;
    result_.seconds = std::chrono::duration<double>(end_ - counted_from_).count();
    return std::move(result_);
  }

 private:
  void advance() {
    next_due_ +=
        std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(gap_(arrivals_)));
  }

  /// Takes request after request, connecting again where a connection fails, until the end.
  asio::awaitable<void> connection() {
    asio::steady_timer timer(context_);
    boost::beast::flat_buffer buffer;
    buffer.reserve(kWholeAnswer);
    Tcp::socket socket(context_);
    while (Clock::now() < end_) {
      boost::system::error_code error;
      auto token = asio::redirect_error(asio::use_awaitable, error);
      if (!socket.is_open()) {
        co_await socket.async_connect(endpoint_, token);
        if (error) {
          ++result_.broken;
          socket = Tcp::socket(context_);
          timer.expires_after(std::chrono::milliseconds(10));
          co_await timer.async_wait(token);
          continue;
        }
        socket.set_option(Tcp::no_delay(true), error);
        buffer.clear();
      }
      // The request is this connection's from here on, though it may not be due yet.
      const std::size_t kind = sent_++ % kKinds.size();
      http::request<http::empty_body> request(http::verb::get, queries_.target(kind), 11);
      request.set(http::field::host, "127.0.0.1");
      request.set(http::field::accept, "application/json");
      Clock::time_point due;
      if (options_.rate > 0) {
        due = next_due_;
        if (due >= end_) co_return;
        advance();
        if (due > Clock::now()) {
          timer.expires_at(due);
          co_await timer.async_wait(token);
        }
      }
      const auto start = Clock::now();
      if (options_.rate <= 0) due = start;
      if (start >= end_) {
        if (options_.rate > 0) ++result_.unsent;
        co_return;
      }
      http::response_parser<http::string_body> answer;
      answer.body_limit(std::uint64_t{64} << 20U);
      ++result_.unanswered;
      co_await http::async_write(socket, request, token);
      if (!error) co_await http::async_read(socket, buffer, answer, token);
      --result_.unanswered;
      if (error) {
        ++result_.broken;
        socket = Tcp::socket(context_);
        continue;
      }
      note(kind, due, start, answer.get());
      if (!answer.get().keep_alive()) socket = Tcp::socket(context_);
    }
  }

  void note(std::size_t kind, Clock::time_point due, Clock::time_point start,
            const http::response<http::string_body>& answer) {
    const auto now = Clock::now();
    if (now < counted_from_) return;
    if (answer.result_int() != 200) {
      ++result_.errors[answer.result_int()];
      return;
    }
    result_.answers[kind].push_back(
        {microseconds(now - due), microseconds(now - start), took_us(answer.body()),
         static_cast<float>(answer.body().size()), handler_us(answer["Server-Timing"])});
  }

  Tcp::endpoint endpoint_;
  LoadOptions options_;
  Queries queries_;
  std::mt19937_64 arrivals_;
  std::exponential_distribution<double> gap_;
  Clock::time_point next_due_;
  Clock::time_point counted_from_;
  Clock::time_point end_;
  std::size_t sent_ = 0;
  LoadResult result_;
  asio::io_context context_{1};  // last: what its coroutines still hold goes first
};

}  // namespace

LoadResult run_load(const Tcp::endpoint& endpoint, const Vocabulary& words,
                    const LoadOptions& options) {
  return Load(endpoint, words, options).run();
}

}  // namespace souk::bench
