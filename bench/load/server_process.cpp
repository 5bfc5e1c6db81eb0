#include "bench/load/server_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <utility>

#include "data/file_io.h"

namespace souk::bench {

Result<ServerProcess> ServerProcess::start(const std::string& binary, const std::string& store) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return io_error("cannot make a pipe for", binary);
  const FileDescriptor read_end(ends[0]);
  FileDescriptor write_end(ends[1]);
  std::string arguments[] = {binary, "--store", store, "--listen", "127.0.0.1:0", "--log", "none"};
  char* argv[std::size(arguments) + 1] = {};
  for (std::size_t i = 0; i < std::size(arguments); ++i) argv[i] = arguments[i].data();
  ::posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, write_end.get(), STDOUT_FILENO);
  ::pid_t pid = 0;
  errno = ::posix_spawn(&pid, binary.c_str(), &actions, nullptr, argv, environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (errno != 0) return io_error("cannot start", binary);
  write_end = FileDescriptor();
  ServerProcess server(pid, "");
  // Its first line is its address; a server that cannot start says why on standard error and ends.
  for (char c = 0; ::read(read_end.get(), &c, 1) == 1 && c != '\n';) server.url_ += c;
  if (server.url_.empty()) return fail(ErrorCode::io, binary + " did not start");
  return server;
}

ServerProcess::ServerProcess(ServerProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)), url_(std::move(other.url_)) {}

ServerProcess::~ServerProcess() {
  if (pid_ == 0) return;
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

}  // namespace souk::bench
