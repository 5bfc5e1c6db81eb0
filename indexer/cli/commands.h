#pragma once
// The commands of souk-indexer. Each registers its options with CLI11 and runs when chosen. Results
// go to standard output, talk to standard error; the return value is the exit code.

#include <CLI/CLI.hpp>
#include <functional>

#include "data/result.h"

namespace souk::cli {

/// What main runs once the arguments are parsed.
using Run = std::function<int()>;

void add_build(CLI::App& app, Run& run);
void add_verify(CLI::App& app, Run& run);
void add_stats(CLI::App& app, Run& run);
void add_search(CLI::App& app, Run& run);
void add_explain(CLI::App& app, Run& run);
void add_analyze(CLI::App& app, Run& run);
void add_generations(CLI::App& app, Run& run);
void add_sample(CLI::App& app, Run& run);

/// Prints "souk-indexer: message" and returns the error's exit code.
int report(const Error& error);

}  // namespace souk::cli
