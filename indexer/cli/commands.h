#pragma once
// The commands of souk-indexer. Each registers its options with CLI11 and runs when chosen. Results
// go to standard output, talk to standard error; the return value is the exit code.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>

#include "data/result.h"

namespace souk::cli {

/// What main runs once the arguments are parsed.
using Run = std::function<int()>;

void add_build(CLI::App& app, Run& run);
void add_apply(CLI::App& app, Run& run);
void add_backup(CLI::App& app, Run& run);
void add_verify(CLI::App& app, Run& run);
void add_stats(CLI::App& app, Run& run);
void add_search(CLI::App& app, Run& run);
void add_suggest(CLI::App& app, Run& run);
void add_explain(CLI::App& app, Run& run);
void add_rules(CLI::App& app, Run& run);
void add_analyze(CLI::App& app, Run& run);
void add_evaluate(CLI::App& app, Run& run);
void add_replay(CLI::App& app, Run& run);
void add_generations(CLI::App& app, Run& run);
void add_sample(CLI::App& app, Run& run);

/// Prints to standard error. Unlike fmt::print it does not throw where nobody can hear it.
template <class... Parts>
void say(fmt::format_string<Parts...> format, Parts&&... parts) {
  std::fputs(fmt::format(format, std::forward<Parts>(parts)...).c_str(), stderr);
}

/// Prints "souk-indexer: message" and returns the error's exit code.
int report(const Error& error);
/// The same for an error that the arguments have: the exit code is 2.
int report_usage(const Error& error);

}  // namespace souk::cli
