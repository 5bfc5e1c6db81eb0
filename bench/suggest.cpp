// How long suggestions take while a buyer types.
//
// Workload: the first 1, 2, … letters of queries that titles answer, each query drawn by its weight
// (--seed), typed in its language to a random length; with --typos one letter of those of six
// letters or more is replaced by another. One thread, in process: parsing, completions, counts by
// the search itself, JSON. All texts are asked twice: the first time counts are made, the second
// time they are known, as they are while a snapshot lasts and buyers type the same words.
//
//   build/release/bin/souk-bench-suggest --store DIR [--typos] [--synonyms]

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <numeric>
#include <random>

#include "data/snapshot.h"
#include "data/spelling_index.h"
#include "data/store.h"
#include "query/suggest.h"

namespace souk {
namespace {

struct Typed {
  std::string text;
  std::string lang;
};

std::size_t next_letter(std::string_view text, std::size_t at) {
  do ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80);
  return at;
}

std::vector<Typed> draw(const Completions& set, std::size_t count, bool typos, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<double> weights;
  for (Completions::Entry entry = 0; entry < set.size(); ++entry) {
    weights.push_back(set.weight(entry));
  }
  std::discrete_distribution<std::size_t> by_weight(weights.begin(), weights.end());
  std::vector<Typed> all;
  while (all.size() < count) {
    const auto entry = static_cast<Completions::Entry>(by_weight(random));
    std::string text(set.text(entry));
    const std::size_t letters = code_points(text).size();
    std::size_t end = 0;
    for (std::size_t n = 1 + random() % letters; n > 0; --n) end = next_letter(text, end);
    text.resize(end);
    if (typos) {
      if (text.size() < 6) continue;
      char& letter = text[1 + random() % (text.size() - 1)];
      if (letter < 'a' || letter > 'z') continue;
      letter = static_cast<char>('a' + (letter - 'a' + 1 + random() % 25) % 26);
    }
    all.push_back({std::move(text), std::string(set.lang(entry))});
  }
  return all;
}

int run(const std::string& dir, std::size_t count, bool typos, bool synonyms, std::uint64_t seed) {
  const auto generation = Store(dir).open_current();
  if (!generation) {
    fmt::print(stderr, "{}\n", generation.error().message);
    return 1;
  }
  const auto snapshot = Snapshot::of(*generation);
  const auto asked = draw(snapshot->segments.front()->completions, count, typos, seed);
  Searcher searcher;
  if (synonyms) searcher.use_synonyms(SynonymSource::open("", dir).value());
  Suggester suggester(searcher);
  std::vector<double> micros;
  std::size_t found = 0;
  std::string body;
  const auto ask = [&](const Typed& typed) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<Param> params{{"q", typed.text}};
    if (!typed.lang.empty()) params.push_back({"lang", typed.lang});
    const auto request = parse_suggest_request(params);
    const auto suggestions = suggester.suggest(request.value(), *snapshot);
    body.clear();
    append_suggestions(body, suggestions.value());
    found += suggestions->size();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    return took.count();
  };
  for (const char* pass : {"first", "again"}) {
    micros.clear();
    found = 0;
    std::size_t slowest = 0;
    for (const Typed& typed : asked) {
      micros.push_back(ask(typed));
      if (micros.back() > micros[slowest]) slowest = micros.size() - 1;
    }
    const std::string worst = asked[slowest].text;
    std::sort(micros.begin(), micros.end());
    const double mean = std::accumulate(micros.begin(), micros.end(), 0.0) / micros.size();
    fmt::print(
        "{}: {} texts, {:.1f} suggestions each: mean {:.0f} µs, p50 {:.0f}, p99 {:.0f}, most "
        "{:.0f} (\"{}\")\n",
        pass, count, static_cast<double>(found) / static_cast<double>(count), mean,
        micros[micros.size() / 2], micros[micros.size() * 99 / 100], micros.back(), worst);
  }
  return 0;
}

}  // namespace
}  // namespace souk

int main(int argc, char** argv) {
  CLI::App app("How long suggestions take");
  std::string store;
  std::size_t count = 5000;
  bool typos = false;
  bool synonyms = false;
  std::uint64_t seed = 1;
  app.add_option("--store", store, "The store")->required();
  app.add_option("--count", count, "Texts")->capture_default_str();
  app.add_option("--seed", seed, "Seed")->capture_default_str();
  app.add_flag("--typos", typos, "One letter of each is wrong");
  app.add_flag("--synonyms", synonyms, "With the built-in synonyms");
  CLI11_PARSE(app, argc, argv);
  return souk::run(store, count, typos, synonyms, seed);
}
