// souk-indexer apply: live changes from a file, to a store or to a server.

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <thread>
#include <variant>

#include "data/feed_reader.h"
#include "indexer/build.h"
#include "indexer/cli/change_client.h"
#include "indexer/cli/commands.h"
#include "indexer/live/live_store.h"

namespace souk::cli {
namespace {

constexpr std::size_t kBatchLines = 1000;
constexpr std::size_t kBatchBytes = 4U << 20;
constexpr int kAttempts = 200;
constexpr std::chrono::milliseconds kRetryAfter{50};

struct ApplyArguments {
  std::string feed;
  std::string store;
  std::string server;
  std::string key;
};

/// Lines on their way, with their numbers in the feed.
struct Batch {
  std::string text;
  std::vector<std::uint64_t> numbers;
};

using Target = std::function<Result<ChangeReport>(const std::string& lines)>;

/// Over capacity is not over: what was refused for now is sent again.
Result<ChangeReport> send(const Target& target, const std::string& lines) {
  for (int attempt = 1;; ++attempt) {
    auto report = target(lines);
    if (report || report.error().code != ErrorCode::unavailable || attempt == kAttempts) {
      return report;
    }
    std::this_thread::sleep_for(kRetryAfter);
  }
}

Result<int> apply_feed(FeedReader& reader, const Target& target) {
  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;
  std::uint64_t sequence = 0;
  const auto refuse = [&](std::uint64_t line, const std::string& field, const std::string& what) {
    ++refused;
    say("{}\n", LineProblem{reader.name(), line, field, what}.text());
  };
  const auto flush = [&](Batch& batch) -> Result<void> {
    if (batch.numbers.empty()) return {};
    const auto report = send(target, batch.text);
    if (!report) {
      return fail(report.error().code,
                  fmt::format("{} ({} changes before line {} were accepted)",
                              report.error().message, accepted, batch.numbers.front()));
    }
    accepted += report->accepted;
    sequence = report->sequence;
    for (const ChangeProblem& each : report->errors) {
      refuse(batch.numbers[each.line - 1], each.param, each.detail);
    }
    batch = {};
    return {};
  };
  Batch batch;
  for (;;) {
    const auto line = reader.next();
    if (!line) return line.error();
    if (line->number == 0) break;
    if (line->too_long) {
      refuse(line->number, "", fmt::format("is longer than {} bytes", kMaxLineBytes));
      continue;
    }
    batch.text += line->text;
    batch.text += '\n';
    batch.numbers.push_back(line->number);
    if (batch.numbers.size() < kBatchLines && batch.text.size() < kBatchBytes) continue;
    if (auto sent = flush(batch); !sent) return sent.error();
  }
  if (auto sent = flush(batch); !sent) return sent.error();
  fmt::print("accepted {}, refused {}, sequence {}\n", accepted, refused, sequence);
  return refused == 0 ? 0 : 1;
}

int apply(const ApplyArguments& arguments) {
  auto reader = FeedReader::open(arguments.feed);
  if (!reader) return report(reader.error());
  std::unique_ptr<LiveStore> live;
  std::optional<ChangeClient> client;
  Target target;
  if (!arguments.server.empty()) {
    auto connected = ChangeClient::open(arguments.server, arguments.key);
    if (!connected) return report_usage(connected.error());
    client = std::move(*connected);
    target = [&](const std::string& lines) { return client->change(lines); };
  } else {
    LiveOptions options;
    options.accept_changes = true;
    auto opened = LiveStore::open(
        arguments.store, options, [](const std::shared_ptr<const Snapshot>&) {},
        [](const std::string& message) { say("souk-indexer: {}\n", message); });
    if (!opened) return report(opened.error());
    live = std::move(*opened);
    target = [&](const std::string& lines) { return live->change(lines); };
  }
  const auto code = apply_feed(*reader, target);
  return code ? *code : report(code.error());
}

}  // namespace

void add_apply(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("apply", "Apply live changes to a store or a server");
  auto arguments = std::make_shared<ApplyArguments>();
  command->add_option("--feed", arguments->feed, "The changes, JSON Lines; - for standard input")
      ->required();
  auto* store = command->add_option("--store", arguments->store, "The store's directory");
  auto* server = command->add_option("--server", arguments->server, "http://HOST:PORT");
  auto* key = command->add_option("--key", arguments->key, "The server's admin key");
  server->excludes(store)->needs(key);
  key->needs(server);
  command->callback([=, &run] {
    if (arguments->store.empty() == arguments->server.empty()) {
      throw CLI::RequiredError("--store or --server");
    }
    run = [arguments] { return apply(*arguments); };
  });
}

}  // namespace souk::cli
