// souk-indexer verify, stats, backup, generations

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "data/event_log.h"
#include "data/formats.h"
#include "data/journal.h"
#include "data/json_writer.h"
#include "data/store.h"
#include "indexer/backup.h"
#include "indexer/cli/commands.h"
#include "indexer/live/live_store.h"
#include "indexer/verify.h"

namespace souk::cli {
namespace {

/// Every frame and every line of the journal.
std::size_t verify_journal(const Store& store) {
  const auto dir = store.dir() / "journal";
  std::size_t problems = 0;
  std::uint64_t changes = 0;
  ChangeParser parser("en");
  const auto first = Journal::first_in(dir);
  const auto read = first ? Journal::read(dir, *first - 1,
                                          [&](std::uint64_t sequence, std::string_view line) {
                                            ++changes;
                                            if (const auto change = parser.change(line); !change) {
                                              fmt::print("journal: change {}: {}\n", sequence,
                                                         change.error().message);
                                              ++problems;
                                            }
                                            return Result<void>();
                                          })
                          : Result<void>(first.error());
  if (!read) {
    fmt::print("journal: {}\n", read.error().message);
    ++problems;
  }
  if (const auto events = EventLog::load(dir); !events && read) {
    fmt::print("journal: {}\n", events.error().message);
    ++problems;
  }
  if (problems == 0 && changes != 0) fmt::print("journal: sound, {} changes\n", changes);
  return problems;
}

/// The active generation with the live changes after it.
std::size_t verify_live(const std::string& dir) {
  const auto snapshot = open_snapshot(dir);
  if (!snapshot) {
    fmt::print("live state: {}\n", snapshot.error().message);
    return 1;
  }
  if ((*snapshot)->segments.size() > 1 || (*snapshot)->deletions_of(0) != nullptr) {
    fmt::print("live state: {} products at sequence {}\n", (*snapshot)->products(),
               (*snapshot)->sequence);
  }
  return 0;
}

int verify(const std::string& dir) {
  const Store store(dir);
  const auto numbers = store.generations();
  if (!numbers) return report(numbers.error());
  const auto current = store.current();
  if (!current) return report(current.error());
  if (!*current) return report(fail(ErrorCode::not_found, dir + ": has no generation"));
  std::size_t problems = 0;
  const bool dangling = std::find(numbers->begin(), numbers->end(), **current) == numbers->end();
  if (dangling) {
    fmt::print("CURRENT: names generation {}, which is missing\n", **current);
    ++problems;
  }
  for (const std::uint64_t number : *numbers) {
    const auto found = verify_generation(store.generation_dir(number));
    if (!found) return report(found.error());
    for (const std::string& problem : *found) fmt::print("generation {}: {}\n", number, problem);
    if (found->empty()) fmt::print("generation {}: sound\n", number);
    problems += found->size();
  }
  problems += verify_journal(store);
  if (problems == 0) problems += verify_live(dir);
  return problems == 0 ? 0 : 1;
}

std::string stats_json(const Manifest& manifest, const Snapshot& snapshot) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.member("generation", manifest.generation);
  json.member("sequence", snapshot.sequence);
  json.member("products", snapshot.products());
  json.member("shops", snapshot.shops->size());
  json.member("categories", snapshot.categories->size());
  json.member("terms", manifest.terms);
  json.member("postings", manifest.postings);
  json.key("bytes").begin_object();
  std::map<std::string, std::uint64_t> bytes;
  for (const auto& file : manifest.files)
    bytes[file.name.substr(0, file.name.find('/'))] += file.bytes;
  for (const auto& [name, size] : bytes) json.member(name, size);
  json.member("total", manifest.total_bytes());
  json.end_object();
  json.member("built_at", std::string_view(format_timestamp(manifest.built_at)));
  json.member("format", manifest.format);
  json.member("currency", manifest.currency.code());
  json.member("default_lang", std::string_view(manifest.default_lang));
  json.end_object();
  return out;
}

int stats(const std::string& dir, bool as_json) {
  const auto generation = Store(dir).open_current();
  if (!generation) return report(generation.error());
  const auto opened = open_snapshot(dir);
  if (!opened) return report(opened.error());
  const Manifest& m = (*generation)->manifest;
  const Snapshot& now = **opened;
  if (as_json) {
    fmt::print("{}\n", stats_json(m, now));
    return 0;
  }
  fmt::print(
      "generation  {}\nsequence    {}\nproducts    {}\nshops       {}\ncategories  {}\n"
      "terms       {}\npostings    {}\nbytes       {}\nbuilt       {}\ncurrency    {}\n",
      m.generation, now.sequence, now.products(), now.shops->size(), now.categories->size(),
      m.terms, m.postings, m.total_bytes(), format_timestamp(m.built_at), m.currency.code());
  return 0;
}

int list_generations(const std::string& dir) {
  const Store store(dir);
  const auto numbers = store.generations();
  if (!numbers) return report(numbers.error());
  const auto current = store.current();
  if (!current) return report(current.error());
  for (const std::uint64_t number : *numbers) {
    const char mark = *current && **current == number ? '*' : ' ';
    const auto generation = Generation::open(store.generation_dir(number));
    if (!generation) {
      fmt::print("{} {}\tdamaged: {}\n", mark, number, generation.error().message);
      continue;
    }
    const Manifest& m = (*generation)->manifest;
    fmt::print("{} {}\t{} products\t{} bytes\t{}\n", mark, number, m.products, m.total_bytes(),
               format_timestamp(m.built_at));
  }
  return 0;
}

/// Activation and pruning change what builds change: under the same lock.
template <class Work>
int locked(const std::string& dir, Work work) {
  const auto lock = StoreLock::acquire(dir, "LOCK.build");
  if (!lock) return report(lock.error());
  return work(Store(dir));
}

}  // namespace

