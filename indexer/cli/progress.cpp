#include "indexer/cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

#include "indexer/cli/commands.h"

namespace souk::cli {
namespace {

constexpr auto kTerminalInterval = std::chrono::milliseconds(100);
constexpr auto kPlainInterval = std::chrono::seconds(5);
constexpr int kBarCells = 24;

std::string seconds_left(double seconds) {
  const auto whole = std::llround(seconds);
  return fmt::format("{}:{:02} left", whole / 60, whole % 60);
}

}  // namespace

Progress::Progress() : terminal_(::isatty(STDERR_FILENO) != 0) {}
Progress::~Progress() { clear(); }

void Progress::clear() {
  if (drawn_) say("\r\033[K");
  drawn_ = false;
}

void Progress::update(const char* stage, std::uint64_t done, std::uint64_t total) {
  const auto now = Clock::now();
  const bool new_stage = stage_ != stage;
  if (new_stage) {
    stage_ = stage;
    stage_start_ = now;
  }
  const Clock::duration interval = terminal_ ? Clock::duration(kTerminalInterval) : kPlainInterval;
  if (!new_stage && now - last_drawn_ < interval) return;
  last_drawn_ = now;
  draw(done, total, now);
}

void Progress::draw(std::uint64_t done, std::uint64_t total, Clock::time_point now) {
  const double seconds = std::chrono::duration<double>(now - stage_start_).count();
  const bool bytes = stage_ == "reading";
  std::string line = stage_;
  if (total != 0) {
    const double share = static_cast<double>(done) / static_cast<double>(total);
    if (terminal_) {
      const int full = static_cast<int>(share * kBarCells);
      line += fmt::format(" [{:#<{}}{:.<{}}]", "", full, "", kBarCells - full);
    }
    line += fmt::format(" {:.0f} %", 100 * share);
    if (seconds > 0.5 && done != 0) {
      const double rate = static_cast<double>(done) / seconds;
      line += bytes ? fmt::format(", {:.1f} MB/s", rate / 1e6) : fmt::format(", {:.0f}/s", rate);
      line += ", " + seconds_left(seconds * (1 - share) / share);
    }
  } else if (done != 0) {
    line += bytes ? fmt::format(" {:.1f} MB", static_cast<double>(done) / 1e6)
                  : fmt::format(" {}", done);
  }
  if (terminal_) {
    say("\r\033[K{}", line);
    std::fflush(stderr);
    drawn_ = true;
  } else {
    say("{}\n", line);
  }
}

}  // namespace souk::cli
