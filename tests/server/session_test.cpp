// A whole server over real sockets: what a connection may expect of it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zlib.h>

#include <atomic>
#include <future>
#include <mutex>
#include <thread>

#include "server/request_log.h"
#include "tests/server/raw_client.h"

namespace souk {
namespace {

using namespace std::chrono_literals;
using test::get;
using test::RawClient;
using test::started;
using test::test_options;
using ::testing::HasSubstr;
using ::testing::Not;

// A route whose handler waits until it is let go; says when it has been entered.
struct Gate {
  std::promise<void> open;
  std::shared_future<void> opened{open.get_future()};
  std::atomic<int> entered{0};

  Route route() {
    Route waiting;
    waiting.method = "GET";
    waiting.pattern = "/wait";
    waiting.handler = [this](const HttpRequest&, const std::vector<std::string>&) {
      ++entered;
      opened.wait();
      return HttpResponse{};
    };
    return waiting;
  }
  void await_entered(int count) const {
    while (entered < count) std::this_thread::sleep_for(1ms);
  }
};

std::string gunzip(const std::string& packed) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string text(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  const int result = inflate(&stream, Z_FINISH);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return result == Z_STREAM_END ? text : "not gzip";
}

TEST(Session, AnswersPipelinedRequestsInTheirOrder) {
  const auto server = started(test_options());
  RawClient client(server->port());
  std::string requests;
  for (int i = 0; i < 200; ++i) requests += get("/items/" + std::to_string(i));
  client.send(requests);
  for (int i = 0; i < 200; ++i) {
    const auto response = client.read_response();
    ASSERT_EQ(response.status, 200);
    EXPECT_EQ(response.body, std::to_string(i));
  }
}

TEST(Session, KeepsAConnectionForManyRequests) {
  const auto server = started(test_options());
  RawClient client(server->port());
  for (int i = 0; i < 50; ++i) {
    client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nabcd");
    EXPECT_EQ(client.read_response().body, "abcd");
  }
}

TEST(Session, GivesEveryAnswerItsStandingHeaders) {
  const auto server = started(test_options());
  for (const auto* target : {"/good", "/nothing", "/items/1", "/throw"}) {
    RawClient client(server->port());
    client.send(get(target));
    const auto response = client.read_response();
    EXPECT_THAT(response.headers.at("date"), HasSubstr(" GMT")) << target;
    EXPECT_EQ(response.headers.at("server"), "souk");
    EXPECT_EQ(response.headers.at("x-content-type-options"), "nosniff");
    EXPECT_THAT(response.headers.at("content-type"), HasSubstr("charset=utf-8"));
  }
}

TEST(Session, AnswersHeadLikeGetWithoutTheBody) {
  const auto server = started(test_options());
  RawClient client(server->port());
  client.send("HEAD /big HTTP/1.1\r\nHost: h\r\n\r\n" + get("/good"));
  const auto head = client.read_response(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-length"), "100000");
  EXPECT_EQ(client.read_response().body, "second");
}

TEST(Session, CompressesLongAnswersForThoseWhoAsk) {
  const auto server = started(test_options());
  struct Case {
    std::string target, accept;
    bool packed;
  };
  const std::vector<Case> cases = {
      {"/big", "gzip", true},
      {"/big", "deflate, GZIP;q=0.5", true},
      {"/big", "*", true},
      {"/big", "", false},
      {"/big", "gzip;q=0", false},
      {"/big", "gzip;q=0.000, *", false},
      {"/big", "br", false},
      {"/good", "gzip", false},
      {"/big", "identity;q=0.5", false},
      {"/big", "*;q=0", false},
  };
  RawClient client(server->port());
  for (const auto& [target, accept, packed] : cases) {
    client.send(get(target, "Accept-Encoding: " + accept + "\r\n"));
    const auto response = client.read_response();
    EXPECT_EQ(response.headers.contains("content-encoding"), packed) << target << ' ' << accept;
    EXPECT_EQ(response.headers.contains("vary"), target == "/big");
    if (!packed) continue;
    EXPECT_EQ(gunzip(response.body), std::string(100000, 'b'));
  }
}

TEST(Session, AnswersAClientThatHasShutDownItsSide) {
  const auto server = started(test_options());
  RawClient client(server->port());
  client.send(get("/items/1") + get("/items/2"));
  client.shut_down();
  EXPECT_EQ(client.read_response().body, "1");
  EXPECT_EQ(client.read_response().body, "2");
  EXPECT_TRUE(client.at_end());
}

TEST(Session, RefusesALargeBodyBeforeItIsSent) {
  const auto server = started(test_options());
  RawClient client(server->port());
  client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\n\r\n");
  const auto response = client.read_response();
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(response.headers.at("connection"), "close");
  EXPECT_TRUE(client.at_end());
}

TEST(Session, LetsARefusalBeReadWhileTheBodyIsStillBeingSent) {
  const auto server = started(test_options());
  RawClient client(server->port());
  client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n");
  client.send(std::string(2000000, 'x'));
  EXPECT_EQ(client.read_response().status, 413);
}

TEST(Session, AsksForTheBodyThatWaitsForItsGoAhead) {
  const auto server = started(test_options());
  RawClient client(server->port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_response().status, 100);
  client.send("abcd");
  EXPECT_EQ(client.read_response().body, "abcd");
  // A refused one is refused instead.
  client.send(
      "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4000\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_response().status, 413);
}

TEST(Session, EndsRequestsThatDripInBeyondTheirDeadline) {
  auto options = test_options();
  options.times.request = 150ms;
  const auto server = started(options);
  for (const std::string drip :
       {"GET /good HTTP/1.1\r\nHost: h\r\nX-Long: header",
        "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
    RawClient client(server->port());
    client.send(drip);
    std::atomic<bool> done{false};
    std::thread sender([&] {
      const bool sized = drip.find("chunked") == std::string::npos;
      while (!done && client.send(sized ? "x" : "1\r\nx\r\n")) std::this_thread::sleep_for(10ms);
    });
    EXPECT_EQ(client.read_response().status, 408) << drip;
    done = true;
    sender.join();
  }
}

TEST(Session, ClosesAnIdleConnectionWithoutAWord) {
  auto options = test_options();
  options.times.idle = 50ms;
  const auto server = started(options);
  RawClient fresh(server->port());
  EXPECT_EQ(fresh.read_all(), "");
  RawClient used(server->port());
  used.send(get("/good"));
  EXPECT_EQ(used.read_response().status, 200);
  EXPECT_EQ(used.read_all(), "");
}

TEST(Session, DoesNotCountAHandlersTimeAgainstItsClient) {
  auto options = test_options();
  options.times.request = 50ms;
  options.times.idle = 50ms;
  Gate gate;
  const auto server = started(options, {gate.route()});
  RawClient client(server->port());
  client.send(get("/wait"));
  gate.await_entered(1);
  std::this_thread::sleep_for(200ms);
  gate.open.set_value();
  EXPECT_EQ(client.read_response().status, 200);
}

TEST(Session, TurnsAHandlersExceptionIntoAnAnswerWithoutItsWords) {
  const auto server = started(test_options());
  RawClient client(server->port());
  for (const auto* target : {"/throw", "/throw_int"}) {
    client.send(get(target));
    const auto response = client.read_response();
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.headers.at("content-type"), "application/problem+json; charset=utf-8");
    EXPECT_THAT(response.body, Not(HasSubstr("secret")));
  }
}

TEST(Session, LetsAnyOriginReadTheSearchAndItsErrors) {
  const auto server = started(test_options());
  RawClient client(server->port());
  for (const auto* target : {"/v1/products/search", "/v1/products/a/b/c"}) {
    client.send(get(target, "Origin: https://shop.example\r\n"));
    EXPECT_EQ(client.read_response().headers.at("access-control-allow-origin"), "*") << target;
  }
  client.send(get("/good", "Origin: https://shop.example\r\n"));
  EXPECT_FALSE(client.read_response().headers.contains("access-control-allow-origin"));
  client.send(
      "OPTIONS /v1/products/search HTTP/1.1\r\nHost: h\r\nOrigin: https://shop.example\r\n"
      "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: x-api-key\r\n\r\n");
  const auto preflight = client.read_response();
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.headers.at("access-control-allow-origin"), "*");
  EXPECT_THAT(preflight.headers.at("access-control-allow-headers"), HasSubstr("x-api-key"));
  EXPECT_FALSE(preflight.headers.contains("content-length"));
}

TEST(Session, KeepsServingOthersAfterAnOversizedTrailer) {
  const auto server = started(test_options());
  for (const std::size_t size : {60000U, 65535U, 65536U, 70000U, 200000U}) {
    RawClient client(server->port());
    client.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: " +
                std::string(size, 't') + "\r\n\r\n");
    EXPECT_EQ(client.read_response().status, 400) << size;
    RawClient other(server->port());
    other.send(get("/good"));
    EXPECT_EQ(other.read_response().body, "second");
  }
}

TEST(Session, TakesNoKeyFromATrailer) {
  auto options = test_options();
  options.admin_keys = {"right"};
  const auto server = started(options);
  RawClient client(server->port());
  client.send(
      "POST /v1/admin/changes HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2\r\n{}\r\n0\r\nX-API-Key: right\r\n\r\n");
  EXPECT_EQ(client.read_response().status, 401);
  RawClient entitled(server->port());
  entitled.send(
      "POST /v1/admin/changes HTTP/1.1\r\nHost: h\r\nX-API-Key: right\r\n"
      "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
  EXPECT_EQ(entitled.read_response().body, "{}");
}

TEST(Server, RefusesAtOnceWhatItsQueueCannotHold) {
  auto options = test_options();
  options.search_threads = 1;
  options.search_queue = 2;
  Gate gate;
  const auto server = started(options, {gate.route()});
  std::vector<std::unique_ptr<RawClient>> admitted;
  const auto ask = [&] {
    admitted.push_back(std::make_unique<RawClient>(server->port()));
    admitted.back()->send(get("/wait"));
  };
  ask();
  gate.await_entered(1);
  ask();
  ask();
  while (server->searches_waiting() < 2) std::this_thread::sleep_for(1ms);
  RawClient late(server->port());
  late.send(get("/wait"));
  const auto refused = late.read_response();  // while the others still wait
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.headers.at("retry-after"), "1");
  gate.open.set_value();
  for (const auto& client : admitted) EXPECT_EQ(client->read_response().status, 200);
}

TEST(Server, AnswersLightRequestsWhileEverySlotSearches) {
  auto options = test_options();
  options.io_threads = 1;
  options.search_threads = 3;
  Gate gate;
  auto routes = test::plain_routes();
  routes.push_back(gate.route());
  const auto server = started(options, std::move(routes));
  std::vector<std::unique_ptr<RawClient>> searching;
  for (int i = 0; i < 4; ++i) {  // one of them waits
    searching.push_back(std::make_unique<RawClient>(server->port()));
    searching.back()->send(get("/wait"));
  }
  gate.await_entered(3);
  for (int i = 0; i < 3; ++i) {
    RawClient light(server->port());
    light.send(get("/good"));
    EXPECT_EQ(light.read_response().body, "second");
  }
  EXPECT_EQ(gate.entered, 3);
  gate.open.set_value();
  for (const auto& client : searching) EXPECT_EQ(client->read_response().status, 200);
}

TEST(Server, SaysHowLongTheHandlerTook) {
  Route slow;
  slow.method = "GET";
  slow.pattern = "/slow";
  slow.handler = [](const HttpRequest&, const std::vector<std::string>&) {
    std::this_thread::sleep_for(3ms);
    return HttpResponse{};
  };
  const auto server = started(test_options(), {slow});
  RawClient client(server->port());
  client.send(get("/slow"));
  const auto timing = client.read_response().headers.at("server-timing");
  ASSERT_THAT(timing, ::testing::MatchesRegex("handler;dur=[0-9]+\\.[0-9]{3}"));
  EXPECT_GE(std::stod(timing.substr(timing.find('=') + 1)), 3.0);
}

TEST(Server, DropsSearchesThatWaitedTooLongOrLostTheirClient) {
  auto options = test_options();
  options.search_threads = 1;
  options.queue_wait = 400ms;
  Gate gate;
  const auto server = started(options, {gate.route()});
  RawClient first(server->port());
  first.send(get("/wait"));
  gate.await_entered(1);
  RawClient expiring(server->port());
  expiring.send(get("/wait"));
  while (server->searches_waiting() < 1) std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(500ms);
  RawClient leaving(server->port());
  leaving.send(get("/wait"));
  while (server->searches_waiting() < 2) std::this_thread::sleep_for(1ms);
  leaving.reset();
  gate.open.set_value();
  EXPECT_EQ(first.read_response().status, 200);
  EXPECT_EQ(expiring.read_response().status, 503);
  while (server->connections() > 2) std::this_thread::sleep_for(1ms);
  EXPECT_EQ(gate.entered, 1);
}

TEST(Server, TurnsConnectionsAwayAboveItsLimit) {
  auto options = test_options();
  options.connections = 2;
  const auto server = started(options);
  RawClient first(server->port());
  RawClient second(server->port());
  while (server->connections() < 2) std::this_thread::sleep_for(1ms);
  RawClient third(server->port());
  const auto refused = third.read_response();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.headers.at("retry-after"), "1");
  EXPECT_TRUE(third.at_end());
  second.send(get("/good"));
  EXPECT_EQ(second.read_response().status, 200);
}

TEST(Server, ServesAgainOnceDescriptorsAreToBeHadAgain) {
  const auto server = started(test_options());
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const int lowest_free = ::dup(0);
  ::close(lowest_free);
  const rlimit tight{static_cast<rlim_t>(lowest_free + 9), before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &tight);
  // Both ends live in this process: nine descriptors do not make five connections.
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 5; ++i) clients.push_back(std::make_unique<RawClient>(server->port()));
  for (const auto& client : clients) client->send(get("/good"));
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(clients[i]->read_response().body, "second");
  clients.erase(clients.begin(), clients.begin() + 3);
  for (const auto& client : clients) EXPECT_EQ(client->read_response().body, "second");
  ::setrlimit(RLIMIT_NOFILE, &before);
}

