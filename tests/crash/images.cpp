// Power loss: souk-crash-images --recorder LIB [--images N] [--seed S]
//
// Records (recorder.cpp) what a build and a live writer (worker.h) with a rebuild do to a store,
// then makes N disks as a power loss at random moments leaves them (disk.h), and checks each: the
// store opens, its active generation verifies, it holds every change acknowledged before the
// moment. Prints what was done; exit 1 with the reason, and the image kept, when a check fails.

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <sstream>

#include "data/store.h"
#include "indexer/verify.h"
#include "tests/crash/disk.h"
#include "tests/crash/worker.h"

namespace souk::crash {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kChanges = 150;

int run_recorded(const std::string& recorder, const fs::path& dir) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::setenv("LD_PRELOAD", recorder.c_str(), 1);
    ::setenv("SOUK_RECORD_ROOT", (dir / "store").c_str(), 1);
    ::setenv("SOUK_RECORD_LOG", (dir / "log").c_str(), 1);
    // The recorder comes before the sanitizer's library, if there is one.
    ::setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
    ::freopen("/dev/null", "w", stdout);
    ::execl("/proc/self/exe", "souk-crash-images", "--worker", dir.c_str(), nullptr);
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/// What was acknowledged, and whether the first generation was published, before a record.
struct Before {
  Acknowledged acknowledged = Acknowledged(kThreads, 0);
  bool published = false;
};

Before before(const std::vector<Record>& records, std::size_t end) {
  Before found;
  for (std::size_t i = 0; i < end; ++i) {
    if (records[i].op != Op::tell) continue;
    std::istringstream line(records[i].data);
    unsigned thread = 0;
    std::uint64_t number = 0;
    found.published = true;
    if (line >> thread >> number) found.acknowledged[thread] = number;
  }
  return found;
}

std::string check_image(const fs::path& image, const Before& expected) {
  const Store store(image / "store");
  const auto current = store.current();
  if (!current) return current.error().message;
  if (!*current) return expected.published ? "has no generation" : "";
  const auto found = verify_generation(store.generation_dir(**current));
  if (!found) return found.error().message;
  if (!found->empty()) return "does not verify: " + found->front();
  Acknowledged acknowledged = expected.acknowledged;
  return check_store(image, acknowledged);
}

int lose_power(const std::string& recorder, std::uint64_t images, std::uint64_t seed) {
  std::string name = (fs::temp_directory_path() / "souk-images-XXXXXX").string();
  const fs::path dir = ::mkdtemp(name.data());
  if (const int code = run_recorded(recorder, dir); code != 0) {
    fmt::print("the recorded run ended with {}\n", code);
    return 1;
  }
  const auto records = read_records(dir / "log");
  std::size_t syncs = 0;
  for (const Record& r : records) syncs += r.op == Op::sync || r.op == Op::sync_dir ? 1 : 0;
  std::mt19937_64 random(seed);
  std::uint64_t opened = 0;
  for (std::uint64_t i = 0; i < images; ++i) {
    const std::size_t end = random() % (records.size() + 1);
    const fs::path image = dir / "image";
    fs::remove_all(image);
    write_image(records, end, (dir / "store").string(), image / "store",
                static_cast<int>(random() % 4), random);
    const Before expected = before(records, end);
    if (const std::string wrong = check_image(image, expected); !wrong.empty()) {
      fmt::print("image {} (call {} of {}, seed {}): {}; see {}\n", i + 1, end, records.size(),
                 seed, wrong, image.string());
      return 1;
    }
    opened += expected.published ? 1 : 0;
  }
  fmt::print(
      "{} calls recorded, {} of them syncs; {} images, {} with a store: none corrupt, nothing "
      "acknowledged lost\n",
      records.size(), syncs, images, opened);
  fs::remove_all(dir);
  // A recording that saw nothing would pass any store.
  return syncs < 100 || opened == 0 ? 1 : 0;
}

}  // namespace
}  // namespace souk::crash

int main(int argc, char** argv) {
  using namespace souk::crash;
  if (argc == 3 && std::strcmp(argv[1], "--worker") == 0) {
    if (!make_store(argv[2])) return 1;
    // Says that the first generation is published.
    if (::write(STDOUT_FILENO, "built\n", 6) != 6) return 1;
    return run_worker(argv[2], Acknowledged(kThreads, 0), kChanges);
  }
  std::string recorder;
  std::uint64_t images = 200;
  std::uint64_t seed = std::random_device()();
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--recorder") == 0) recorder = argv[i + 1];
    if (std::strcmp(argv[i], "--images") == 0) images = number_of(argv[i + 1]);
    if (std::strcmp(argv[i], "--seed") == 0) seed = number_of(argv[i + 1]);
  }
  return lose_power(recorder, images, seed);
}
