// SIGKILL at random moments: souk-crash-kills --kills N [--seed S]
//
// Each round starts a live writer (worker.h), reads its acknowledgements, kills it after a random
// while, and checks the store: it opens, holds every change that was acknowledged, and has counted
// every event once, though the first change after each kill is sent again. Rebuilds run meanwhile
// and are killed too. Prints what was done; exit 1 with the reason when a check fails.

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <random>
#include <sstream>

#include "data/store.h"
#include "tests/crash/worker.h"

namespace souk::crash {
namespace {

namespace fs = std::filesystem;

struct Child {
  pid_t pid;
  int output;
};

Child start(const fs::path& dir, const Acknowledged& from) {
  int ends[2];
  if (::pipe(ends) != 0) std::abort();
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    std::vector<std::string> arguments = {"souk-crash-kills", "--worker", dir.string()};
    for (const std::uint64_t number : from) arguments.push_back(std::to_string(number));
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    ::execv("/proc/self/exe", argv.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  return {pid, ends[0]};
}

/// Notes the lines that come until `until` (nothing: until the end).
void read_lines(int fd, std::string& rest, Acknowledged& acknowledged,
                std::optional<std::chrono::steady_clock::time_point> until) {
  char bytes[4096];
  for (;;) {
    if (until) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          *until - std::chrono::steady_clock::now());
      pollfd waiting{fd, POLLIN, 0};
      if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return;
    }
    const ssize_t n = ::read(fd, bytes, sizeof bytes);
    if (n <= 0) return;
    rest.append(bytes, static_cast<std::size_t>(n));
    for (auto end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
      std::istringstream line(rest.substr(0, end));
      unsigned thread = 0;
      std::uint64_t number = 0;
      if (line >> thread >> number) acknowledged[thread] = number;
      rest.erase(0, end + 1);
    }
  }
}

int kill_often(std::uint64_t kills, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string name = (fs::temp_directory_path() / "souk-kills-XXXXXX").string();
  const fs::path dir = ::mkdtemp(name.data());
  if (auto made = make_store(dir); !made) {
    fmt::print("{}\n", made.error().message);
    return 1;
  }
  Acknowledged acknowledged(kThreads, 0);
  for (std::uint64_t i = 0; i < kills; ++i) {
    const Child child = start(dir, acknowledged);
    std::string rest;
    // One in eight lives long enough to rebuild the generation.
    const auto lifetime =
        std::chrono::milliseconds(5 + random() % (random() % 8 == 0 ? 1500 : 150));
    read_lines(child.output, rest, acknowledged, std::chrono::steady_clock::now() + lifetime);
    ::kill(child.pid, SIGKILL);
    int status = 0;
    ::waitpid(child.pid, &status, 0);
    read_lines(child.output, rest, acknowledged, std::nullopt);
    ::close(child.output);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) {
      fmt::print("kill {}: the worker ended by itself with status {} (store: {})\n", i + 1, status,
                 dir.string());
      return 1;
    }
    if (const std::string wrong = check_store(dir, acknowledged); !wrong.empty()) {
      fmt::print("kill {}: the store {} (seed {}, store: {})\n", i + 1, wrong, seed, dir.string());
      return 1;
    }
  }
  std::uint64_t changes = 0;
  for (const std::uint64_t number : acknowledged) changes += 2 * number;
  const auto generation = Store(dir / "store").current();
  fmt::print("{} kills, {} changes acknowledged, generation {}: every store opened, nothing lost\n",
             kills, changes, generation && *generation ? **generation : 0);
  fs::remove_all(dir);
  return changes == 0 ? 1 : 0;
}

}  // namespace
}  // namespace souk::crash

int main(int argc, char** argv) {
  using namespace souk::crash;
  if (argc == 3 + static_cast<int>(kThreads) && std::strcmp(argv[1], "--worker") == 0) {
    Acknowledged from;
    for (int i = 3; i < argc; ++i) from.push_back(number_of(argv[i]));
    return run_worker(argv[2], from, ~std::uint64_t{0} / 2);
  }
  std::uint64_t kills = 20;
  std::uint64_t seed = std::random_device()();
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--kills") == 0) kills = number_of(argv[i + 1]);
    if (std::strcmp(argv[i], "--seed") == 0) seed = number_of(argv[i + 1]);
  }
  return kill_often(kills, seed);
}
