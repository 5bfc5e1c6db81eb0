#include "indexer/cli/change_client.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace souk::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::string_view kScheme = "http://";
constexpr std::chrono::seconds kPatience{60};

ErrorCode code_of(unsigned status) {
  switch (status) {
    case 409:
      return ErrorCode::conflict;
    case 429:
    case 503:
      return ErrorCode::unavailable;
    case 507:
      return ErrorCode::io;
    default:
      return status < 500 ? ErrorCode::bad_input : ErrorCode::io;
  }
}

Result<ChangeReport> read_report(const std::string& body) {
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  ChangeReport report;
  simdjson::dom::array errors;
  if (parser.parse(simdjson::padded_string(body)).get(document) != simdjson::SUCCESS ||
      document["accepted"].get(report.accepted) != simdjson::SUCCESS ||
      document["sequence"].get(report.sequence) != simdjson::SUCCESS ||
      document["errors"].get(errors) != simdjson::SUCCESS) {
    return fail(ErrorCode::io, "the server's answer cannot be read");
  }
  for (const simdjson::dom::element error : errors) {
    ChangeProblem problem;
    std::string_view text;
    if (error["line"].get(problem.line) != simdjson::SUCCESS || problem.line == 0) continue;
    if (error["param"].get(text) == simdjson::SUCCESS) problem.param = text;
    if (error["detail"].get(text) == simdjson::SUCCESS) problem.detail = text;
    report.errors.push_back(std::move(problem));
  }
  return report;
}

std::string detail_of(const std::string& body) {
  simdjson::dom::parser parser;
  std::string_view detail;
  simdjson::dom::element document;
  if (parser.parse(simdjson::padded_string(body)).get(document) != simdjson::SUCCESS ||
      document["detail"].get(detail) != simdjson::SUCCESS) {
    return "it says no more";
  }
  return std::string(detail);
}

}  // namespace

struct ChangeClient::Impl {
  std::string host;
  std::string port;
  std::string key;
  asio::io_context io;
  std::optional<beast::tcp_stream> stream;

  /// Runs an asynchronous operation to its end, within kPatience.
  template <class Start>
  beast::error_code wait(Start start) {
    beast::error_code result;
    stream->expires_after(kPatience);
    start([&](beast::error_code error, const auto&...) { result = error; });
    io.restart();
    io.run();
    return result;
  }

  beast::error_code connect() {
    asio::ip::tcp::resolver resolver(io);
    beast::error_code error;
    const auto endpoints = resolver.resolve(host, port, error);
    if (error) return error;
    stream.emplace(io);
    return wait([&](auto done) { stream->async_connect(endpoints, done); });
  }

  beast::error_code exchange(const http::request<http::string_body>& request,
                             http::response<http::string_body>& response) {
    if (!stream) {
      if (const auto error = connect()) return error;
    }
    auto error = wait([&](auto done) { http::async_write(*stream, request, done); });
    beast::flat_buffer buffer;
    if (!error) error = wait([&](auto done) { http::async_read(*stream, buffer, response, done); });
    if (error || !response.keep_alive()) stream.reset();
    return error;
  }
};

ChangeClient::ChangeClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ChangeClient::~ChangeClient() = default;
ChangeClient::ChangeClient(ChangeClient&&) noexcept = default;
ChangeClient& ChangeClient::operator=(ChangeClient&&) noexcept = default;

Result<ChangeClient> ChangeClient::open(const std::string& url, std::string key) {
  auto impl = std::make_unique<Impl>();
  std::string_view rest = url;
  if (!rest.starts_with(kScheme)) {
    return fail(ErrorCode::bad_input, "--server: must be http://HOST[:PORT]");
  }
  rest.remove_prefix(kScheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  const auto bracket = rest.starts_with('[') ? rest.find(']') : 0;
  const auto colon = bracket == std::string_view::npos ? bracket : rest.find(':', bracket);
  std::string_view host = rest.substr(0, colon);
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  impl->host = host;
  impl->port = colon == std::string_view::npos ? "80" : rest.substr(colon + 1);
  if (impl->host.empty() || impl->port.empty() || rest.find('/') != std::string_view::npos) {
    return fail(ErrorCode::bad_input, "--server: must be http://HOST[:PORT]");
  }
  impl->key = std::move(key);
  return ChangeClient(std::move(impl));
}

Result<ChangeReport> ChangeClient::change(const std::string& lines) {
  http::request<http::string_body> request(http::verb::post, "/v1/admin/changes", 11);
  request.set(http::field::host, impl_->host + ":" + impl_->port);
  request.set(http::field::content_type, "application/x-ndjson");
  request.set(http::field::authorization, "Bearer " + impl_->key);
  request.body() = lines;
  request.prepare_payload();
  http::response<http::string_body> response;
  const bool used = impl_->stream.has_value();
  auto error = impl_->exchange(request, response);
  // A connection that was kept may have been closed meanwhile, before it took anything.
  if (used && error == http::error::end_of_stream) {
    response = {};
    error = impl_->exchange(request, response);
  }
  if (error) {
    return fail(ErrorCode::io, fmt::format("{}:{}: {}", impl_->host, impl_->port, error.message()));
  }
  if (response.result() == http::status::ok) return read_report(response.body());
  return fail(
      code_of(response.result_int()),
      fmt::format("the server answered {}: {}", response.result_int(), detail_of(response.body())));
}

}  // namespace souk::cli
