// The gate before Beast: finding the end of a request's header block and judging its framing.
//
//   framing/browser    a search as Firefox sends it: 12 headers, 546 bytes
//   framing/program    the shortest that HTTP clients send: 2 headers
//   framing/pieces     the browser's in pieces of 64 bytes, the scanner asked after each
//
// bytes_per_second counts the block.

#include "server/framing_gate.h"

#include <benchmark/benchmark.h>

namespace souk::bench {
namespace {

constexpr std::string_view kBrowser =
    "GET /v1/products/search?q=wireless%20noise%20cancelling%20headphones&lang=en&price_max=20000"
    "&currency=EUR&facets=brand%2Ccategory%2Cprice&per_page=20 HTTP/1.1\r\n"
    "Host: shop.example.com\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n"
    "Accept: application/json\r\n"
    "Accept-Language: en-GB,en;q=0.8,de;q=0.5,fr;q=0.3\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Referer: https://shop.example.com/\r\n"
    "Connection: keep-alive\r\n"
    "Sec-Fetch-Dest: empty\r\n"
    "Sec-Fetch-Mode: cors\r\n"
    "Sec-Fetch-Site: same-origin\r\n"
    "DNT: 1\r\n"
    "Priority: u=0\r\n"
    "\r\n";

constexpr std::string_view kProgram =
    "GET /v1/products/search?q=headphones HTTP/1.1\r\n"
    "Host: 127.0.0.1:8080\r\n"
    "Accept: */*\r\n"
    "\r\n";

/// Scans what has come after every `piece` bytes, then judges the block. False where it is refused.
bool pass_gate(std::string_view bytes, std::size_t piece) {
  const FramingLimits limits;
  HeaderScanner scanner(limits);
  for (std::size_t come = piece;; come += piece) {
    const auto state = scanner.scan(bytes.substr(0, come));
    if (const auto* block = std::get_if<HeaderBlock>(&state)) {
      const auto frame =
          check_framing(bytes.substr(block->begin, block->end - block->begin), limits);
      return std::holds_alternative<RequestFrame>(frame);
    }
    if (std::holds_alternative<Refusal>(state) || come >= bytes.size()) return false;
  }
}

void framing(benchmark::State& state, std::string_view bytes, std::size_t piece) {
  if (!pass_gate(bytes, piece)) return state.SkipWithError("the request is refused");
  for (auto _ : state) {
    benchmark::DoNotOptimize(bytes);
    benchmark::DoNotOptimize(pass_gate(bytes, piece));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
  state.SetLabel(std::to_string(bytes.size()) + " bytes");
}

BENCHMARK_CAPTURE(framing, browser, kBrowser, kBrowser.size());
BENCHMARK_CAPTURE(framing, program, kProgram, kProgram.size());
BENCHMARK_CAPTURE(framing, pieces, kBrowser, 64);

}  // namespace
}  // namespace souk::bench
