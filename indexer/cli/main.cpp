// souk-indexer: builds, checks and asks a store from the command line.

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <new>

#include "data/file_io.h"
#include "indexer/cli/commands.h"

namespace souk::cli {

int report(const Error& error) {
  std::fprintf(stderr, "souk-indexer: %s\n", error.message.c_str());
  return exit_code(error.code);
}

int report_usage(const Error& error) {
  report(error);
  return 2;
}

namespace {

/// Results that are still in a buffer may meet a full disk: not done, then.
bool flush_results() { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }

/// --version everywhere.
void add_version(CLI::App& app) {
  app.set_version_flag("--version", "souk-indexer " SOUK_VERSION);
  for (CLI::App* command : app.get_subcommands({})) add_version(*command);
}

}  // namespace
}  // namespace souk::cli

int main(int argc, char** argv) {
  using namespace souk::cli;
  souk::keep_standard_descriptors();
  // A closed pipe (| head) is an error of write(), not a death.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);

  CLI::App app("Builds, checks and asks a Souk store.", "souk-indexer");
  app.require_subcommand(1);
  app.get_formatter()->column_width(36);
  Run run;
  for (const auto add : {add_build, add_apply, add_backup, add_verify, add_stats, add_search,
                         add_suggest, add_explain, add_rules, add_analyze, add_evaluate, add_replay,
                         add_generations, add_sample}) {
    add(app, run);
  }
  add_version(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& e) {
    app.exit(e);  // --help, --version
    return std::cout.flush() ? 0 : report(souk::io_error("cannot write", "standard output"));
  } catch (const CLI::ParseError& e) {
    app.exit(e);
    return 2;
  }
  try {
    const int code = run();
    if (code != 0 || flush_results()) return code;
    return report(souk::io_error("cannot write", "standard output"));
  } catch (const std::bad_alloc&) {
    std::fputs("souk-indexer: out of memory\n", stderr);
    return 3;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "souk-indexer: %s\n", e.what());
    return 3;
  }
}
