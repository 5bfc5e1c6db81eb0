#pragma once
// Long work's talk on standard error: a bar with rate and time left on a terminal, a plain line
// every few seconds otherwise. One call at a time.

#include <chrono>
#include <cstdint>

namespace souk::cli {

class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `total` 0: unknown. Called often; draws at most ten times a second.
  void update(const char* stage, std::uint64_t done, std::uint64_t total);
  /// Removes the bar, so that a line can be printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  void draw(std::uint64_t done, std::uint64_t total, Clock::time_point now);

  bool terminal_;
  bool drawn_ = false;
  std::string stage_;
  Clock::time_point stage_start_;
  Clock::time_point last_drawn_;
};

}  // namespace souk::cli
