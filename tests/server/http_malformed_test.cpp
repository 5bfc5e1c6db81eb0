// Malformed and edge requests against a real server: the right status for each, and no desync. Each
// request is followed in the same bytes by a good one, whose answer ("second") must come exactly
// when the connection was kept.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/server/raw_client.h"

namespace souk {
namespace {

using test::get;
using test::parse_responses;
using test::RawClient;

const std::string kFollower = "GET /good HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

enum class Then : std::uint8_t {
  keeps,   ///< the follower is answered
  closes,  ///< the follower is not answered
  cut,     ///< no follower is sent: our side ends, the server answers and closes
};

struct MalformedCase {
  std::string raw;
  int status = 0;
  Then then = Then::closes;
};

std::string line(std::string_view request_line) {
  return std::string(request_line) + "\r\nHost: h\r\n\r\n";
}

std::string post(std::string_view headers, std::string_view body = {}) {
  return "POST /echo HTTP/1.1\r\nHost: h\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

std::string chunked(std::string_view body) { return post("Transfer-Encoding: chunked\r\n", body); }

std::string header(std::string_view line_bytes) {
  return "GET /good HTTP/1.1\r\nHost: h\r\n" + std::string(line_bytes) + "\r\n\r\n";
}

std::string host(std::string_view value) {
  return "GET /good HTTP/1.1\r\nHost:" + std::string(value) + "\r\n\r\n";
}

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::vector<MalformedCase> request_lines() {
  std::vector<MalformedCase> cases = {
      {get("/good"), 200, Then::keeps},
      {"\r\n" + get("/good"), 200, Then::keeps},
      {"\r\n\r\n" + get("/good"), 400},
      {"\n" + get("/good"), 400},
      {"\r" + get("/good"), 400},
      {" " + get("/good"), 400},
      {"\t" + get("/good"), 400},
      {line("GET  /good HTTP/1.1"), 400},
      {line("GET /good  HTTP/1.1"), 400},
      {line("GET /good HTTP/1.1 "), 400},
      {line("GET /good"), 400},
      {line("GET"), 400},
      {line("GET /good HTTP/1.1 x"), 400},
      {line("GET\t/good\tHTTP/1.1"), 400},
      {line("GET /go od HTTP/1.1"), 400},
      {line("GET /good HTTP/0.9"), 505},
      {line("GET /good HTTP/1.2"), 505},
      {line("GET /good HTTP/2.0"), 505},
      {line("GET /good HTTP/3.0"), 505},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {line("GET /good HTTP/1"), 400},
      {line("GET /good HTTP/11"), 400},
      {line("GET /good HTTP/1.10"), 400},
      {line("GET /good HTTP/1.x"), 400},
      {line("GET /good HTTP/-1.1"), 400},
      {line("GET /good http/1.1"), 400},
      {line("GET /good HTTPS/1.1"), 400},
      {line("GET /good ICAP/1.0"), 400},
      {line("GET good HTTP/1.1"), 400},
      {line("GET ?q=a HTTP/1.1"), 400},
      {line("GET * HTTP/1.1"), 400},
      {line("GET h:80 HTTP/1.1"), 400},
      {line("GET http:/good HTTP/1.1"), 400},
      {line("GET http:// HTTP/1.1"), 400},
      {line("GET file:///etc/passwd HTTP/1.1"), 400},
      {line("GET javascript:alert(1) HTTP/1.1"), 400},
      {line("GET http://h/good HTTP/1.1"), 200, Then::keeps},
      {line("GET HTTP://h:80/good?x HTTP/1.1"), 200, Then::keeps},
      {line("GET http://a@h/good HTTP/1.1"), 400},
      {line("GET http://a\\b/good HTTP/1.1"), 400},
      {line("GET /good#part HTTP/1.1"), 400},
      {line("BREW /good HTTP/1.1"), 501, Then::keeps},
      {line("get /good HTTP/1.1"), 501, Then::keeps},
      {line("GETT /good HTTP/1.1"), 501, Then::keeps},
      {line("PROPFIND /good HTTP/1.1"), 501, Then::keeps},
      {line("GET, /good HTTP/1.1"), 400},
      {line("G{T /good HTTP/1.1"), 400},
      {line("\"GET\" /good HTTP/1.1"), 400},
      {line(std::string(33, 'M') + " /good HTTP/1.1"), 501},
      {line("TRACE /good HTTP/1.1"), 405, Then::keeps},
      {line("TRACE /nothing HTTP/1.1"), 405, Then::keeps},
      {line("CONNECT h:443 HTTP/1.1"), 405},
      {line("CONNECT /good HTTP/1.1"), 405},
      {line("CONNECT http://h/ HTTP/1.1"), 400},
      {line("PUT /good HTTP/1.1"), 405, Then::keeps},
      {line("DELETE /echo HTTP/1.1"), 405, Then::keeps},
      {line("POST /good HTTP/1.1"), 405, Then::keeps},
      {line("GET /echo HTTP/1.1"), 405, Then::keeps},
      {line("OPTIONS * HTTP/1.1"), 204, Then::keeps},
      {line("OPTIONS /good HTTP/1.1"), 204, Then::keeps},
      {line("OPTIONS /nothing HTTP/1.1"), 404, Then::keeps},
      {"\x16\x03\x01\x02\x01\x01", 400},
      {std::string("\0GET / HTTP/1.1", 15), 400},
      {"{\"q\":1}\r\n\r\n", 400},
      {"SSH-2.0-OpenSSH_9.2\r\n\r\n", 400},
      {"\xef\xbb\xbf" + get("/good"), 400},
  };
  for (const char c : std::string("\x01\x07\b\v\f\x1b\x7f\n\r", 9)) {
    cases.push_back({get("/go" + std::string(1, c) + "od"), 400});
    cases.push_back({"G" + std::string(1, c) + get("/good"), 400});
  }
  return cases;
}

std::vector<MalformedCase> targets() {
  std::vector<MalformedCase> cases = {
      {get("/nothing"), 404, Then::keeps},
      {get("//good"), 404, Then::keeps},
      {get("/good/"), 404, Then::keeps},
      {get("/Good"), 404, Then::keeps},
      {get("/./good"), 404, Then::keeps},
      {get("/x/../good"), 404, Then::keeps},
      {get("/..%2f..%2fetc%2fpasswd"), 404, Then::keeps},
      {get("/items/a%2Fb"), 200, Then::keeps},
      {get("/items/a/b"), 404, Then::keeps},
      {get("/items/"), 404, Then::keeps},
      {get("/items/%C3%A9"), 200, Then::keeps},
      {get("/items/\xc3\xa9"), 200, Then::keeps},
      {get("/items/\xc3"), 400},
      {get("/items/\xff"), 400},
      {get("/items/<b>\"{}|\\^`"), 200, Then::keeps},
      {get("/g%6Fod"), 200, Then::keeps},
      {get("/good%00"), 400, Then::keeps},
      {get("/%00"), 400, Then::keeps},
      {get("/good%"), 400, Then::keeps},
      {get("/good%2"), 400, Then::keeps},
      {get("/good%zz"), 400, Then::keeps},
      {get("/good%u0041"), 400, Then::keeps},
      {get("/items/%FF"), 400, Then::keeps},
      {get("/items/%C0%AF"), 400, Then::keeps},
      {get("/items/%ED%A0%80"), 400, Then::keeps},
      {get("/items/%F5%80%80%80"), 400, Then::keeps},
      {get("/good?"), 200, Then::keeps},
      {get("/good?a=%"), 200, Then::keeps},  // the query is its handler's to judge
      {get("/query?a=%2&b"), 200, Then::keeps},
      {get("/good?a?b=/../"), 200, Then::keeps},
      {get("/good;v=1"), 404, Then::keeps},
      {get("/good%3Fq"), 404, Then::keeps},
      {get("/" + std::string(8191, 'a')), 404, Then::keeps},
      {get("/" + std::string(8192, 'a')), 414},
      {get("/good?" + std::string(9000, 'a')), 414},
      {"GET /" + std::string(20000, 'a'), 414},
  };
  return cases;
}

std::vector<MalformedCase> headers() {
  std::vector<MalformedCase> cases = {
      {"GET /good HTTP/1.1\r\n\r\n", 400},
      {"GET /good HTTP/1.0\r\n\r\n", 400},
      {host(""), 400},
      {host("   "), 400},
      {host(" h\r\nHost: h"), 400},
      {host(" h\r\nhost: other"), 400},
      {host(" h\r\nX: y\r\nHOST:"), 400},
      {host(" a b"), 400},
      {host(" a,b"), 400},
      {host(" a/b"), 400},
      {host(" a@b"), 400},
      {host(" a?b"), 400},
      {host(" a:b"), 400},
      {host(" :80"), 400},
      {host(" a:80:80"), 400},
      {host(" a:123456"), 400},
      {host(" [::1"), 400},
      {host(" [::1]x"), 400},
      {host(" []"), 400},
      {host(" <a>"), 400},
      {host(" \xc3\xa9"), 400},
      {host(" a:80"), 200, Then::keeps},
      {host(" a:"), 200, Then::keeps},
      {host("a"), 200, Then::keeps},
      {host("\t a \t"), 200, Then::keeps},
      {host(" [::1]:8080"), 200, Then::keeps},
      {host(" 127.0.0.1"), 200, Then::keeps},
      {"GET /good HTTP/1.1\r\nHost : h\r\n\r\n", 400},
      {"GET /good HTTP/1.1\r\nHost\t: h\r\n\r\n", 400},
      {"GET /good HTTP/1.1\r\n Host: h\r\n\r\n", 400},
      {"GET /good HTTP/1.1\r\n\tX: y\r\nHost: h\r\n\r\n", 400},
      {"GET /good HTTP/1.1\nHost: h\n\n", 400},
      {"GET /good HTTP/1.1\r\nHost: h\n\r\n", 400},
      {"GET /good HTTP/1.1\r\nHost: h\r\n\n", 400},
      {"GET /good HTTP/1.1\r\nHost: h\r\r\n\r\n", 400},
      {"GET /good HTTP/1.1\rHost: h\r\n\r\n", 400},
      {"GET /good HTTP/1.1\r\nHost: h\r\nX: a\rY: b\r\n\r\n", 400},
      {header("X: a\r\n folded"), 400},
      {header("X: a\r\n\tfolded"), 400},
      {header("X: a\r\n : b"), 400},
      {header("no colon"), 400},
      {header(":"), 400},
      {header(": v"), 400},
      {header("X Y: v"), 400},
      {header("X : v"), 400},
      {header("(X): v"), 400},
      {header("X\xc3\xa9: v"), 400},
      {header("\"X\": v"), 400},
      {header("X/Y: v"), 400},
      {header("X:"), 200, Then::keeps},
      {header("X: \t "), 200, Then::keeps},
      {header("X: a:b:c"), 200, Then::keeps},
      {header("X: \xff\xfe"), 200, Then::keeps},
      {header("X: a\tb"), 200, Then::keeps},
      {header("!#$%&'*+-.^_`|~09: v"), 200, Then::keeps},
      {header("Authorization: a\r\nAuthorization: b"), 400},
      {header("X-API-Key: a\r\nx-api-key: b"), 400},
      {header("Content-Type: a\r\nContent-Type: b"), 400},
      {header("Accept: application/xml"), 200, Then::keeps},
      {header("Accept: nonsense;;;q=7"), 200, Then::keeps},
      {header("Connection: close"), 200},
      {header("Connection: CLOSE"), 200},
      {header("Connection: x, close"), 200},
      {header("Connection: x\r\nConnection: close"), 200},
      {header("Connection: close, keep-alive"), 200},
      {header("Connection: keep-alive"), 200, Then::keeps},
      {header("Connection: upgrade\r\nUpgrade: websocket"), 200, Then::keeps},
      {header("Connection: upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: x"), 200,
       Then::keeps},
      {"GET /good HTTP/1.0\r\nHost: h\r\n\r\n", 200},
      {"GET /good HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n", 200, Then::keeps},
      {header("Expect: a miracle"), 417},
      {header("Expect: 100-continue"), 200, Then::keeps},
      {header("X: " + std::string(16000, 'a')), 200, Then::keeps},
      {header("X: " + std::string(16400, 'a')), 431},
      {header("X: " + std::string(70000, 'a')), 431},
      {header(std::string(16400, 'X') + ": a"), 431},
      {header("X" + repeated(": y\r\nX", 98) + ": y"), 200, Then::keeps},
      {header("X" + repeated(": y\r\nX", 99) + ": y"), 431},
      {header("X" + repeated(":\r\nX", 1500) + ":"), 431},
      {header("Cookie: " + repeated("a=b; ", 100)), 200, Then::keeps},
      {"GET /good HTTP/1.1\r\nHost: h\r\nX: " + std::string(17000, 'a'), 431},
      {"GET /good HTTP/1.1\r\nHost: h\r\n", 400, Then::cut},
      {"GET /good HTT", 400, Then::cut},
      {"G", 400, Then::cut},
      {"GET /good HTTP/1.1\r\nHost: h\r\n\r", 400, Then::cut},
  };
  for (int c = 0; c < 0x20; ++c) {
    if (c == '\t') continue;
    cases.push_back({header("X: a" + std::string(1, static_cast<char>(c)) + "b"), 400});
  }
  cases.push_back({header("X: a\x7f"), 400});
  cases.push_back({header(std::string("X\0: b", 5)), 400});
  return cases;
}

std::vector<MalformedCase> lengths() {
  return {
      {post("Content-Length: 5\r\n", "hello"), 200, Then::keeps},
      {post("Content-Length: 005\r\n", "hello"), 200, Then::keeps},
      {post("Content-Length:5\r\n", "hello"), 200, Then::keeps},
      {post("Content-Length: 5 \r\n", "hello"), 200, Then::keeps},
      {post("Content-Length: 0\r\n"), 200, Then::keeps},
      {post(""), 200, Then::keeps},
      {post("Content-Length: +4\r\n", "hell"), 400},
      {post("Content-Length: -1\r\n", "hell"), 400},
      {post("Content-Length: 0x4\r\n", "hell"), 400},
      {post("Content-Length: 4.0\r\n", "hell"), 400},
      {post("Content-Length: 4e0\r\n", "hell"), 400},
      {post("Content-Length: four\r\n", "hell"), 400},
      {post("Content-Length: \r\n", "hell"), 400},
      {post("Content-Length: 4;\r\n", "hell"), 400},
      {post("Content-Length: 4 4\r\n", "hell"), 400},
      {post("Content-Length: 4,4\r\n", "hell"), 400},
      {post("Content-Length: 4, 5\r\n", "hell"), 400},
      {post("Content-Length: \"4\"\r\n", "hell"), 400},
      {post("Content-Length: \xd9\xa4\r\n", "hell"), 400},
      {post("Content-Length: 4\r\nContent-Length: 5\r\n", "hello"), 400},
      {post("Content-Length: 4\r\nContent-Length: 4\r\n", "hell"), 400},
      {post("Content-Length: 0\r\ncontent-length: 0\r\n"), 400},
      {post("Content-Length : 4\r\n", "hell"), 400},
      {post("Content-Length: 18446744073709551616\r\n", "hell"), 400},
      {post("Content-Length: 99999999999999999999999\r\n", "hell"), 400},
      {post("Content-Length: 18446744073709551615\r\n", "hell"), 413},
      {post("Content-Length: 9223372036854775808\r\n", "hell"), 413},
      {post("Content-Length: 1000\r\n", std::string(1000, 'x')), 200, Then::keeps},
      {post("Content-Length: 1001\r\n", std::string(1001, 'x')), 413},
      {post("Content-Length: 1000000\r\n"), 413},
      {post("Content-Length: 5\r\n", "hell"), 400, Then::cut},
      {post("Content-Length: 5\r\n"), 400, Then::cut},
      {post("Content-Length: 5\r\nContent-Type: text/plain\r\n", "hello"), 415},
      {post("Content-Length: 5\r\nContent-Type: application/json\r\n", "hello"), 200, Then::keeps},
      {post("Content-Length: 5\r\nContent-Type: application/json; charset=utf-16\r\n", "hello"),
       415},
      {post("Content-Length: 5\r\nContent-Encoding: gzip\r\n", "hello"), 415},
      {post("Content-Length: 5\r\nExpect: 99-continue\r\n", "hello"), 417},
      {"GET /good HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", 200, Then::keeps},
      {"GET /good HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", 413},
      {"DELETE /good HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", 405},
      {"POST /nothing HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", 404},
      {"PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", 405},
      {"BREW /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", 501},
      {"POST /v1/admin/changes HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", 403},
      {"POST /v1/admin/changes HTTP/1.1\r\nHost: h\r\n\r\n", 403, Then::keeps},
      {"POST /1/indexes/*/queries HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\n"
       "Content-Length: 5\r\n\r\nhello",
       200, Then::keeps},
      {"POST /echo HTTP/1.0\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", 200},
      {"POST /echo HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello",
       200, Then::keeps},
  };
}

std::vector<MalformedCase> chunks() {
  const std::string last = "0\r\n\r\n";
  return {
      {chunked("5\r\nhello\r\n" + last), 200, Then::keeps},
      {chunked("2\r\nhe\r\n3\r\nllo\r\n" + last), 200, Then::keeps},
      {chunked(last), 200, Then::keeps},
      {chunked("000005\r\nhello\r\n" + last), 200, Then::keeps},
      {chunked("A\r\n0123456789\r\na\r\n0123456789\r\n" + last), 200, Then::keeps},
      {chunked("5;name=value\r\nhello\r\n" + last), 200, Then::keeps},
      {chunked("5;name=\"quo;ted\"\r\nhello\r\n" + last), 200, Then::keeps},
      {chunked("5\r\nhello\r\n0\r\nX: y\r\n\r\n"), 200, Then::keeps},
      {chunked("5\r\nhello\r\n0\r\nHost: other\r\nAuthorization: Bearer x\r\n\r\n"), 200,
       Then::keeps},
      {chunked("5\r\nhello\r\n0\r\nConnection: close\r\n\r\n"), 200, Then::keeps},
      {chunked("5\r\nhello\r\n0\r\nContent-Length: 7\r\n\r\n"), 400},
      {chunked("5\r\nhello\r\n0\r\nbad trailer\r\n\r\n"), 400},
      {chunked("5\r\nhello\r\n0\r\nX: a\nY: b\r\n\r\n"), 400},
      {chunked("5\r\nhello\r\n0\r\nX: " + std::string(70000, 't') + "\r\n\r\n"), 400},
      {chunked("5\r\nhello\r\n0\r\n" + repeated("X: y\r\n", 12000) + "\r\n"), 400},
      {chunked("5;" + std::string(65536, 'e') + "\r\nhello\r\n" + last), 400},
      {chunked(repeated("1;" + std::string(100, 'e') + "\r\nx\r\n", 900) + last), 400},
      {chunked(repeated("1\r\nx\r\n", 1000) + last), 200, Then::keeps},
      {chunked(repeated("1\r\nx\r\n", 1001) + last), 413},
      {chunked("3E8\r\n" + std::string(1000, 'x') + "\r\n" + last), 200, Then::keeps},
      {chunked("3E9\r\n" + std::string(1001, 'x') + "\r\n" + last), 413},
      {chunked("FFFFFFFFFFFFFFFF\r\nhello"), 413},
      {chunked("10000000000000000\r\nhello"), 400},
      {chunked("+5\r\nhello\r\n" + last), 400},
      {chunked("-5\r\nhello\r\n" + last), 400},
      {chunked("0x5\r\nhello\r\n" + last), 400},
      {chunked(" 5\r\nhello\r\n" + last), 400},
      {chunked("g\r\nhello\r\n" + last), 400},
      {chunked("\r\nhello\r\n" + last), 400},
      {chunked(";x\r\nhello\r\n" + last), 400},
      {chunked("5\nhello\r\n" + last), 400},
      {chunked("5\rhello\r\n" + last), 400},
      {chunked("5\r\nhello" + last), 400},
      {chunked("5\r\nhello\n0\r\n\r\n"), 400},
      {chunked("5\r\nhelloXX" + last), 400},
      {chunked("4\r\nhello\r\n" + last), 400},
      {chunked("5,5\r\nhello\r\n" + last), 400},
      {chunked("5 5\r\nhello\r\n" + last), 400},
      {chunked("5\r\nhel"), 400, Then::cut},
      {chunked("5\r\nhello\r\n"), 400, Then::cut},
      {chunked("5\r\nhello\r\n0\r\n"), 400, Then::cut},
      {chunked(""), 400, Then::cut},
      {post("Transfer-Encoding: CHUNKED\r\n", "5\r\nhello\r\n" + last), 200, Then::keeps},
      {post("Transfer-Encoding: chunked \r\n", "5\r\nhello\r\n" + last), 200, Then::keeps},
      {post("Transfer-Encoding: identity\r\n", "hello"), 501},
      {post("Transfer-Encoding: xchunked\r\n", "5\r\nhello\r\n" + last), 501},
      {post("Transfer-Encoding: chunkedx\r\n", "5\r\nhello\r\n" + last), 501},
      {post("Transfer-Encoding: gzip\r\n", "hello"), 501},
      {post("Transfer-Encoding: gzip, chunked\r\n", "5\r\nhello\r\n" + last), 501},
      {post("Transfer-Encoding: chunked, gzip\r\n", "5\r\nhello\r\n" + last), 501},
      {post("Transfer-Encoding: chunked, identity\r\n", "5\r\nhello\r\n" + last), 501},
      {post("Transfer-Encoding: chunked, chunked\r\n", "5\r\nhello\r\n" + last), 501},
      {post("Transfer-Encoding: ,chunked\r\n", "5\r\nhello\r\n" + last), 501},
      {post("Transfer-Encoding: chunked;q=1\r\n", "5\r\nhello\r\n" + last), 501},
      {post("Transfer-Encoding: \"chunked\"\r\n", "5\r\nhello\r\n" + last), 501},
      {post("Transfer-Encoding: \r\n", "hello"), 400},
      {post("Transfer-Encoding: \x0b"
            "chunked\r\n",
            "5\r\nhello\r\n" + last),
       400},
      {post("Transfer-Encoding : chunked\r\n", "5\r\nhello\r\n" + last), 400},
      {post("Transfer-Encoding:\r\n chunked\r\n", "5\r\nhello\r\n" + last), 400},
      {post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "5\r\nhello\r\n" + last),
       400},
      {post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
            "5\r\nhello\r\n" + last),
       400},
      {post("Transfer-Encoding: chunked\r\nContent-Length: 15\r\n", "5\r\nhello\r\n" + last), 400},
      {post("Content-Length: 15\r\nTransfer-Encoding: chunked\r\n", "5\r\nhello\r\n" + last), 400},
      {post("Content-Length: 5\r\nTransfer-Encoding: identity\r\n", "hello"), 400},
      {"POST /echo HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n" + last,
       400},
      {"GET /good HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + last, 413},
  };
}

std::vector<MalformedCase> all_cases() {
  std::vector<MalformedCase> all;
  for (const auto& part : {request_lines(), targets(), headers(), lengths(), chunks()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

std::string shown(const std::string& raw) {
  return ::testing::PrintToString(raw.size() > 300 ? raw.substr(0, 300) + "…" : raw);
}

// The statuses of all answers, so that one answer too many is seen as well as one too few.
std::vector<int> statuses(std::string_view stream) {
  std::vector<int> found;
  for (const auto& response : parse_responses(stream)) found.push_back(response.status);
  return found;
}

void expect_answers(const MalformedCase& tried, std::uint16_t port) {
  RawClient client(port);
  // The server may refuse and reset while we still send: its answer counts all the same.
  client.send(tried.then == Then::cut ? tried.raw : tried.raw + kFollower);
  client.shut_down();
  const auto stream = client.read_all();
  std::vector<int> expected = {tried.status};
  if (tried.then == Then::keeps) expected.push_back(200);
  EXPECT_EQ(statuses(stream), expected) << shown(tried.raw) << "\nanswered:\n" << shown(stream);
  EXPECT_EQ(stream.ends_with("\r\n\r\nsecond"),
            tried.then == Then::keeps || (tried.status == 200 && tried.raw.find("/good") < 10))
      << shown(tried.raw);
}

TEST(HttpMalformed, HasAtLeastTwoHundredCases) { EXPECT_GE(all_cases().size(), 200U); }

TEST(HttpMalformed, GetsTheRightStatusAndNeverDesyncs) {
  const auto server = test::started(test::test_options());
  for (const auto& tried : all_cases()) expect_answers(tried, server->port());
}

// The same bytes in small pieces must mean the same: a parser's state survives any cut.
TEST(HttpMalformed, MeansTheSameByteByByte) {
  const auto server = test::started(test::test_options());
  for (const auto& tried : all_cases()) {
    if (tried.raw.size() > 300) continue;
    RawClient client(server->port());
    const auto raw = tried.then == Then::cut ? tried.raw : tried.raw + kFollower;
    for (const char byte : raw) {
      if (!client.send(std::string_view(&byte, 1))) break;
    }
    client.shut_down();
    std::vector<int> expected = {tried.status};
    if (tried.then == Then::keeps) expected.push_back(200);
    EXPECT_EQ(statuses(client.read_all()), expected) << shown(tried.raw);
  }
}

}  // namespace
}  // namespace souk
