// souk-indexer: builds, checks and asks a store from the command line.

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>

#include "data/standard_streams.h"
#include "indexer/cli/commands.h"

namespace souk::cli {

int report(const Error& error) {
  std::fprintf(stderr, "souk-indexer: %s\n", error.message.c_str());
  return exit_code(error.code);
}

}  // namespace souk::cli

int main(int argc, char** argv) {
  using namespace souk::cli;
  souk::hold_standard_streams();
  // A closed pipe (| head) is an error of write(), not a death.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);

  CLI::App app("Builds, checks and asks a Souk store.", "souk-indexer");
  app.set_version_flag("--version", "souk-indexer " SOUK_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(36);
  Run run;
  for (const auto add : {add_build, add_verify, add_stats, add_search, add_explain, add_analyze,
                         add_generations, add_sample}) {
    add(app, run);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& e) {
    return app.exit(e);  // --help, --version
  } catch (const CLI::ParseError& e) {
    app.exit(e);
    return 2;
  }
  try {
    return run();
  } catch (const std::bad_alloc&) {
    std::fputs("souk-indexer: out of memory\n", stderr);
    return 3;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "souk-indexer: %s\n", e.what());
    return 3;
  }
}
