// From a bitset to docids, by every kernel that the machine can run.
//
//   decode/KERNEL/N         a bitset of 1,000,000 docids of which one in N is there, by chance,
//                           decoded in blocks of at most 1,024 as DocSet::for_each_block does; 16
//                           bitsets (2 MB) take turns
//   decode_many/KERNEL/N    the same by what is used where words have three ones or more
//
// items_per_second counts the docids written. A kernel's cost is a word's where few are there and a
// docid's where many are.

#include <benchmark/benchmark.h>

#include "bench/micro/synthetic.h"

namespace souk::bench {
namespace {

void decode(benchmark::State& state, decltype(BitKernels::decode) one) {
  const auto& sets = random_sets(static_cast<std::size_t>(state.range(0)));
  Bitsets bitsets(kSets);
  for (std::size_t i = 0; i < kSets; ++i) bitsets.set(i, sets[i]);
  std::array<Docid, kBlockDocs + 16> block;
  std::size_t turn = 0;
  std::size_t docids = 0;
  for (auto _ : state) {
    const std::span<const std::uint64_t> bits = bitsets.span(turn);
    std::size_t n = 0;
    for (std::size_t word = 0; word < bits.size(); word += 8) {
      n += one(bits.data() + word, static_cast<Docid>(word * 64), block.data() + n);
      if (n <= kBlockDocs - 512) continue;
      benchmark::DoNotOptimize(block.data());
      benchmark::ClobberMemory();
      n = 0;
    }
    docids += sets[turn].size();
    turn = (turn + 1) % kSets;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(docids));
}

const bool kRegistered = [] {
  for (const BitKernels& kernels : all_bit_kernels()) {
    for (const auto& [name, one] :
         {std::pair("decode/", kernels.decode), std::pair("decode_many/", kernels.decode_many)}) {
      auto* made =
          benchmark::RegisterBenchmark((name + std::string(kernels.name)).c_str(), decode, one);
      for (const int one_in : {1, 2, 8, 16, 32, 256}) made->Arg(one_in);
    }
  }
  return true;
}();

}  // namespace
}  // namespace souk::bench
