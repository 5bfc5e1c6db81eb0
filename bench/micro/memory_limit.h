#pragma once
// How fast this machine reads memory at all, from one core: the limit that a loop over bitsets is
// held against. One thread.

#include <cstddef>
#include <cstdint>
#include <limits>

namespace souk::bench {

/// Reads everything once with the widest instructions there are, doing next to nothing with it.
std::uint64_t read_all(const std::uint64_t* from, std::size_t words);

/// Processor time of the calling thread, in seconds: what Google Benchmark's rates are over too,
/// and what other programs on the machine disturb least.
double thread_seconds();

/// The best bytes a second of read_all over the same bytes that a benchmark reads. Its passes are
/// taken right before and right after the benchmark's loop, so that both see the same machine.
class MemoryLimit {
 public:
  MemoryLimit(const std::uint64_t* from, std::size_t words) : from_(from), words_(words) {}
  /// Three runs of 256 MB or a little more.
  void measure();
  [[nodiscard]] double bytes_per_second() const { return static_cast<double>(bytes()) / best_; }

 private:
  [[nodiscard]] std::size_t bytes() const { return words_ * sizeof(std::uint64_t); }

  const std::uint64_t* from_;
  std::size_t words_;
  double best_ = std::numeric_limits<double>::infinity();  ///< seconds of a pass
};

}  // namespace souk::bench
