#pragma once
// A client of the MySQL protocol over a Unix socket: as much as SphinxQL needs, so that what is
// timed is searchd and not a client library. One thread.

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace souk::peers {

class Connection {
 public:
  using Rows = std::vector<std::vector<std::string>>;

  explicit Connection(const std::string& path) : fd_(socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    for (int tries = 0; connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0;) {
      if (++tries == 3000) throw std::runtime_error("searchd does not listen at " + path);
      usleep(20'000);
    }
    packet();
    std::string hello;
    append(hello, std::uint32_t{0x0002'8200});  // several results, protocol 4.1, secure connection
    append(hello, std::uint32_t{1 << 24});
    hello += '\x21';
    hello.append(23 + 2, '\0');  // reserved; no user, no password
    send(hello, 1);
    packet();
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { close(fd_); }

  /// The results of the statements, in order.
  std::vector<Rows> query(const std::string& statements) {
    send('\x03' + statements, 0);
    std::vector<Rows> results;
    for (bool more = true; more;) {
      const std::string first = packet();
      if (first[0] == '\xff') throw std::runtime_error(first.substr(9) + ": " + statements);
      while (packet()[0] != '\xfe') {
      }
      Rows& rows = results.emplace_back();
      for (;;) {
        const std::string row = packet();
        if (row[0] == '\xff') throw std::runtime_error(row.substr(9) + ": " + statements);
        if (row[0] == '\xfe' && row.size() < 9) {
          more = (row[3] & 0x08) != 0;
          break;
        }
        rows.push_back(values(row));
      }
    }
    return results;
  }

 private:
  template <class T>
  static void append(std::string& out, T value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void send(const std::string& payload, char sequence) const {
    std::string bytes;
    append(bytes, static_cast<std::uint32_t>(payload.size()));
    bytes[3] = sequence;
    bytes += payload;
    for (std::size_t at = 0; at < bytes.size();) {
      const ssize_t sent = ::send(fd_, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
      if (sent <= 0) throw std::runtime_error("searchd hung up");
      at += static_cast<std::size_t>(sent);
    }
  }
  std::string packet() {
    const auto head = reinterpret_cast<const unsigned char*>(take(4));
    const std::size_t size = head[0] | head[1] << 8 | head[2] << 16;
    return {take(size), size};
  }
  const char* take(std::size_t size) {
    if (at_ + size > buffer_.size()) {
      buffer_.erase(0, at_);
      at_ = 0;
      while (buffer_.size() < size) {
        char bytes[65536];
        const ssize_t got = recv(fd_, bytes, sizeof bytes, 0);
        if (got <= 0) throw std::runtime_error("searchd hung up");
        buffer_.append(bytes, static_cast<std::size_t>(got));
      }
    }
    at_ += size;
    return buffer_.data() + at_ - size;
  }
  static std::vector<std::string> values(const std::string& row) {
    std::vector<std::string> values;
    for (std::size_t at = 0; at < row.size();) {
      const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(row[at + i]); };
      std::size_t size = byte(0);
      std::size_t head = 1;
      if (size == 0xfc) {
        size = byte(1) | byte(2) << 8;
        head = 3;
      } else if (size == 0xfd) {
        size = byte(1) | byte(2) << 8 | byte(3) << 16;
        head = 4;
      }
      values.push_back(row.substr(at + head, size));
      at += head + size;
    }
    return values;
  }

  int fd_;
  std::string buffer_;
  std::size_t at_ = 0;
};

}  // namespace souk::peers