TEST(Server, FinishesTheRequestAtHandWhenItIsStopped) {
  Gate gate;
  auto server = started(test_options(), {gate.route()});
  RawClient busy(server->port());
  RawClient idle(server->port());
  busy.send(get("/wait"));
  gate.await_entered(1);
  server->stop(20s);
  EXPECT_TRUE(idle.at_end());
  EXPECT_THROW(
      {
        // The port closes soon after; a few connections may still slip into the kernel's queue.
        for (int i = 0; i < 1000; ++i) {
          RawClient late(server->port());
          std::this_thread::sleep_for(1ms);
        }
      },
      std::runtime_error);
  gate.open.set_value();
  const auto response = busy.read_response();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.at("connection"), "close");
  server->join();
  EXPECT_EQ(server->connections(), 0U);
}

TEST(Server, ClosesWhatOutlastsItsDraining) {
  auto server = started(test_options());
  RawClient client(server->port());
  client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf");
  while (server->connections() < 1) std::this_thread::sleep_for(1ms);
  server->stop(50ms);
  server->join();
  EXPECT_EQ(server->connections(), 0U);
}

TEST(Server, SaysWhichPortItCannotHave) {
  const auto server = started(test_options());
  auto options = test_options();
  options.port = server->port();
  Server second(options, test::plain_routes());
  const auto result = second.start();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::io);
  EXPECT_THAT(result.error().message, HasSubstr(std::to_string(options.port)));
}

