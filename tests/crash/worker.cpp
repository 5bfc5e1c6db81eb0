#include "tests/crash/worker.h"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <thread>

#include "indexer/build.h"
#include "indexer/live/live_store.h"

namespace souk::crash {
namespace {

constexpr const char* kCounted = "counted";

/// A thread puts so many products, in turn: stores stay small, whatever the kills.
constexpr std::uint64_t kProducts = 50;

std::string product_id(unsigned thread, std::uint64_t number) {
  return fmt::format("t{}-{}", thread, number % kProducts);
}

/// The number that a thread's product was last put with; 0: never.
std::uint64_t number_in(const Snapshot& snapshot, const std::string& id) {
  const auto place = snapshot.find(id);
  if (!place) return 0;
  return static_cast<std::uint64_t>(place->segment->columns.sales(place->doc));
}

/// A product with the change's number, and an event that the counted product counts.
std::string lines_of(unsigned thread, std::uint64_t number) {
  return fmt::format(
      R"({{"op":"upsert","product":{{"id":"{0}","title":"crash item","sales":{1}}}}})"
      "\n"
      R"({{"op":"patch","id":"{2}","event":"{3}-{1}","add":{{"sales":1}}}})"
      "\n",
      product_id(thread, number), number, kCounted, thread);
}

void tell(unsigned thread, std::uint64_t number) {
  const std::string line = fmt::format("{} {}\n", thread, number);
  // One write a line, far below PIPE_BUF: lines of threads do not mix.
  if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) ::_exit(4);
}

}  // namespace

Result<void> make_store(const std::filesystem::path& dir) {
  std::filesystem::create_directories(dir);
  const auto feed = dir / "feed.jsonl";
  std::ofstream(feed) << R"({"id":"counted","title":"counted item"})"
                      << "\n"
                      << R"({"id":"other","title":"other item","sales":3})"
                      << "\n";
  BuildOptions options;
  options.feeds = {feed.string()};
  options.store = dir / "store";
  const auto built = build(options, {});
  if (!built) return built.error();
  return {};
}

int run_worker(const std::filesystem::path& dir, const Acknowledged& from, std::uint64_t changes) {
  LiveOptions options;
  options.accept_changes = true;
  options.refresh = std::chrono::milliseconds(2);
  options.poll = std::chrono::milliseconds(5);
  // Kills shall find rebuilds, too.
  options.rebuild_share = 1;
  options.rebuild_least = 400;
  const auto live = LiveStore::open(
      dir / "store", options, [](const std::shared_ptr<const Snapshot>&) {},
      [](const std::string& said) { fmt::print(stderr, "{}\n", said); });
  if (!live) {
    fmt::print(stderr, "{}\n", live.error().message);
    return 1;
  }
  std::vector<std::thread> threads;
  std::atomic<int> code{0};
  for (unsigned t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (std::uint64_t n = from[t] + 1; n <= from[t] + changes; ++n) {
        const std::string lines = lines_of(t, n);
        if (n == from[t] + 1) (void)(*live)->change(lines);
        const auto report = (*live)->change(lines);
        if (!report || report->accepted != 2) {
          fmt::print(stderr, "{}\n", report ? "not accepted" : report.error().message);
          code = 1;
          return;
        }
        tell(t, n);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  // A rebuild that is under way is part of what is recorded.
  for (int i = 0; i < 2000 && (*live)->snapshot()->generation == 1; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return code;
}

std::string check_store(const std::filesystem::path& dir, Acknowledged& acknowledged) {
  const auto snapshot = open_snapshot(dir / "store");
  if (!snapshot) return "does not open: " + snapshot.error().message;
  std::uint64_t expected_sales = 0;
  for (unsigned t = 0; t < kThreads; ++t) {
    // What was sent and not acknowledged may be there, whole: one frame held both lines.
    const std::uint64_t next = acknowledged[t] + 1;
    if (number_in(**snapshot, product_id(t, next)) == next) acknowledged[t] = next;
    const std::uint64_t last = acknowledged[t];
    for (std::uint64_t n = last < kProducts ? 1 : last - kProducts + 1; n <= last; ++n) {
      const std::uint64_t found = number_in(**snapshot, product_id(t, n));
      if (found != n) return fmt::format("has {} as {}, not {}", product_id(t, n), found, n);
    }
    if (number_in(**snapshot, product_id(t, last + 1)) > last) {
      return fmt::format("invented change {} of thread {}", last + 1, t);
    }
    expected_sales += acknowledged[t];
  }
  const auto place = (*snapshot)->find(kCounted);
  if (!place) return "lacks the counted product";
  const auto sales = static_cast<std::uint64_t>(place->segment->columns.sales(place->doc));
  if (sales != expected_sales) {
    return fmt::format("counted {} events of {}", sales, expected_sales);
  }
  return "";
}

std::uint64_t number_of(const char* text) {
  std::uint64_t number = 0;
  const char* const end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, number);
  if (error == std::errc{} && stop == end) return number;
  fmt::print(stderr, "\"{}\" is no number\n", text);
  std::exit(2);
}

}  // namespace souk::crash
