// souk-indexer replay: what buyers asked, asked of two stores: how much the answers differ.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "data/feed_reader.h"
#include "data/json_writer.h"
#include "data/logged_query.h"
#include "indexer/cli/commands.h"
#include "indexer/cli/searched_store.h"

namespace souk::cli {
namespace {

struct ReplayArguments {
  std::vector<std::string> logs;
  std::string store;
  std::string against;
  std::string synonyms;
  std::size_t most = 0;
  bool as_json = false;
  bool verbose = false;
};

/// One store under replay, with the weights and rules it has.
struct Side {
  SearchedStore store;
  std::vector<std::uint64_t> took_us;
  std::uint64_t without_hits = 0;
};

struct Answer {
  std::vector<std::string> ids;
  std::uint64_t total = 0;
};

struct Sums {
  std::uint64_t queries = 0;
  std::uint64_t skipped = 0;
  std::uint64_t same_first = 0;
  std::uint64_t same_total = 0;
  double overlap = 0;
};

Result<Answer> ask(const SearchRequest& request, Side& side) {
  const auto page = side.store.searcher.search(request, *side.store.snapshot);
  if (!page) return page.error();
  Answer answer;
  answer.total = page->total;
  for (const Hit& hit : page->hits) answer.ids.emplace_back(hit.id());
  side.took_us.push_back(page->took_us);
  if (page->total == 0) ++side.without_hits;
  return answer;
}

/// The share of the longer page that both show.
double overlap(const Answer& a, const Answer& b) {
  const std::size_t longer = std::max(a.ids.size(), b.ids.size());
  if (longer == 0) return 1;
  const auto shared = std::count_if(a.ids.begin(), a.ids.end(), [&](const std::string& id) {
    return std::find(b.ids.begin(), b.ids.end(), id) != b.ids.end();
  });
  return static_cast<double>(shared) / static_cast<double>(longer);
}

/// The request of a logged product search; nothing for what one store alone can answer: other
/// endpoints, and cursors.
std::optional<SearchRequest> request_of(const LoggedQuery& query) {
  if (query.endpoint != "/v1/products/search") return std::nullopt;
  std::vector<Param> params;
  for (const auto& [name, value] : query.params) {
    if (name == "after" || name == "min_sequence") return std::nullopt;
    params.push_back({name, value});
  }
  auto request = parse_search_request(params);
  return request ? std::optional(std::move(*request)) : std::nullopt;
}

std::uint64_t percentile(std::vector<std::uint64_t>& values, std::size_t percent) {
  if (values.empty()) return 0;
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(values.size() * percent / 100);
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

const char* first_of(const Answer& answer) {
  return answer.ids.empty() ? "-" : answer.ids.front().c_str();
}

Result<Sums> replay_logs(const ReplayArguments& arguments, Side& a, Side& b) {
  QueryLogParser parser;
  Sums sums;
  if (arguments.verbose) fmt::print("query\ttotal\ttotal\toverlap\tfirst\tfirst\n");
  for (const std::string& path : arguments.logs) {
    auto reader = FeedReader::open(path);
    if (!reader) return reader.error();
    while (arguments.most == 0 || sums.queries < arguments.most) {
      const auto line = reader->next();
      if (!line) return line.error();
      if (line->number == 0) break;
      const auto query = parser.parse(line->text);
      if (!query) {
        say("warning: {}:{}: {}: {}\n", reader->name(), line->number, query.error().param,
            query.error().message);
      }
      const auto request = query ? request_of(*query) : std::nullopt;
      if (!request) {
        ++sums.skipped;
        continue;
      }
      const auto of_a = ask(*request, a);
      if (!of_a) return of_a.error();
      const auto of_b = ask(*request, b);
      if (!of_b) return of_b.error();
      ++sums.queries;
      const double shared = overlap(*of_a, *of_b);
      sums.overlap += shared;
      if (of_a->total == of_b->total) ++sums.same_total;
      if (std::string_view(first_of(*of_a)) == first_of(*of_b)) ++sums.same_first;
      if (arguments.verbose && of_a->ids != of_b->ids) {
        fmt::print("{}\t{}\t{}\t{:.2f}\t{}\t{}\n", request->q, of_a->total, of_b->total, shared,
                   first_of(*of_a), first_of(*of_b));
      }
    }
  }
  return sums;
}

void print(const ReplayArguments& arguments, const Sums& sums, Side& a, Side& b) {
  const auto queries = static_cast<double>(std::max<std::uint64_t>(sums.queries, 1));
  const double first = static_cast<double>(sums.same_first) / queries;
  const double totals = static_cast<double>(sums.same_total) / queries;
  if (!arguments.as_json) {
    fmt::print("queries\t{}\nskipped\t{}\n", sums.queries, sums.skipped);
    fmt::print("same first hit\t{:.3f}\noverlap of pages\t{:.3f}\nsame total\t{:.3f}\n", first,
               sums.overlap / queries, totals);
    fmt::print("without hits\t{}\t{}\n", a.without_hits, b.without_hits);
    fmt::print("p50 in µs\t{}\t{}\n", percentile(a.took_us, 50), percentile(b.took_us, 50));
    fmt::print("p99 in µs\t{}\t{}\n", percentile(a.took_us, 99), percentile(b.took_us, 99));
    return;
  }
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.member("queries", sums.queries);
  json.member("skipped", sums.skipped);
  json.member("same_first", first);
  json.member("overlap", sums.overlap / queries);
  json.member("same_total", totals);
  for (const auto& [name, side] : {std::pair{"store", &a}, {"against", &b}}) {
    json.key(name).begin_object();
    json.member("without_hits", side->without_hits);
    json.member("p50_us", percentile(side->took_us, 50));
    json.member("p99_us", percentile(side->took_us, 99));
    json.end_object();
  }
  json.end_object();
  fmt::print("{}\n", out);
}

int replay(const ReplayArguments& arguments) {
  Side a;
  Side b;
  for (const auto& [dir, side] : {std::pair{&arguments.store, &a}, {&arguments.against, &b}}) {
    auto opened = open_searched(*dir, {arguments.synonyms, {}, {}});
    if (!opened) return report(opened.error());
    side->store = std::move(*opened);
  }
  const auto sums = replay_logs(arguments, a, b);
  if (!sums) return report(sums.error());
  print(arguments, *sums, a, b);
  return 0;
}

}  // namespace

void add_replay(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("replay", "Ask two stores what buyers asked, and compare");
  auto arguments = std::make_shared<ReplayArguments>();
  command->add_option("--log", arguments->logs, "The server's query log; repeats")->required();
  command->add_option("--store", arguments->store, "The store's directory")->required();
  command->add_option("--against", arguments->against, "The other store")->required();
  command->add_option("--synonyms", arguments->synonyms, "A file of synonyms");
  command->add_option("--most", arguments->most, "At most so many queries (0: all)")
      ->capture_default_str();
  auto* as_json = command->add_flag("--json", arguments->as_json, "Print JSON");
  command->add_flag("--verbose", arguments->verbose, "Print every query whose page differs")
      ->excludes(as_json);
  command->callback([arguments, &run] { run = [arguments] { return replay(*arguments); }; });
}

}  // namespace souk::cli
