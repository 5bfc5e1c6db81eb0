#pragma once
// The sample's random numbers: splitmix64 (Steele, Lea, Flood 2014) in integers only. The
// standard's distributions and floating point would make the sample depend on the library and the
// machine. A Rng is a value that belongs to one thread.

#include <cassert>
#include <cstddef>
#include <cstdint>

namespace souk::sample {

/// The finaliser of splitmix64: a bijection that spreads every bit.
constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// What a sequence of numbers is for: streams of the same index are independent.
enum class Stream : std::uint64_t { brand = 1, shop, block, base, own };

class Rng {
 public:
  /// The sequence of entity `index` in `stream`: any may be made at any time, in any order.
  Rng(std::uint64_t seed, Stream stream, std::uint64_t index)
      : state_(mix(mix(seed + kStep * static_cast<std::uint64_t>(stream)) ^ mix(index + kStep))) {}

  std::uint64_t next() { return mix(state_ += kStep); }

  /// 0 to n−1, n ≤ 2^32, by multiplication: a bias under n/2^32.
  std::uint32_t below(std::uint64_t n) {
    assert(n > 0 && n <= (std::uint64_t{1} << 32));
    return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32);
  }
  /// low to high, both included.
  std::uint32_t between(std::uint32_t low, std::uint32_t high) {
    return low + below(std::uint64_t{high} - low + 1);
  }
  bool percent(std::uint32_t p) { return below(100) < p; }

  /// 0 to n−1 with small numbers likelier: the product of two uniforms, whose density is −ln x. The
  /// first of 100 gets 5.6 %.
  std::uint32_t skewed(std::uint64_t n) {
    const std::uint64_t a = next() >> 32;
    const std::uint64_t b = next() >> 32;
    return static_cast<std::uint32_t>((((a * b) >> 32) * n) >> 32);
  }

  template <class Range>
  const auto& pick(const Range& range) {
    return range[below(range.size())];
  }

 private:
  static constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15;
  std::uint64_t state_;
};

}  // namespace souk::sample
