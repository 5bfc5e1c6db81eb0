#pragma once
// A client that sends exactly the bytes it is told to, and a server with a few plain routes for it.
// For tests; blocking, with a generous time limit so that a hang fails instead of hanging.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/server.h"

namespace souk::test {

struct RawResponse {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
};

/// A request for a target; each of `headers` ends in CRLF.
std::string get(std::string_view target, std::string_view headers = {});

/// Takes a stream of answers apart by their Content-Length. `bodiless`: answers to HEAD.
std::vector<RawResponse> parse_responses(std::string_view stream, bool bodiless = false);

class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  /// False once the server has reset the connection.
  bool send(std::string_view bytes);
  /// Ends our side; the server's answer can still be read.
  void shut_down();
  /// Closes with a reset.
  void reset();
  /// Everything up to the server's end of the connection.
  std::string read_all();
  /// One whole answer; status 0 when the connection ended first. `bodiless`: an answer to HEAD.
  RawResponse read_response(bool bodiless = false);
  /// True when the server has ended the connection and nothing is left to read.
  bool at_end();

 private:
  bool read_more();

  int descriptor_ = -1;
  std::string input_;
};

/// GET /good → "second" · POST /echo (1,000 bytes) → the body · GET /items/{id} → the id ·
/// GET /query → the raw query · GET /big → 100,000 bytes of text · POST /v1/admin/changes (2,000
/// bytes, admin) · POST /1/indexes/*/queries · GET /v1/products/search · GET /throw, /throw_int.
std::vector<Route> plain_routes();

/// Options for tests: any free port, no log, two I/O threads.
ServerOptions test_options();

/// A started server; stopped and joined by its destructor.
std::unique_ptr<Server> started(ServerOptions options, std::vector<Route> routes = plain_routes());

}  // namespace souk::test
