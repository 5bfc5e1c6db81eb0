#pragma once
// What any server's answer costs here: sockets and epoll on one thread, with nothing around them.
// It works as long as it is told before each answer, for a processor that has slept or done other
// work wakes a client more slowly than one that only echoes.

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <thread>

#include "data/file_io.h"
#include "data/result.h"

namespace souk::bench {

class BareServer {
 public:
  /// Listens on a free port of 127.0.0.1. Every request is answered by `bytes` after `work`, which
  /// the answer's Server-Timing says as a souk-server's does. One connection at a time.
  static Result<std::unique_ptr<BareServer>> start(std::chrono::microseconds work,
                                                   std::size_t bytes);
  ~BareServer();

  [[nodiscard]] const boost::asio::ip::tcp::endpoint& endpoint() const { return endpoint_; }

 private:
  BareServer() = default;
  void serve();
  void answer_all(int connection);

  FileDescriptor listener_;
  boost::asio::ip::tcp::endpoint endpoint_;
  std::chrono::microseconds work_{};
  std::size_t bytes_ = 0;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace souk::bench
