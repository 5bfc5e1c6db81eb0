#include "tests/server/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <utility>

#include "server/header_syntax.h"

namespace souk::test {
namespace {

constexpr int kTimeLimitSeconds = 20;

// Cuts one answer off the front; nothing if it is not whole.
std::optional<RawResponse> cut_response(std::string_view& stream, bool bodiless) {
  const auto end = stream.find("\r\n\r\n");
  if (end == std::string_view::npos || !stream.starts_with("HTTP/1.1 ")) return std::nullopt;
  RawResponse response;
  response.status = std::atoi(std::string(stream.substr(9, 3)).c_str());
  auto lines = stream.substr(0, end + 2);
  lines.remove_prefix(lines.find("\r\n") + 2);
  while (!lines.empty()) {
    const auto line = lines.substr(0, lines.find("\r\n"));
    lines.remove_prefix(line.size() + 2);
    const auto colon = line.find(':');
    std::string name(line.substr(0, colon));
    for (auto& c : name) c = lower_ascii(c);
    response.headers[name] = trim(line.substr(colon + 1));
  }
  std::size_t length = 0;
  if (const auto found = response.headers.find("content-length");
      found != response.headers.end() && !bodiless) {
    length = static_cast<std::size_t>(std::atol(found->second.c_str()));
  }
  if (stream.size() < end + 4 + length) return std::nullopt;
  response.body = stream.substr(end + 4, length);
  stream.remove_prefix(end + 4 + length);
  return response;
}

Route route(
    std::string method, std::string pattern, std::size_t max_body, Work work,
    std::function<HttpResponse(const HttpRequest&, const std::vector<std::string>&)> handler) {
  Route made;
  made.method = std::move(method);
  made.pattern = std::move(pattern);
  made.max_body = max_body;
  made.work = work;
  made.handler = std::move(handler);
  return made;
}

HttpResponse text(std::string body) {
  HttpResponse response;
  response.content_type = "text/plain";
  response.body = std::move(body);
  return response;
}

}  // namespace

std::string get(std::string_view target, std::string_view headers) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: h\r\n" + std::string(headers) + "\r\n";
}

std::vector<RawResponse> parse_responses(std::string_view stream, bool bodiless) {
  std::vector<RawResponse> responses;
  while (auto response = cut_response(stream, bodiless)) responses.push_back(std::move(*response));
  if (!stream.empty()) responses.push_back(RawResponse{-1, {}, std::string(stream)});
  return responses;
}

RawClient::RawClient(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
  timeval limit{kTimeLimitSeconds, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(descriptor_);
    throw std::runtime_error("cannot connect to the server under test");
  }
}

RawClient::~RawClient() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::shut_down() { ::shutdown(descriptor_, SHUT_WR); }

void RawClient::reset() {
  const linger at_once{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(descriptor_);
  descriptor_ = -1;
}

bool RawClient::read_more() {
  char bytes[16384];
  const auto count = ::recv(descriptor_, bytes, sizeof bytes, 0);
  if (count <= 0) return false;
  input_.append(bytes, static_cast<std::size_t>(count));
  return true;
}

std::string RawClient::read_all() {
  while (read_more()) {
  }
  return std::exchange(input_, {});
}

RawResponse RawClient::read_response(bool bodiless) {
  for (;;) {
    std::string_view rest = input_;
    if (auto response = cut_response(rest, bodiless)) {
      input_.erase(0, input_.size() - rest.size());
      return std::move(*response);
    }
    if (!read_more()) return {};
  }
}

bool RawClient::at_end() { return input_.empty() && !read_more(); }

std::vector<Route> plain_routes() {
  using Args = std::vector<std::string>;
  std::vector<Route> routes;
  const auto light = Work::light;
  const auto search = Work::search;
  routes.push_back(route("GET", "/good", 0, light,
                         [](const HttpRequest&, const Args&) { return text("second"); }));
  routes.push_back(
      route("POST", "/echo", 1000, search,
            [](const HttpRequest& request, const Args&) { return text(request.body); }));
  routes.push_back(route("GET", "/items/{id}", 0, search,
                         [](const HttpRequest&, const Args& args) { return text(args.at(0)); }));
  routes.push_back(route("GET", "/query", 0, light, [](const HttpRequest& request, const Args&) {
    return text(request.query);
  }));
  routes.push_back(route("GET", "/big", 0, search, [](const HttpRequest&, const Args&) {
    return text(std::string(100000, 'b'));
  }));
  routes.push_back(
      route("GET", "/throw", 0, search, [](const HttpRequest&, const Args&) -> HttpResponse {
        throw std::runtime_error("a secret of the house");
      }));
  routes.push_back(route("GET", "/throw_int", 0, search,
                         [](const HttpRequest&, const Args&) -> HttpResponse { throw 7; }));
  routes.push_back(route("GET", "/v1/products/search", 0, search,
                         [](const HttpRequest&, const Args&) { return HttpResponse{}; }));
  routes.push_back(
      route("POST", "/1/indexes/*/queries", 1000, search,
            [](const HttpRequest& request, const Args&) { return text(request.body); }));
  routes.push_back(
      route("POST", "/v1/admin/changes", 2000, search,
            [](const HttpRequest& request, const Args&) { return text(request.body); }));
  routes.back().admin = true;
  return routes;
}

ServerOptions test_options() {
  ServerOptions options;
  options.port = 0;
  options.io_threads = 2;
  options.search_threads = 2;
  options.log_descriptor = -1;
  options.queue_wait = std::chrono::seconds(20);  // machines that run tests are slow at times
  return options;
}

std::unique_ptr<Server> started(ServerOptions options, std::vector<Route> routes) {
  auto server = std::make_unique<Server>(std::move(options), std::move(routes));
  if (auto result = server->start(); !result) throw std::runtime_error(result.error().message);
  return server;
}

}  // namespace souk::test
