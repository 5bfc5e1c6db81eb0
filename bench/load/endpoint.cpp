#include "bench/load/endpoint.h"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <charconv>

namespace souk::bench {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;

Result<Tcp::endpoint> loopback_endpoint(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  const auto wrong = [&](std::string_view why) {
    return fail(ErrorCode::bad_input, fmt::format("\"{}\": {}", url, why), "url");
  };
  if (!url.starts_with(kScheme)) return wrong("is not http://ADDRESS:PORT");
  std::string_view authority = url.substr(kScheme.size());
  authority = authority.substr(0, authority.find('/'));
  std::string_view host = authority;
  std::uint16_t port = 80;
  const auto colon = authority.rfind(':');
  if (colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
    host = authority.substr(0, colon);
    const char* end = authority.data() + authority.size();
    const auto read = std::from_chars(authority.data() + colon + 1, end, port);
    if (read.ec != std::errc() || read.ptr != end) return wrong("has no proper port");
  }
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  boost::system::error_code error;
  const auto address = asio::ip::make_address(std::string(host), error);
  if (error || !address.is_loopback()) {
    return wrong("is not this machine; load is only put on loopback (127.0.0.1, [::1], localhost)");
  }
  return Tcp::endpoint(address, port);
}

Result<std::string> fetch(const Tcp::endpoint& endpoint, std::string_view target) {
  asio::io_context context;
  Tcp::socket socket(context);
  boost::system::error_code error;
  const auto broken = [&] {
    return fail(ErrorCode::io, fmt::format("cannot fetch {}: {}", target, error.message()));
  };
  if (socket.connect(endpoint, error)) return broken();
  http::request<http::empty_body> request(http::verb::get, std::string(target), 11);
  request.set(http::field::host, "127.0.0.1");
  request.keep_alive(false);
  http::write(socket, request, error);
  if (error) return broken();
  boost::beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(std::uint64_t{64} << 20U);
  http::read(socket, buffer, parser, error);
  if (error) return broken();
  if (parser.get().result_int() != 200) {
    return fail(ErrorCode::io,
                fmt::format("{} was answered {}", target, parser.get().result_int()));
  }
  return std::move(parser.get().body());
}

}  // namespace souk::bench
