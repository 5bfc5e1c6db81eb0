#include "bench/load/bare_server.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <memory>
#include <vector>

namespace souk::bench {
namespace {

constexpr std::size_t kTouched = 4U << 20;  // bytes that work reads and writes, as a search does

/// Works on `memory` until `length` has passed.
void work_for(std::chrono::microseconds length, std::vector<std::byte>& memory) {
  const auto end = std::chrono::steady_clock::now() + length;
  std::uint64_t random = 1;
  while (std::chrono::steady_clock::now() < end) {
    for (int i = 0; i < 64; ++i) {
      random = random * 6364136223846793005U + 1442695040888963407U;
      memory[(random >> 32) % kTouched] ^= std::byte{1};
    }
  }
}

}  // namespace

Result<std::unique_ptr<BareServer>> BareServer::start(std::chrono::microseconds work,
                                                      std::size_t bytes) {
  auto server = std::unique_ptr<BareServer>(new BareServer);
  server->work_ = work;
  server->bytes_ = bytes;
  server->listener_ = FileDescriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const int listener = server->listener_.get();
  if (listener < 0 || ::bind(listener, generic, length) != 0 || ::listen(listener, 1) != 0 ||
      ::getsockname(listener, generic, &length) != 0) {
    return io_error("cannot listen on", "127.0.0.1");
  }
  server->endpoint_ = {boost::asio::ip::address_v4::loopback(), ntohs(address.sin_port)};
  server->thread_ = std::thread([raw = server.get()] { raw->serve(); });
  return server;
}

BareServer::~BareServer() {
  stopping_ = true;
  ::shutdown(listener_.get(), SHUT_RDWR);
  if (thread_.joinable()) thread_.join();
}

void BareServer::serve() {
  while (!stopping_) {
    const FileDescriptor connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (connection) answer_all(connection.get());
  }
}

void BareServer::answer_all(int connection) {
  const int on = 1;
  ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const FileDescriptor poller(::epoll_create1(EPOLL_CLOEXEC));
  epoll_event event{EPOLLIN | EPOLLET, {}};
  ::epoll_ctl(poller.get(), EPOLL_CTL_ADD, connection, &event);
  std::vector<std::byte> memory(kTouched);
  std::vector<char> request(1U << 16);
  for (;;) {
    if (::epoll_wait(poller.get(), &event, 1, -1) != 1) continue;
    const auto received = ::recv(connection, request.data(), request.size(), MSG_DONTWAIT);
    if (received == 0) return;
    if (received < 0) continue;
    const auto began = std::chrono::steady_clock::now();
    work_for(work_, memory);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    std::string answer = fmt::format(
        "HTTP/1.1 200 OK\r\nServer-Timing: handler;dur={:.3f}\r\nContent-Length: {}\r\n\r\n",
        took.count(), bytes_);
    answer.resize(answer.size() + bytes_, 'x');
    if (::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) return;
  }
}

}  // namespace souk::bench
