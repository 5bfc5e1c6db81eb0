// Throughput and latency of the whole server over loopback.
//
// Workload: search queries of five kinds, in turn, each of 1–4 words of a title drawn uniformly
// from those that the server's own category pages show (the 100 best sellers of up to 200
// categories; --seed), match=all, 20 hits, no gzip, over --connections that are kept alive.
//
//   relevance   words, best match                browse   a category, by sales
//   price       words, price_asc                 facets   words, free shipping only, counts of
//   sales       words, sales                              brands and categories
//
// With --rate R requests become due by a Poisson process of R a second whatever the server does (an
// open loop), and latency counts from then, so that waiting counts too; those that found no
// connection free before the end are reported as unsent. With --rate 0 each connection asks again
// as soon as it is answered. The first fifth of --seconds is one idle connection in a closed loop:
// there the server's own cost is what a request takes beyond its handler (the engine with the JSON
// written; Server-Timing), that is HTTP, threads, the sockets and this client. What of it no server
// could save is shown by the same client asking a bare loop of epoll_wait, recv and send that works
// as long and answers as many bytes. The first tenth of each part warms up.
//
// The client is one thread and shares the machine with the server: where both want all of it, what
// is measured is the two together. Only loopback addresses are accepted.
//
//   cmake --preset release -DSOUK_BENCH=ON
//   cmake --build --preset release --target souk-bench-load souk-server
//   build/release/bin/souk-bench-load --store DIR --connections 32 --rate 2000 --seconds 20
//   build/release/bin/souk-bench-load --url http://127.0.0.1:8080 --connections 32

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <optional>

#include "bench/load/bare_server.h"
#include "bench/load/client.h"
#include "bench/load/endpoint.h"
#include "bench/load/server_process.h"

namespace souk::bench {
namespace {

struct Options {
  std::string url = "http://127.0.0.1:8080";
  std::string store;
  std::string server;
  double seconds = 10;
  LoadOptions load;
};

/// `times` in ascending order.
float percentile(const std::vector<float>& times, double share) {
  if (times.empty()) return 0;
  return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
}

template <class Time>
std::vector<float> sorted(const std::vector<Answer>& answers, Time time) {
  std::vector<float> times;
  times.reserve(answers.size());
  for (const Answer& answer : answers) times.push_back(time(answer));
  std::sort(times.begin(), times.end());
  return times;
}

/// What a request took beyond its handler.
float own_us(const Answer& answer) { return answer.service_us - answer.handler_us; }

/// The answers of every kind.
std::vector<Answer> all_answers(const LoadResult& result) {
  std::vector<Answer> all;
  for (const auto& answers : result.answers) all.insert(all.end(), answers.begin(), answers.end());
  return all;
}

void print_idle(const LoadResult& result) {
  fmt::print(
      "\nOne idle connection, closed loop; "
      "microseconds\n{:<10}{:>9}{:>13}{:>13}{:>12}{:>10}{:>10}\n",
      "kind", "answers", "took_us p50", "handler p50", "client p50", "own p50", "own p99");
  for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
    const auto& answers = result.answers[kind];
    const auto engine = sorted(answers, [](const Answer& a) { return a.engine_us; });
    const auto handler = sorted(answers, [](const Answer& a) { return a.handler_us; });
    const auto client = sorted(answers, [](const Answer& a) { return a.service_us; });
    const auto own = sorted(answers, own_us);
    fmt::print("{:<10}{:>9}{:>13.0f}{:>13.0f}{:>12.0f}{:>10.0f}{:>10.0f}\n", kKinds[kind],
               answers.size(), percentile(engine, 0.5), percentile(handler, 0.5),
               percentile(client, 0.5), percentile(own, 0.5), percentile(own, 0.99));
  }
}

/// Asks a bare server as the idle connection asked the one under load.
Result<void> print_bare(std::chrono::microseconds work, std::size_t bytes, const Vocabulary& words,
                        const LoadOptions& idle) {
  const auto server = BareServer::start(work, bytes);
  if (!server) return server.error();
  const LoadResult bare = run_load((*server)->endpoint(), words, idle);
  const auto own = sorted(all_answers(bare), own_us);
  fmt::print("{:<10}{:>9}{:>13}{:>13}{:>12}{:>10.0f}{:>10.0f}   {} bytes after {} us\n", "bare",
             own.size(), "", "", "", percentile(own, 0.5), percentile(own, 0.99), bytes,
             work.count());
  return {};
}

/// Twice: a processor that slept for longer wakes more slowly, and while a request is under way the
/// client sleeps for between the handler's and the whole time.
Result<void> print_bare(const LoadResult& alone, const Vocabulary& words, const LoadOptions& idle) {
  const auto all = all_answers(alone);
  if (all.empty()) return {};
  const auto median = [&](auto of) { return percentile(sorted(all, of), 0.5); };
  const auto bytes = static_cast<std::size_t>(median([](const Answer& a) { return a.bytes; }));
  for (const float work : {median([](const Answer& a) { return a.handler_us; }),
                           median([](const Answer& a) { return a.service_us; })}) {
    const std::chrono::microseconds length(static_cast<std::int64_t>(work));
    if (auto printed = print_bare(length, bytes, words, idle); !printed) return printed.error();
  }
  return {};
}

void print_row(std::string_view name, const std::vector<Answer>& answers, double seconds) {
  const auto times = sorted(answers, [](const Answer& a) { return a.latency_us; });
  fmt::print("{:<10}{:>12.1f}{:>10.0f}{:>10.0f}{:>10.0f}{:>10.0f}{:>10.0f}\n", name,
             static_cast<double>(times.size()) / seconds, percentile(times, 0.5),
             percentile(times, 0.9), percentile(times, 0.99), percentile(times, 0.999),
             percentile(times, 1));
}

void print_load(const LoadOptions& options, const LoadResult& result) {
  fmt::print("\n{} connections, {}; latency in microseconds\n", options.connections,
             options.rate > 0 ? fmt::format("{} requests/s due, open loop", options.rate)
                              : std::string("closed loop"));
  fmt::print("{:<10}{:>12}{:>10}{:>10}{:>10}{:>10}{:>10}\n", "kind", "requests/s", "p50", "p90",
             "p99", "p99.9", "max");
  for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
    print_row(kKinds[kind], result.answers[kind], result.seconds);
  }
  print_row("all", all_answers(result), result.seconds);
}

