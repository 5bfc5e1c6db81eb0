#pragma once
// The configuration of souk-server: a TOML file, overridden by flags of the same names. Read once
// at the start.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/result.h"
#include "server/options.h"

namespace souk {

struct ServerConfig {
  std::string store;
  std::string listen = "127.0.0.1:8080";
  unsigned threads = 0;  ///< search threads; 0: one a core
  std::string query_log;
  std::string synonyms;        ///< a file; empty: synonyms.txt in the store
  std::string ranking;         ///< a file; empty: ranking.toml in the store
  std::string rules;           ///< a file; empty: rules.toml in the store
  std::string log = "stderr";  ///< "stderr", "none" or a file
  std::size_t body_limit = std::size_t{1} << 20;
  std::size_t change_limit = std::size_t{16} << 20;
  ServerOptions transport;
};

/// What the arguments ask for. `exit_code` is set for --help, --version and errors of usage: what
/// to say has been printed, and there is nothing to run.
struct ParsedArguments {
  ServerConfig config;
  std::optional<int> exit_code;
};

/// Reads flags and, with --config, a TOML file (flags win). Errors: bad_input, naming file:line and
/// the key, or the flag.
Result<ParsedArguments> parse_arguments(int argc, char** argv);

/// Fills `config` from TOML. Unknown keys are errors.
Result<void> apply_toml(ServerConfig& config, const std::string& path);

/// "127.0.0.1:8080", "[::1]:8080", ":8080" (loopback) or "8080" → address and port.
Result<std::pair<std::string, std::uint16_t>> parse_listen(const std::string& text);

}  // namespace souk
