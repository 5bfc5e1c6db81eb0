#pragma once
// A souk-server of one's own: started over a store on any free port, stopped with this object. One
// thread.

#include <string>

#include "data/result.h"

namespace souk::bench {

class ServerProcess {
 public:
  /// Starts `binary` and waits until it says where it listens. Errors: io.
  static Result<ServerProcess> start(const std::string& binary, const std::string& store);
  ServerProcess(ServerProcess&& other) noexcept;
  ServerProcess& operator=(ServerProcess&&) = delete;
  ~ServerProcess();

  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  ServerProcess(int pid, std::string url) : pid_(pid), url_(std::move(url)) {}

  int pid_;
  std::string url_;
};

}  // namespace souk::bench
