#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "bench/peers/workload.h"
#include "data/json_writer.h"

namespace souk::peers {
namespace {

/// Wall time, or this thread's with SOUK_BENCH_CLOCK=cpu (for machines that do other work).
std::int64_t nanoseconds() {
  static const clockid_t clock = [] {
    const char* name = std::getenv("SOUK_BENCH_CLOCK");
    return name && std::string_view(name) == "cpu" ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC;
  }();
  timespec now{};
  clock_gettime(clock, &now);
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

PassRecord run_one(Engine& engine, const Query& query, bool with_json, Answer& answer,
                   std::string& json) {
  if (!engine.can(query.kind)) return {-1, 0, 0, 0};
  answer.total = 0;
  answer.ranks.clear();
  answer.brands.clear();
  answer.categories.clear();
  json.clear();
  const std::int64_t start = nanoseconds();
  engine.search(query, answer);
  if (with_json) engine.write(query, answer, json);
  PassRecord record{nanoseconds() - start, 0, 0, 0};
  engine.finish(query, answer);
  record.total = static_cast<std::int64_t>(answer.total);
  if (query.kind == Kind::price || query.kind == Kind::sales || query.kind == Kind::browse) {
    for (const std::uint32_t rank : answer.ranks) record.order = record.order * 31 + rank + 1;
  }
  for (const auto* facet : {&answer.brands, &answer.categories}) {
    for (const FacetCount& value : *facet) record.facets = record.facets * 31 + value.count;
  }
  return record;
}

void serve(Engine& engine, const std::vector<Query>& queries) {
  std::cout << "ready" << std::endl;
  Answer answer;
  std::string json;
  std::vector<PassRecord> records(queries.size());
  for (std::string mode, path; std::cin >> mode >> path;) {
    for (std::size_t i = 0; i < queries.size(); ++i) {
      records[i] = run_one(engine, queries[i], mode == "json", answer, json);
    }
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(records.data()),
              static_cast<std::streamsize>(records.size() * sizeof(PassRecord)));
    out.close();
    if (!out) throw std::runtime_error("cannot write " + path);
    std::cout << "done" << std::endl;
  }
}

void list_by_count(std::span<const std::uint32_t> counts, std::size_t most,
                   std::vector<FacetCount>& out) {
  out.clear();
  for (std::uint32_t code = 1; code < counts.size(); ++code) {
    if (counts[code] != 0) out.push_back({code, counts[code]});
  }
  const auto last = out.begin() + static_cast<std::ptrdiff_t>(std::min(most, out.size()));
  std::partial_sort(out.begin(), last, out.end(),
                    [](const FacetCount& a, const FacetCount& b) { return a.count > b.count; });
  out.erase(last, out.end());
}

}  // namespace

void list_facets(const Workload& workload, std::span<const std::uint32_t> brand_counts,
                 std::span<const std::uint32_t> category_counts, Answer& answer) {
  list_by_count(brand_counts, kFacetValues, answer.brands);
  std::vector<std::uint32_t> roots(category_counts.size(), 0);
  for (std::uint32_t node = 1; node < category_counts.size(); ++node) {
    roots[workload.root(node)] += category_counts[node];
  }
  list_by_count(roots, kFacetValues, answer.categories);
}

void write_page(const Workload& workload, const Query& query, const Answer& answer,
                const std::function<std::string_view(std::uint32_t rank)>& card,
                std::string& json) {
  JsonWriter out(json);
  out.begin_object();
  out.member("query", std::string_view(query.q));
  out.member("total", answer.total);
  out.key("hits").begin_array();
  for (const std::uint32_t rank : answer.ranks) out.raw(card(rank));
  out.end_array();
  out.key("facets").begin_object();
  const auto write_facet = [&](std::string_view name, const std::vector<FacetCount>& values,
                               const std::vector<std::string>& labels) {
    if (values.empty()) return;
    out.key(name).begin_array();
    for (const FacetCount& value : values) {
      out.begin_object();
      out.member("value", std::string_view(labels[value.code]));
      out.member("count", value.count);
      out.end_object();
    }
    out.end_array();
  };
  write_facet("brand", answer.brands, workload.brands());
  write_facet("category", answer.categories, workload.category_names());
  out.end_object();
  out.end_object();
}

int drive(
    int argc, char** argv,
    const std::function<void(const Workload&, const std::string& index)>& build,
    const std::function<std::unique_ptr<Engine>(const Workload&, const std::string& index)>& open) {
  const std::string_view command = argc == 4 ? argv[1] : "";
  try {
    if (command == "build") {
      build(Workload(argv[2]), argv[3]);
      return 0;
    }
    if (command == "serve") {
      const Workload workload(argv[2]);
      const auto queries = workload.queries();
      serve(*open(workload, argv[3]), queries);
      return 0;
    }
    fmt::print(stderr, "usage: {} build|serve WORKLOAD INDEX\n", argv[0]);
    return 2;
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}: {}\n", argv[0], e.what());
    return 1;
  }
}

}  // namespace souk::peers
