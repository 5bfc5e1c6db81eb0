// souk-indexer evaluate: how good the results are, by human judgments.

#include <CLI/CLI.hpp>
#include <memory>

#include "data/json_writer.h"
#include "indexer/cli/commands.h"
#include "indexer/evaluation.h"
#include "indexer/live/live_store.h"
#include "query/search.h"

namespace souk::cli {
namespace {

constexpr std::uint32_t kRanked = 1000;  ///< hits

struct EvaluateArguments {
  std::string store;
  std::string against;
  std::string queries;
  std::string judgments;
  std::string synonyms;
  std::string ranking;
  std::string lang = "en";
  std::size_t k = 10;
  bool as_json = false;
  bool verbose = false;
};

Result<std::vector<QueryMeasures>> measure_store(const std::string& store,
                                                 const std::string& weights,
                                                 const EvaluateArguments& arguments,
                                                 const std::vector<JudgedQuery>& queries) {
  const auto synonyms = SynonymSource::open(arguments.synonyms, store);
  if (!synonyms) return synonyms.error();
  const auto ranking = open_ranking(weights, store);
  if (!ranking) return ranking.error();
  const auto snapshot = open_snapshot(store);
  if (!snapshot) return snapshot.error();
  Searcher searcher;
  searcher.use_synonyms(*synonyms);
  searcher.use_ranking(*ranking);
  std::vector<QueryMeasures> all;
  for (const JudgedQuery& query : queries) {
    const std::string& lang = query.lang.empty() ? arguments.lang : query.lang;
    auto request = parse_search_request({{"q", query.text}, {"lang", lang}});
    if (!request) return request.error();
    request->per_page = kRanked;
    request->relax_below = kRanked;
    const auto page = searcher.search(*request, **snapshot);
    if (!page) return page.error();
    std::vector<std::string> ids;
    ids.reserve(page->hits.size());
    for (const Hit& hit : page->hits) ids.emplace_back(hit.id());
    all.push_back(measure(ids, query.judgments, arguments.k));
  }
  return all;
}

std::vector<double> condensed(const std::vector<QueryMeasures>& all) {
  std::vector<double> values;
  values.reserve(all.size());
  for (const QueryMeasures& each : all) values.push_back(each.condensed_ndcg);
  return values;
}

void print_line(const std::string& name, const QueryMeasures& m) {
  fmt::print("{}\t{:.3f}\t{:.3f}\t{:.3f}\t{:.3f}\t{:.3f}\t{:.3f}\n", name, m.condensed_ndcg, m.ndcg,
             m.judged, m.mrr, m.recall, m.preference);
}

void print_json(const EvaluateArguments& arguments, const std::vector<QueryMeasures>& all) {
  const QueryMeasures m = mean(all);
  const auto [low, high] = bootstrap_interval(condensed(all));
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.member("k", std::uint64_t{arguments.k});
  json.member("queries", std::uint64_t{all.size()});
  json.member("condensed_ndcg", m.condensed_ndcg);
  json.member("ndcg", m.ndcg);
  json.member("judged", m.judged);
  json.member("mrr", m.mrr);
  json.member("recall", m.recall);
  json.member("preference", m.preference);
  json.key("ci95").begin_array();
  json.value(low);
  json.value(high);
  json.end_array();
  json.end_object();
  fmt::print("{}\n", out);
}

int evaluate(const EvaluateArguments& arguments) {
  const auto queries = read_judged_queries(arguments.queries, arguments.judgments);
  if (!queries) return report(queries.error());
  const auto all = measure_store(arguments.store, arguments.ranking, arguments, *queries);
  if (!all) return report(all.error());
  if (arguments.as_json) {
    print_json(arguments, *all);
  } else {
    fmt::print("query\tcondensed nDCG@{0}\tnDCG@{0}\tjudged@{0}\tMRR\trecall\tpreference\n",
               arguments.k);
    for (std::size_t i = 0; arguments.verbose && i < all->size(); ++i) {
      print_line(fmt::format("{} {}", (*queries)[i].id, (*queries)[i].text), (*all)[i]);
    }
    const auto [low, high] = bootstrap_interval(condensed(*all));
    print_line(fmt::format("mean of {}", all->size()), mean(*all));
    fmt::print("condensed nDCG@{}, 95 % interval\t{:.3f}\t{:.3f}\n", arguments.k, low, high);
  }
  if (arguments.against.empty()) return 0;
  const bool of_weights = arguments.against.ends_with(".toml");
  const auto other =
      measure_store(of_weights ? arguments.store : arguments.against,
                    of_weights ? arguments.against : arguments.ranking, arguments, *queries);
  if (!other) return report(other.error());
  print_line(fmt::format("against {}", arguments.against), mean(*other));
  fmt::print("difference\t{:+.3f}\tp {:.4f}\n",
             mean(*all).condensed_ndcg - mean(*other).condensed_ndcg,
             randomisation_test(condensed(*all), condensed(*other)));
  return 0;
}

}  // namespace

void add_evaluate(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("evaluate", "How good results are, by human judgments");
  auto arguments = std::make_shared<EvaluateArguments>();
  command->add_option("--store", arguments->store, "The store's directory")->required();
  command->add_option("--queries", arguments->queries, "TSV: id, query, language if not --lang")
      ->required();
  command->add_option("--qrels", arguments->judgments, "TREC: query, 0, product, grade")
      ->required();
  command->add_option("--k", arguments->k, "Hits that count")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  command->add_option("--lang", arguments->lang, "Language of the queries")->capture_default_str();
  command->add_option("--synonyms", arguments->synonyms, "A file of synonyms");
  command->add_option("--ranking", arguments->ranking, "A file of ranking weights");
  auto* as_json = command->add_flag("--json", arguments->as_json, "Print JSON");
  command->add_flag("--verbose", arguments->verbose, "Print every query")->excludes(as_json);
  command
      ->add_option("--against", arguments->against,
                   "Another store, or a .toml of ranking weights, to compare with")
      ->excludes(as_json);
  command->callback([arguments, &run] { run = [arguments] { return evaluate(*arguments); }; });
}

}  // namespace souk::cli
