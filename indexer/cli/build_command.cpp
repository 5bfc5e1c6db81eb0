// souk-indexer build

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <thread>

#include "data/file_io.h"
#include "data/formats.h"
#include "indexer/build.h"
#include "indexer/cli/commands.h"
#include "indexer/cli/progress.h"

namespace souk::cli {
namespace {

/// Bad lines shown on standard error; --report gets all of them.
constexpr std::uint64_t kShownProblems = 10;

std::atomic<bool> g_stop{false};

struct BuildArguments {
  BuildOptions options;
  std::string default_lang = "en";
  std::string on_error = "skip";
  std::string currency;
  std::string report;
  std::uint64_t since_sequence = 0;
  bool has_since_sequence = false;
};

/// Errors are those of usage.
Result<void> check(BuildArguments& arguments) {
  BuildOptions& options = arguments.options;
  const auto lang = normalize_language_tag(arguments.default_lang);
  if (!lang) {
    return fail(ErrorCode::bad_input, fmt::format("--default-lang: \"{}\" is not a language tag",
                                                  arguments.default_lang));
  }
  options.default_lang = *lang;
  options.on_error = arguments.on_error == "stop" ? OnError::stop : OnError::skip;
  if (!arguments.currency.empty()) {
    options.currency = Currency::find(arguments.currency);
    if (!options.currency) {
      return fail(ErrorCode::bad_input,
                  fmt::format("--currency: \"{}\" is not an ISO 4217 code", arguments.currency));
    }
  }
  if (arguments.has_since_sequence) options.since_sequence = arguments.since_sequence;
  return {};
}

int run_build(BuildArguments& arguments) {
  if (auto checked = check(arguments); !checked) return report_usage(checked.error());
  std::ofstream report_file;
  if (!arguments.report.empty()) {
    report_file.open(arguments.report);
    if (!report_file) return report(io_error("cannot write", arguments.report));
  }
  Progress progress;
  std::uint64_t problems = 0;
  BuildEvents events;
  events.stop = &g_stop;
  events.progress = [&](const char* stage, std::uint64_t done, std::uint64_t total) {
    progress.update(stage, done, total);
  };
  events.problem = [&](const LineProblem& problem) {
    const std::string text = (problem.warning ? "warning: " : "") + problem.text();
    if (report_file.is_open()) report_file << text << '\n';
    if (problems++ < kShownProblems) {
      progress.clear();
      say("{}\n", text);
    }
  };
  // Only a flag: the build stops at its next look and removes what it wrote.
  for (const int signal : {SIGINT, SIGTERM}) {
    std::signal(signal, [](int) { g_stop = true; });
  }
  const auto start = std::chrono::steady_clock::now();
  const auto result = build(arguments.options, events);
  progress.clear();
  if (problems > kShownProblems) {
    say("… and {} more{}\n", problems - kShownProblems,
        arguments.report.empty() ? " (--report FILE keeps them all)" : " in " + arguments.report);
  }
  if (report_file.is_open() && !report_file.flush()) {
    return report(io_error("cannot write", arguments.report));
  }
  if (!result) return report(result.error());
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (result->without_rate != 0) {
    say("warning: {} products have a price in a currency without a rate (--rates)\n",
        result->without_rate);
  }
  const std::string summary = fmt::format(
      "generation {}: {} products, {} shops, {} categories, {} of {} lines bad, {:.1f} MB, "
      "{:.1f} s, {:.0f} products/s\n",
      result->generation, result->products, result->shops, result->categories, result->bad_lines,
      result->lines, static_cast<double>(result->bytes) / 1e6, seconds,
      static_cast<double>(result->products) / seconds);
  // It is published whether or not somebody reads this.
  if (::write(STDOUT_FILENO, summary.data(), summary.size()) < 0) {
    say("warning: {}\n", io_error("cannot write", "standard output").message);
  }
  return 0;
}

}  // namespace

void add_build(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("build", "Index a feed into a new generation and publish it");
  auto arguments = std::make_shared<BuildArguments>();
  BuildOptions& options = arguments->options;
  options.threads = std::max(1U, std::thread::hardware_concurrency());
  command
      ->add_option("--feed", options.feeds,
                   "Products, JSON Lines (plain, .gz or .zst; - is standard input); repeats")
      ->required();
  command->add_option("--shops", options.shops, "Shops, JSON Lines");
  command->add_option("--categories", options.categories, "The category tree, a JSON array");
  command->add_option("--query-log", options.query_logs,
                      "What buyers asked, as the server logged it: weighs suggestions; repeats");
  command->add_option("--store", options.store, "The store's directory")->required();
  command->add_option("--default-lang", arguments->default_lang, "Language of texts without lang")
      ->capture_default_str();
  command->add_option("--threads", options.threads, "Threads")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->add_option("--memory", options.memory, "Memory for work under way, e.g. 512MB")
      ->transform(CLI::AsSizeValue(false))
      ->default_str("2GiB");
  command->add_option("--on-error", arguments->on_error, "What a bad line does")
      ->check(CLI::IsMember({"skip", "stop"}))
      ->capture_default_str();
  command->add_option("--report", arguments->report, "File for all bad lines and warnings");
  command->add_option("--currency", arguments->currency,
                      "Base currency (default: the commonest in the feed)");
  command->add_option("--rates", options.rates, "TOML file of rates: EUR = 1.0850");
  auto* since = command->add_option("--since-sequence", arguments->since_sequence,
                                    "The journal's sequence when the feed was exported");
  command->callback([arguments, since, &run] {
    arguments->has_since_sequence = since->count() != 0;
    run = [arguments] { return run_build(*arguments); };
  });
}

}  // namespace souk::cli
