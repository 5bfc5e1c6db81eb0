// souk-server: serves a store over HTTP until SIGTERM or SIGINT.

#include <fcntl.h>
#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <thread>

#include "analyzers/head_word.h"
#include "analyzers/synonyms.h"
#include "data/file_io.h"
#include "query/prepare.h"
#include "server/changes_api.h"
#include "server/config.h"
#include "server/metrics.h"
#include "server/ops_api.h"
#include "server/query_log.h"
#include "server/rules_api.h"
#include "server/search_api.h"
#include "server/server.h"
#include "server/signals.h"
#include "server/snapshot_hub.h"
#include "server/web_routes.h"

namespace {

using namespace souk;

int report(const Error& error) {
  std::fprintf(stderr, "souk-server: %s\n", error.message.c_str());
  return exit_code(error.code);
}

/// The descriptor of the request log; −1 for none.
Result<FileDescriptor> open_log(const std::string& log) {
  if (log == "none") return FileDescriptor();
  if (log == "stderr") return FileDescriptor(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3));
  FileDescriptor file(::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640));
  if (!file) return io_error("cannot open", log);
  return file;
}

int serve(ServerConfig& config) {
  // What the first search would wait for is made while the store is opened, and behind that.
  const std::jthread words_warm_up([] {
    (void)Synonyms::built_in();
    (void)head_word({}, {}, Language());
  });
  const auto log = open_log(config.log);
  if (!log) return report(log.error());
  config.transport.log_descriptor = log->get();
  auto query_log = QueryLog::open(config.query_log);
  if (!query_log) return report(query_log.error());

  LiveOptions live;
  // Without a key nobody may change anything here, and another process may.
  live.accept_changes = !config.transport.admin_keys.empty();
  live.threads = std::max(1U, std::thread::hardware_concurrency());
  const auto talk = [](const std::string& message) {
    std::fprintf(stderr, "souk-server: %s\n", message.c_str());
  };
  const auto synonyms = SynonymSource::open(config.synonyms, config.store, talk);
  if (!synonyms) return report(synonyms.error());
  SnapshotHub hub(config.store, talk, live);
  hub.prepare_by([&synonyms](const Snapshot& before, const Snapshot& next) {
    prepare_lists(before, next, (*synonyms)->sets(next));
  });
  if (auto opened = hub.open(); !opened) return report(opened.error());
  const std::jthread warm_up([&hub, &synonyms] {
    const auto snapshot = hub.get();
    (void)(*synonyms)->sets(*snapshot);
    (void)snapshot->segments.front()->spelling();
  });

  Metrics metrics;
  config.transport.on_request = [&](const RequestRecord& record) { metrics.count(record); };
  SearchLimits limits;
  limits.body_bytes = config.body_limit;
  limits.synonyms = *synonyms;
  const auto ranking = open_ranking(config.ranking, config.store, talk);
  if (!ranking) return report(ranking.error());
  limits.ranking = *ranking;
  const auto rules = open_rules(config.rules, config.store, talk);
  if (!rules) return report(rules.error());
  limits.rules = *rules;
  std::vector<Route> routes = search_routes(hub, **query_log, limits);
  for (auto& more : {ops_routes(hub, metrics), changes_routes(hub, config.change_limit),
                     rules_routes(*rules, config.body_limit), web_routes()}) {
    routes.insert(routes.end(), more.begin(), more.end());
  }

  // Blocked before any thread starts, so that only the signal set sees them.
  boost::asio::io_context signals_context;
  boost::asio::signal_set signals(signals_context, SIGTERM, SIGINT);
  Server server(config.transport, std::move(routes));
  if (auto started = server.start(); !started) return report(started.error());
  const bool v6 = config.transport.address.find(':') != std::string::npos;
  fmt::print("http://{}{}{}:{}/\n", v6 ? "[" : "", config.transport.address, v6 ? "]" : "",
             server.port());
  std::fflush(stdout);
  signals.async_wait([&](const boost::system::error_code&, int) { server.stop(); });
  signals_context.run();
  server.join();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  keep_standard_descriptors();
  ignore_write_signals();
  raise_descriptor_limit();
  auto parsed = parse_arguments(argc, argv);
  if (!parsed) return report(parsed.error());
  if (parsed->exit_code) return *parsed->exit_code;
  try {
    return serve(parsed->config);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "souk-server: %s\n", e.what());
    return 3;
  }
}
