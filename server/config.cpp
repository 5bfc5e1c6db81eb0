#include "server/config.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <functional>
#include <map>

#include "data/file_io.h"
#include "data/toml_text.h"

namespace souk {
namespace {

/// One setting: how TOML gives it and how a flag does. The single list of what can be configured.
struct Setting {
  const char* name;  ///< the TOML key; the flag is the same with dashes
  const char* help;
  std::function<void(CLI::App&, const std::string& flag, const char* help)> add_flag;
  std::function<bool(const toml::node&)> from_toml;
};

template <class T>
bool take(const toml::node& node, T& into) {
  if constexpr (std::is_same_v<T, std::string>) {
    const auto value = node.value<std::string>();
    if (value) into = *value;
    return value.has_value();
  } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
    if (const auto one = node.value<std::string>()) {
      into = {*one};
      return true;
    }
    const auto* array = node.as_array();
    if (array == nullptr) return false;
    into.clear();
    for (const toml::node& element : *array) {
      const auto value = element.value<std::string>();
      if (!value) return false;
      into.push_back(*value);
    }
    return true;
  } else {
    const auto value = node.value<std::int64_t>();
    if (!value || *value < 0 ||
        static_cast<std::uint64_t>(*value) > std::numeric_limits<T>::max()) {
      return false;
    }
    into = static_cast<T>(*value);
    return true;
  }
}

template <class T>
Setting setting(const char* name, T& into, const char* help) {
  return {name, help,
          [&into](CLI::App& app, const std::string& flag, const char* text) {
            app.add_option(flag, into, text);
          },
          [&into](const toml::node& node) { return take(node, into); }};
}

/// Durations are given in milliseconds.
Setting setting(const char* name, std::chrono::milliseconds& into, const char* help) {
  return {name, help,
          [&into](CLI::App& app, const std::string& flag, const char* text) {
            app.add_option_function<std::uint32_t>(
                flag, [&into](const std::uint32_t& ms) { into = std::chrono::milliseconds(ms); },
                text);
          },
          [&into](const toml::node& node) {
            std::uint32_t ms = 0;
            const bool taken = take(node, ms);
            if (taken) into = std::chrono::milliseconds(ms);
            return taken;
          }};
}

std::vector<Setting> settings(ServerConfig& c) {
  ServerOptions& t = c.transport;
  return {
      setting("store", c.store, "The store's directory"),
      setting("listen", c.listen, "ADDRESS:PORT (default 127.0.0.1:8080; port 0: any free one)"),
      setting("threads", c.threads, "Searches at once (default: one a core)"),
      setting("io_threads", t.io_threads, "Threads that are left to talk to clients"),
      setting("admin_key", t.admin_keys, "Key of the admin endpoints; off without one; repeats"),
      setting("query_log", c.query_log, "File for the query log, JSON lines (default: none)"),
      setting("synonyms", c.synonyms, "File of synonyms (default: synonyms.txt in the store)"),
      setting("ranking", c.ranking, "File of ranking weights (default: ranking.toml in the store)"),
      setting("rules", c.rules, "File of merchandising rules (default: rules.toml in the store)"),
      setting("log", c.log, "Request log: stderr (default), none or a file"),
      setting("body_limit", c.body_limit, "Largest body in bytes"),
      setting("change_limit", c.change_limit, "Largest body of live changes in bytes"),
      setting("header_limit", t.framing.header_bytes, "Largest header in bytes"),
      setting("connections", t.connections, "Connections open at once"),
      setting("search_queue", t.search_queue, "Searches that may wait for others"),
      setting("queue_wait_ms", t.queue_wait, "Longest wait of a search, milliseconds"),
      setting("request_timeout_ms", t.times.request, "Time to send a request, milliseconds"),
      setting("idle_timeout_ms", t.times.idle, "Time between requests, milliseconds"),
  };
}

std::string flag_of(const char* name) {
  std::string flag = std::string("--") + name;
  for (char& c : flag) c = c == '_' ? '-' : c;
  return flag;
}

}  // namespace

Result<void> apply_toml(ServerConfig& config, const std::string& path) {
  const auto text = read_input(path);
  if (!text) return text.error();
  const auto table = parse_toml(*text, path);
  if (!table) return table.error();
  const std::vector<Setting> known = settings(config);
  for (const auto& [key, node] : *table) {
    const auto found =
        std::find_if(known.begin(), known.end(),
                     [wanted = key.str()](const Setting& s) { return wanted == s.name; });
    const auto line = node.source().begin.line;
    if (found == known.end()) {
      return fail(ErrorCode::bad_input,
                  fmt::format("{}:{}: {}: unknown setting", path, line, key.str()));
    }
    if (!found->from_toml(node)) {
      return fail(
          ErrorCode::bad_input,
          fmt::format("{}:{}: {}: not a value of the right type or range", path, line, key.str()));
    }
    if (key.str() != "listen") continue;
    if (const auto listen = parse_listen(config.listen); !listen) {
      return fail(ErrorCode::bad_input,
                  fmt::format("{}:{}: listen: {}", path, line, listen.error().message));
    }
  }
  return {};
}

Result<std::pair<std::string, std::uint16_t>> parse_listen(const std::string& text) {
  const auto colon = text.rfind(':');
  std::string address = colon == std::string::npos ? "" : text.substr(0, colon);
  const std::string port = colon == std::string::npos ? text : text.substr(colon + 1);
  if (address.size() >= 2 && address.front() == '[' && address.back() == ']') {
    address = address.substr(1, address.size() - 2);
  }
  std::uint16_t number = 0;
  const auto [end, code] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (port.empty() || code != std::errc() || end != port.data() + port.size()) {
    return fail(ErrorCode::bad_input, fmt::format("\"{}\" is not ADDRESS:PORT", text), "listen");
  }
  return std::pair(address.empty() ? std::string("127.0.0.1") : address, number);
}

Result<ParsedArguments> parse_arguments(int argc, char** argv) {
  // Twice: the first pass finds --config, the file fills the settings, flags then override it.
  ParsedArguments parsed;
  std::string config_path;
  for (const bool final_pass : {false, true}) {
    CLI::App app("Serves a Souk store over HTTP.", "souk-server");
    app.set_version_flag("--version", "souk-server " SOUK_VERSION);
    app.add_option("--config", config_path, "TOML file; its keys are the flags with underscores");
    for (const Setting& each : settings(parsed.config)) {
      each.add_flag(app, flag_of(each.name), each.help);
    }
    try {
      app.parse(argc, argv);
    } catch (const CLI::Success& e) {
      parsed.exit_code = app.exit(e);
      return parsed;
    } catch (const CLI::ParseError& e) {
      app.exit(e);
      parsed.exit_code = 2;
      return parsed;
    }
    if (final_pass || config_path.empty()) break;
    parsed.config = ServerConfig();
    if (auto applied = apply_toml(parsed.config, config_path); !applied) return applied.error();
  }
  if (parsed.config.store.empty()) {
    std::fputs("souk-server: --store is required\nRun with --help for more information.\n", stderr);
    parsed.exit_code = 2;
    return parsed;
  }
  const auto listen = parse_listen(parsed.config.listen);
  if (!listen) {
    std::fprintf(stderr, "souk-server: listen: %s\n", listen.error().message.c_str());
    parsed.exit_code = 2;
    return parsed;
  }
  parsed.config.transport.address = listen->first;
  parsed.config.transport.port = listen->second;
  parsed.config.transport.search_threads = parsed.config.threads;
  return parsed;
}

}  // namespace souk
