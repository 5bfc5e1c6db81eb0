// Live changes over a store, in process: how many are acknowledged, how soon they are visible, and
// what searches notice.
//
// Workload, on a store of its own that links to the generation of --store, random products of
// the store (--seed):
//   patches, upserts   one line a request from 1 writer, then from 64 writers, --seconds each:
//                      {"set":{"stock"},"add":{"sales"}}, or a whole product with another title;
//                      patches once more at the end, while what was upserted is merged
//   visibility         a patch at a time: acknowledgement until a search's snapshot has it; beside
//                      the writers too
//   searches           one thread, words from titles, by relevance, alone and then beside
//                      1,000 patches a second
//   merges             eight live segments of upserted products become one: 1,000 products each,
//                      then 10,000; memory is the peak above what was resident before
//   restart            the journal of --journalled patches is replayed
//
//   cmake --preset release -DSOUK_BENCH=ON && cmake --build --preset release --target all
//   build/release/bin/souk-bench-changes --store DIR

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "bench/title_words.h"
#include "data/product_json.h"
#include "indexer/live/live_state.h"
#include "indexer/live/live_store.h"
#include "indexer/memory_segment.h"
#include "query/search.h"

namespace souk {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double percentile(std::vector<double>& values, double share) {
  if (values.empty()) return 0;
  const auto nth =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

/// A store of one's own with another's active generation.
class LinkedStore {
 public:
  LinkedStore(const fs::path& from, const char* name)
      : dir_(fmt::format("{}-{}-{}", from.string(), name, ::getpid())) {
    const Store source(from);
    const std::uint64_t number = source.current().value().value();
    Store(dir_).create().value();
    fs::create_directory_symlink(fs::absolute(source.generation_dir(number)),
                                 Store(dir_).generation_dir(number));
    replace_file(dir_ / "CURRENT", std::to_string(number) + "\n").value();
  }
  LinkedStore(const LinkedStore&) = delete;
  LinkedStore& operator=(const LinkedStore&) = delete;
  ~LinkedStore() {
    std::error_code ignored;
    fs::remove_all(dir_, ignored);
  }
  [[nodiscard]] const fs::path& dir() const { return dir_; }

 private:
  fs::path dir_;
};

std::unique_ptr<LiveStore> open_live(const fs::path& dir) {
  LiveOptions options;
  options.accept_changes = true;
  options.threads = 2;
  // What is measured here is the way of a change.
  options.rebuild_share = 1e9;
  options.rebuild_changes = ~std::uint64_t{0};
  return std::move(LiveStore::open(
                       dir, options, [](const std::shared_ptr<const Snapshot>&) {},
                       [](const std::string& said) { fmt::print(stderr, "{}\n", said); })
                       .value());
}

/// Lines of changes of random products.
class Lines {
 public:
  Lines(const Snapshot& snapshot, std::uint64_t seed)
      : held_(snapshot.segments.front()), segment_(*held_), random_(seed) {}

  std::string patch() {
    const std::string id(segment_.ids[any()]);
    return fmt::format(R"({{"op":"patch","id":"{}","set":{{"stock":{}}},"add":{{"sales":1}}}})", id,
                       random_() % 100);
  }
  std::string upsert() {
    Product product = this->product();
    product.title.entries.front().text += " (new)";
    return R"({"op":"upsert","product":)" + product_to_json(product) + "}";
  }
  Product product() { return parser_.product(segment_.documents.document(any()).value()).value(); }
  std::string words() {
    const auto product = this->product();
    return draw_words(product.title.entries.front().text, random_);
  }

