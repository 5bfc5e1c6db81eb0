// souk-indexer search, suggest, explain, rules, analyze

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>

#include "analyzers/analyzer.h"
#include "data/formats.h"
#include "data/json_writer.h"
#include "indexer/cli/commands.h"
#include "indexer/cli/progress.h"
#include "indexer/cli/searched_store.h"
#include "indexer/live/live_store.h"
#include "query/explain.h"
#include "query/page_json.h"
#include "query/search.h"
#include "query/suggest.h"

namespace souk::cli {
namespace {

struct SearchArguments {
  std::string store;
  std::string query;
  std::string sort;
  std::string filter;
  std::string facets;
  std::string lang;
  std::string per_page = "10";
  std::string id;
  SearchFiles files;
  bool as_json = false;
};

/// The same checks as over HTTP: arguments become parameters.
Result<SearchRequest> request_of(const SearchArguments& arguments) {
  std::vector<Param> params{{"q", arguments.query}, {"per_page", arguments.per_page}};
  for (const auto& [name, value] : {std::pair{"sort", &arguments.sort},
                                    {"filter", &arguments.filter},
                                    {"facets", &arguments.facets},
                                    {"lang", &arguments.lang}}) {
    if (!value->empty()) params.push_back({name, *value});
  }
  return parse_search_request(params);
}

std::string money_text(const ColumnRow& row) {
  if (row.own_price == kMissing) return "no price";
  const int exponent = row.currency.exponent();
  double amount = static_cast<double>(row.own_price);
  for (int i = 0; i < exponent; ++i) amount /= 10;
  return fmt::format("{:.{}f} {}", amount, exponent, row.currency.code());
}

Result<void> print_page(const ResultPage& page) {
  for (const Hit& hit : page.hits) {
    const auto card = hit.segment->cards.card(hit.doc, page.plan.lang);
    if (!card) return card.error();
    fmt::print("{}\t{}\t{}\n", hit.id(), money_text(hit.segment->columns.row(hit.doc)),
               read_json_string(card->title));
  }
  for (const Facet& facet : page.facets) {
    fmt::print("{}:", facet.key);
    for (const FacetValue& value : facet.values) fmt::print(" {} ({})", value.label, value.count);
    if (facet.is_price && facet.min && facet.max) fmt::print(" {} to {}", *facet.min, *facet.max);
    fmt::print("\n");
  }
  say("{} of {} in {} µs\n", page.hits.size(), page.total, page.took_us);
  return {};
}

int search(const SearchArguments& arguments) {
  const auto request = request_of(arguments);
  if (!request) return report_usage(request.error());
  auto opened = open_searched(arguments.store, arguments.files);
  if (!opened) return report(opened.error());
  auto& [snapshot, searcher] = *opened;
  auto page = searcher.search(*request, *snapshot);
  if (!page) return report(page.error());
  if (arguments.as_json) {
    if (auto advised = searcher.advise(*page); !advised) return report(advised.error());
    std::string json;
    if (auto written = append_page(json, *page, searcher.analyzer()); !written) {
      return report(written.error());
    }
    fmt::print("{}\n", json);
    return 0;
  }
  const auto printed = print_page(*page);
  return printed ? 0 : report(printed.error());
}

struct SuggestArguments {
  std::string store;
  std::string query;
  std::string lang;
  std::string limit = "10";
  std::string synonyms;
  bool as_json = false;
};

int suggest(const SuggestArguments& arguments) {
  std::vector<Param> params{{"q", arguments.query}, {"limit", arguments.limit}};
  if (!arguments.lang.empty()) params.push_back({"lang", arguments.lang});
  const auto request = parse_suggest_request(params);
  if (!request) return report_usage(request.error());
  const auto synonyms = SynonymSource::open(arguments.synonyms, arguments.store);
  if (!synonyms) return report(synonyms.error());
  const auto snapshot = open_snapshot(arguments.store);
  if (!snapshot) return report(snapshot.error());
  Searcher searcher;
  searcher.use_synonyms(*synonyms);
  const auto suggestions = Suggester(searcher).suggest(*request, **snapshot);
  if (!suggestions) return report(suggestions.error());
  if (arguments.as_json) {
    std::string json;
    append_suggestions(json, *suggestions);
    fmt::print("{}\n", json);
    return 0;
  }
  for (const Suggestion& each : *suggestions) {
    fmt::print("{}\t{}\t{}\t{}\n", name(each.kind), each.text, each.id, each.count);
  }
  return 0;
}

/// A product's hit of a page; null where it has none.
const Hit* hit_of(const ResultPage& page, std::string_view id) {
  const auto found = std::find_if(page.hits.begin(), page.hits.end(),
                                  [&](const Hit& hit) { return hit.id() == id; });
  return found == page.hits.end() ? nullptr : &*found;
}

/// What keeps a product out of a page that shows all hits.
Result<std::string> reason(const ResultPage& page, const Explanation& explanation,
                           const SearchArguments& arguments, Searcher& searcher) {
  if (explanation.hidden) return std::string("a rule hides it");
  std::string lacks;
  for (std::size_t i = 0; i < page.plan.words.size(); ++i) {
    const WordExplanation& word = explanation.words[i];
    if (word.points == 0) lacks += (lacks.empty() ? "" : ", ") + word.word;
  }
  if (!lacks.empty()) return "it lacks: " + lacks;
  SearchRequest open = *page.plan.request;
  open.filter = nullptr;
  const auto unfiltered = searcher.search(open, *page.plan.snapshot);
  if (!unfiltered) return unfiltered.error();
  if (hit_of(*unfiltered, arguments.id) != nullptr) return std::string("the filter leaves it out");
  if (!page.plan.rules.filters.empty()) return std::string("the filter of a rule leaves it out");
  return std::string("it has an excluded word, or lacks a phrase or every word");
}

/// The names of a file's rules.
int check_rules(const std::string& file) {
  const auto rules = open_rules(file, {});
  if (!rules) return report(rules.error());
  for (const Rule& rule : (*rules)->get()->rules()) fmt::print("{}\n", rule.id);
  return 0;
}

int explain_product(const SearchArguments& arguments) {
  auto request = request_of(arguments);
  if (!request) return report_usage(request.error());
  auto opened = open_searched(arguments.store, arguments.files);
  if (!opened) return report(opened.error());
  auto& [snapshot, searcher] = *opened;
  const auto place = snapshot->find(arguments.id);
  if (!place) return report(fail(ErrorCode::not_found, "no product has the id " + arguments.id));
  request->per_page = kMaxResultWindow;
  const auto page = searcher.search(*request, *snapshot);
  if (!page) return report(page.error());
  const Hit* hit = hit_of(*page, arguments.id);
  const Plan& plan = hit != nullptr ? page->plan_of(*hit) : page->plan;
  const Explanation explanation = explain(plan, *place->segment, place->doc);
  for (const WordExplanation& word : explanation.words) {
    if (word.points == 0) {
      fmt::print("{}\tnot in this product\n", word.word);
    } else {
      fmt::print("{}\tmatched {}\tin {}\tdf {}\tidf {:.3f}\tpoints {}\n", word.word, word.matched,
                 field_names(word.mask), word.document_frequency, word.idf, word.points);
    }
  }
  for (const BoostExplanation& each : explanation.boosts) {
    fmt::print("{}\t{}\tby {}\tpoints {}\n", each.boost->buries ? "bury" : "boost",
               each.boost->text, each.boost->by, each.points);
  }
  fmt::print("score\t{}\n", explanation.score);
  if (const auto& second = explanation.second) {
    fmt::print("first {}\ttimes {:.3f}\tphrase {:.2f}\tsales {}\ttitle {:.1f}\ttext {:.1f}\n",
               second_phase_hits(plan), second->factor(*plan.ranking), second->phrase,
               second->sales, second->title, second->text);
  }
  if (!page->plan.rules.ids.empty()) {
    fmt::print("rules\t{}\n", fmt::join(page->plan.rules.ids, ", "));
  }
  if (explanation.pinned) fmt::print("pinned\tby a rule\n");
  const Relaxation level = hit != nullptr ? page->relaxation_of(*hit) : page->relaxation;
  if (level != Relaxation::none) fmt::print("relaxation\t{}\n", name(level));
  if (hit != nullptr) {
    fmt::print("rank\t{} of {}\n", hit - page->hits.data() + 1, page->total);
  } else if (page->hits.size() < page->total) {
    fmt::print("rank\tbeyond {} of {}\n", page->hits.size(), page->total);
  } else {
    const auto why = reason(*page, explanation, arguments, searcher);
    if (!why) return report(why.error());
    fmt::print("not found\t{}\n", *why);
  }
  return 0;
}

/// Stems without their language, with a Z before; parts of compound nouns without either.
std::string printable(std::string_view term) {
  const auto colon = term.find(':');
  const bool marked = colon < 5;  // npos is not
  if (marked && term.starts_with('Z')) return "Z" + std::string(term.substr(colon + 1));
  return std::string(marked && term.starts_with('P') ? term.substr(colon + 1) : term);
}

int analyze(const std::string& text, const std::string& lang, bool query, bool as_json) {
  const auto tag = normalize_language_tag(lang);
  if (!tag) {
    const auto message = fmt::format("--lang: \"{}\" is not a language tag", lang);
    return report_usage(fail(ErrorCode::bad_input, message));
  }
  Analyzer analyzer;
  const Language language = Language::from_tag(*tag);
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  const auto emit = [&](const std::string& term, std::string_view kind, std::uint32_t start,
                        std::uint32_t end) {
    if (!as_json) fmt::print("{}\t{}\t{}\t{}\n", term, kind, start, end);
    json.begin_object();
    json.member("term", std::string_view(term));
    json.member("kind", kind);
    json.member("start", start);
    json.member("end", end);
    json.end_object();
  };
  if (query) {
    const auto join = [](const std::vector<std::string>& terms) {
      std::string joined;
      for (const std::string& term : terms) {
        joined += (joined.empty() ? "" : " + ") + printable(term);
      }
      return joined;
    };
    const auto query_of = analyzer.parse_query(text, language, {&Synonyms::built_in(), 1});
    for (const QueryWord& word : query_of.words) {
      for (const Alternative& alternative : word.alternatives) {
        const bool stem = alternative.terms.front().starts_with('Z');
        const char* kind = alternative.derived ? "joined" : stem ? "stem" : "word";
        emit(join(alternative.terms), kind, word.start, word.end);
      }
      for (const SynonymSet* set : word.synonyms) {
        for (const auto& way : set->ways) emit(join(way), "synonym", word.start, word.end);
      }
    }
  } else {
    for (const Term& term : analyzer.analyze(text, language)) {
      emit(printable(term.text), name(term.kind), term.start, term.end);
    }
  }
  json.end_array();
  if (as_json) fmt::print("{}\n", out);
  return 0;
}

}  // namespace

void add_search(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("search", "Search a store");
  auto arguments = std::make_shared<SearchArguments>();
  command->add_option("--store", arguments->store, "The store's directory")->required();
  command->add_option("QUERY", arguments->query, "The words; empty: everything")->required();
  command->add_option("--sort", arguments->sort, "relevance, sales, price_asc, price_desc, …");
  command->add_option("--filter", arguments->filter, "A filter expression");
  command->add_option("--facets", arguments->facets, "Facets to count, joined by commas");
  command->add_option("--lang", arguments->lang, "Language of the query and the answer");
  arguments->files.add_options(*command);
  command->add_option("--per-page", arguments->per_page, "Hits")->capture_default_str();
  command->add_flag("--json", arguments->as_json, "Print the HTTP response's JSON");
  command->callback([arguments, &run] { run = [arguments] { return search(*arguments); }; });
}

void add_suggest(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("suggest", "What a text may become: KIND, TEXT, ID, COUNT");
  auto arguments = std::make_shared<SuggestArguments>();
  command->add_option("--store", arguments->store, "The store's directory")->required();
  command->add_option("TEXT", arguments->query, "What is typed so far; empty: nothing yet")
      ->required();
  command->add_option("--lang", arguments->lang, "Language of the text and the answer");
  command->add_option("--limit", arguments->limit, "Suggestions")->capture_default_str();
  command->add_option("--synonyms", arguments->synonyms, "A file of synonyms");
  command->add_flag("--json", arguments->as_json, "Print the HTTP response's JSON");
  command->callback([arguments, &run] { run = [arguments] { return suggest(*arguments); }; });
}

void add_explain(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("explain", "Why a product has its rank, or is not found");
  auto arguments = std::make_shared<SearchArguments>();
  command->add_option("--store", arguments->store, "The store's directory")->required();
  command->add_option("--id", arguments->id, "The product")->required();
  command->add_option("QUERY", arguments->query, "The words")->required();
  command->add_option("--sort", arguments->sort, "relevance, sales, price_asc, price_desc, …");
  command->add_option("--filter", arguments->filter, "A filter expression");
  command->add_option("--lang", arguments->lang, "Language of the query");
  arguments->files.add_options(*command);
  command->callback(
      [arguments, &run] { run = [arguments] { return explain_product(*arguments); }; });
}

void add_rules(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("rules", "Check a file of merchandising rules: their names");
  auto file = std::make_shared<std::string>();
  command->add_option("FILE", *file, "The rules, TOML")->required();
  command->callback([file, &run] { run = [file] { return check_rules(*file); }; });
}

void add_analyze(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("analyze", "The terms of a text: TERM, KIND, START, END");
  auto text = std::make_shared<std::string>();
  auto lang = std::make_shared<std::string>();
  auto query = std::make_shared<bool>(false);
  auto as_json = std::make_shared<bool>(false);
  command->add_option("TEXT", *text, "The text")->required();
  command->add_option("--lang", *lang, "Its language")->required();
  command->add_flag("--query", *query, "As a query: one line an alternative of each word");
  command->add_flag("--json", *as_json, "Print JSON");
  command->callback([=, &run] { run = [=] { return analyze(*text, *lang, *query, *as_json); }; });
}

}  // namespace souk::cli