void print_errors(const LoadResult& result) {
  for (const auto& [status, count] : result.errors) fmt::print("status {}: {}\n", status, count);
  if (result.broken > 0) fmt::print("connections that failed: {}\n", result.broken);
  if (result.unsent > 0) fmt::print("unsent, every connection was busy: {}\n", result.unsent);
  if (result.unanswered > 0) fmt::print("unanswered: {}\n", result.unanswered);
  if (result.errors.empty() && result.broken + result.unsent + result.unanswered == 0) {
    fmt::print("no errors\n");
  }
}

Result<void> run(Options& options) {
  std::optional<ServerProcess> server;
  if (!options.store.empty()) {
    auto started = ServerProcess::start(options.server, options.store);
    if (!started) return started.error();
    server.emplace(std::move(*started));
    options.url = server->url();
  }
  const auto endpoint = loopback_endpoint(options.url);
  if (!endpoint) return endpoint.error();
  const auto words = learn(*endpoint, options.load.seed);
  if (!words) return words.error();
  fmt::print("{}: {} titles, {} categories to ask for\n", options.url, words->titles.size(),
             words->categories.size());
  LoadOptions idle = options.load;
  idle.connections = 1;
  idle.rate = 0;
  idle.spins = true;
  idle.length = std::chrono::duration<double>(options.seconds / 5);
  const LoadResult alone = run_load(*endpoint, *words, idle);
  print_idle(alone);
  if (auto printed = print_bare(alone, *words, idle); !printed) return printed.error();
  print_errors(alone);
  options.load.length = std::chrono::duration<double>(options.seconds) - idle.length;
  options.load.seed += 1;  // queries that the idle connection has not warmed
  const LoadResult result = run_load(*endpoint, *words, options.load);
  print_load(options.load, result);
  print_errors(result);
  return {};
}

}  // namespace
}  // namespace souk::bench

int main(int argc, char** argv) {
  using namespace souk;
  bench::Options options;
  options.server = (std::filesystem::path(argv[0]).parent_path() / "souk-server").string();
  CLI::App app("Throughput and latency of a souk-server on this machine");
  auto* url =
      app.add_option("--url", options.url, "The server, on loopback")->capture_default_str();
  app.add_option("--store", options.store, "Instead: a store to start a server over")
      ->excludes(url);
  app.add_option("--server", options.server, "The server to start")->capture_default_str();
  app.add_option("--connections", options.load.connections, "Kept alive")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  app.add_option("--rate", options.load.rate, "Requests a second, open loop; 0: closed loop")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--seconds", options.seconds, "In all")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  app.add_option("--seed", options.load.seed, "Of the queries and of when they are due")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const auto ran = bench::run(options);
  if (ran) return 0;
  fmt::print(stderr, "souk-bench-load: {}\n", ran.error().message);
  return exit_code(ran.error().code);
}