 private:
  Docid any() { return static_cast<Docid>(random_() % segment_.size()); }
  std::shared_ptr<const Segment> held_;
  const Segment& segment_;
  std::mt19937_64 random_;
  FeedParser parser_;
};

/// Sends one change at a time for a while and prints how long after its acknowledgement searches
/// see it, as a storefront does: nobody hurries the store. Refused ones do not count.
template <class NextLine>
void measure_visibility(LiveStore& live, double seconds, NextLine next_line) {
  std::vector<double> waits;
  const auto start = Clock::now();
  while (ms_since(start) < seconds * 1000) {
    if (const auto report = live.change(next_line())) {
      const auto acknowledged = Clock::now();
      while (live.snapshot()->sequence < report->sequence) {
        std::this_thread::sleep_for(milliseconds(1));
      }
      waits.push_back(ms_since(acknowledged));
    }
    std::this_thread::sleep_for(milliseconds(10));
  }
  fmt::print("visible after acknowledgement: p50 {:.0f}, p99 {:.0f} ms of {}\n",
             percentile(waits, 0.5), percentile(waits, 0.99), waits.size());
}

/// Sends one line a request from some threads for a while, and beside them one change at a time,
/// whose way to the searches is measured. Lines are made beforehand.
void measure_writers(LiveStore& live, const char* name, unsigned writers, double seconds,
                     const std::vector<std::string>& lines) {
  std::atomic<std::size_t> next{0};
  std::atomic<std::uint64_t> accepted{0};
  std::atomic<std::uint64_t> busy{0};
  std::vector<std::thread> threads;
  const auto start = Clock::now();
  for (unsigned w = 0; w < writers; ++w) {
    threads.emplace_back([&] {
      while (ms_since(start) < seconds * 1000) {
        const auto report = live.change(lines[next++ % lines.size()]);
        if (report) {
          accepted += report->accepted;
        } else {
          ++busy;
          std::this_thread::sleep_for(milliseconds(20));
        }
      }
    });
  }
  fmt::print("{:8} {:2} writers; ", name, writers);
  measure_visibility(live, seconds, [&] { return lines[next++ % lines.size()]; });
  for (auto& thread : threads) thread.join();
  const double took = ms_since(start) / 1000;
  fmt::print("{:8} {:2} writers {:8.0f} acknowledged/s, {} refused as busy\n", name, writers,
             static_cast<double>(accepted) / took, busy.load());
}

void measure_searches(LiveStore& live, const std::vector<std::string>& queries, const char* name,
                      double seconds) {
  Searcher searcher;
  std::vector<double> times;
  const auto start = Clock::now();
  for (std::size_t i = 0; ms_since(start) < seconds * 1000; ++i) {
    SearchRequest request;
    request.q = queries[i % queries.size()];
    request.lang = "en";
    request.sort = Sort::relevance;
    const auto snapshot = live.snapshot();
    const auto begun = Clock::now();
    (void)searcher.search(request, *snapshot);
    times.push_back(ms_since(begun) * 1000);
  }
  fmt::print("searches {:22} p50 {:.0f}, p99 {:.0f} µs, {:.0f} a second, {} segments\n", name,
             percentile(times, 0.5), percentile(times, 0.99),
             static_cast<double>(times.size()) / seconds, live.snapshot()->segments.size());
}

/// A line of /proc/self/status, in megabytes.
double memory(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return std::stod(line.substr(name.size() + 1)) / 1024;
  }
  return 0;
}

void measure_merges(const Snapshot& snapshot, Lines& lines) {
  constexpr std::size_t kSegments = 8;
  for (const std::size_t products : {1'000U, 10'000U}) {
    LiveState::Merge merge;
    merge.default_lang = snapshot.default_lang;
    std::vector<std::vector<Product>> dealt(kSegments);
    std::vector<Product> all;
    for (std::size_t i = 0; i < kSegments * products; ++i) {
      all.push_back(lines.product());
      all.back().id = fmt::format("live-{}", i);  // the same product may be drawn twice
      dealt[i % kSegments].push_back(all.back());
    }
    merge.catalogue = std::make_shared<const Catalogue>(
        make_catalogue({}, {}, snapshot.rates, snapshot.default_lang, all));
    all.clear();
    for (std::vector<Product>& each : dealt) {
      merge.segments.push_back(build_memory_segment(std::move(each), *merge.catalogue).value());
      merge.deletions.push_back(nullptr);
    }
    std::ofstream("/proc/self/clear_refs") << 5;  // the peak begins anew
    const double before = memory("VmRSS:");
    const auto start = Clock::now();
    const auto merged = LiveState::run_merge(merge).value();
    fmt::print("merge of {} segments, {} products: {:.0f} ms, {:.0f} MB\n", kSegments,
               merged->size(), ms_since(start), memory("VmHWM:") - before);
  }
}

int run(const std::string& store, double seconds, std::size_t journalled, std::uint64_t seed) {
  const LinkedStore copy(store, "changes");
  {
    const auto live = open_live(copy.dir());
    Lines lines(*live->snapshot(), seed);
    std::vector<std::string> queries;
    std::vector<std::string> upserts;
    std::vector<std::string> patches;
    for (int i = 0; i < 5000; ++i) queries.push_back(lines.words());
    for (int i = 0; i < 50'000; ++i) upserts.push_back(lines.upsert());
    for (int i = 0; i < 200'000; ++i) patches.push_back(lines.patch());
    measure_searches(*live, queries, "warming up", seconds);
    measure_searches(*live, queries, "alone", seconds);
    measure_visibility(*live, seconds, [&] { return lines.patch(); });
    measure_merges(*live->snapshot(), lines);
    std::atomic<bool> stop{false};
    std::thread changing([&] {
      const auto start = Clock::now();
      for (std::uint64_t i = 0; !stop; ++i) {
        std::string ten;
        for (int n = 0; n < 10; ++n) ten += patches[(i * 10 + n) % patches.size()] + "\n";
        (void)live->change(ten);
        std::this_thread::sleep_until(start + milliseconds(10) * (i + 1));
      }
    });
    measure_searches(*live, queries, "beside 1,000 patches/s", 2 * seconds);
    stop = true;
    changing.join();
    for (const unsigned writers : {1U, 64U}) {
      measure_writers(*live, "patches", writers, seconds, patches);
      measure_writers(*live, "upserts", writers, seconds, upserts);
    }
    measure_writers(*live, "patches", 64, seconds, patches);
  }
  const LinkedStore other(store, "restart");
  {
    const auto live = open_live(other.dir());
    Lines lines(*live->snapshot(), seed + 1);
    for (std::size_t sent = 0; sent < journalled;) {
      std::string batch;
      for (int n = 0; n < 1000; ++n) batch += lines.patch() + "\n";
      if (live->change(batch)) {
        sent += 1000;
      } else {
        std::this_thread::sleep_for(milliseconds(50));
      }
    }
  }
  const auto start = Clock::now();
  const auto live = open_live(other.dir());
  fmt::print("restart with {} journalled changes: {:.0f} ms\n", live->snapshot()->sequence,
             ms_since(start));
  return 0;
}

}  // namespace
}  // namespace souk

int main(int argc, char** argv) {
  CLI::App app("Live changes over a store, in process.", "souk-bench-changes");
  std::string store;
  double seconds = 5;
  std::size_t journalled = 200'000;
  std::uint64_t seed = 1;
  app.add_option("--store", store, "The store's directory; it is not changed")->required();
  app.add_option("--seconds", seconds, "Of each measurement")->capture_default_str();
  app.add_option("--journalled", journalled, "Changes to restart with")->capture_default_str();
  app.add_option("--seed", seed, "Of the random products")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return souk::run(store, seconds, journalled, seed);
}