void add_verify(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("verify", "Check every checksum and invariant of a store");
  auto dir = std::make_shared<std::string>();
  command->add_option("--store", *dir, "The store's directory")->required();
  command->callback([dir, &run] { run = [dir] { return verify(*dir); }; });
}

void add_backup(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("backup", "Copy a store, running or not");
  auto dir = std::make_shared<std::string>();
  auto to = std::make_shared<std::string>();
  command->add_option("--store", *dir, "The store's directory")->required();
  command->add_option("--to", *to, "A directory that does not exist or is empty")->required();
  command->callback([dir, to, &run] {
    run = [dir, to] {
      const auto copied = backup(*dir, *to);
      if (!copied) return report(copied.error());
      fmt::print("generation {} and its journal are in {}\n", *copied, *to);
      return 0;
    };
  });
}

void add_stats(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("stats", "Counts and sizes of the active generation");
  auto dir = std::make_shared<std::string>();
  auto as_json = std::make_shared<bool>(false);
  command->add_option("--store", *dir, "The store's directory")->required();
  command->add_flag("--json", *as_json, "Print JSON");
  command->callback(
      [dir, as_json, &run] { run = [dir, as_json] { return stats(*dir, *as_json); }; });
}

void add_generations(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("generations", "List, activate or prune generations");
  auto dir = std::make_shared<std::string>();
  auto number = std::make_shared<std::uint64_t>(0);
  auto keep = std::make_shared<std::size_t>(2);
  command->add_option("--store", *dir, "The store's directory")->required();
  command->require_subcommand(0, 1);
  command->add_subcommand("list", "List them; * is the active one (default)");
  auto* activate = command->add_subcommand("activate", "Serve another generation");
  activate->add_option("N", *number, "Its number")->required();
  auto* prune = command->add_subcommand("prune", "Remove the oldest generations");
  prune->add_option("--keep", *keep, "How many of the newest stay")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000000}))
      ->required();
  command->callback([=, &run] {
    if (activate->parsed()) {
      run = [dir, number] {
        return locked(*dir, [&](const Store& store) {
          const auto activated = store.activate(*number);
          if (!activated) return report(activated.error());
          fmt::print("generation {} is active\n", *number);
          return 0;
        });
      };
    } else if (prune->parsed()) {
      run = [dir, keep] {
        return locked(*dir, [&](const Store& store) {
          const auto removed = store.prune(*keep);
          if (!removed) return report(removed.error());
          for (const std::uint64_t gone : *removed) fmt::print("removed generation {}\n", gone);
          return 0;
        });
      };
    } else {
      run = [dir] { return list_generations(*dir); };
    }
  });
}

}  // namespace souk::cli