TEST(Server, ReportsEachAnswerOnce) {
  std::mutex mutex;
  std::vector<std::string> seen;
  auto options = test_options();
  options.times.linger = 20ms;
  options.on_request = [&](const RequestRecord& record) {
    const std::lock_guard lock(mutex);
    seen.push_back(std::string(record.method) + ' ' + std::string(record.route) + ' ' +
                   std::to_string(record.status));
  };
  auto server = started(options);
  RawClient client(server->port());
  client.send(get("/items/7") + get("/nothing") + "bad\r\n\r\n");
  client.read_all();
  server->stop();
  server->join();
  EXPECT_THAT(seen, ::testing::ElementsAre("GET /items/{id} 200", "GET  404", "  400"));
}

TEST(RequestLog, WritesOneJsonLineWhateverThePathHolds) {
  RequestRecord record;
  record.method = "GET";
  record.path = "/a\n\"b\x01\xff";
  record.remote = "::1";
  record.status = 404;
  const auto text = log_line(record, 784111777123);
  EXPECT_THAT(text, HasSubstr("\"time\":\"1994-11-06T08:49:37.123Z\""));
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_THAT(text, HasSubstr("%FF"));
  EXPECT_THAT(text, Not(HasSubstr("\x01")));
}

}  // namespace
}  // namespace souk
