// Damage: souk-crash-flips --flips N [--seed S]
//
// Each round damages one file of a store: a bit is flipped, the end is cut off, a part is zeroed,
// or another file takes its place. verify must tell it, opening must refuse it or come to no harm,
// and what a journal still gives must be the beginning of what was written. Then the file is put
// back. Prints what was done; exit 1 with the reason when a check fails.

#include <fmt/format.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <map>
#include <random>

#include "data/event_log.h"
#include "data/file_io.h"
#include "data/generation.h"
#include "data/journal.h"
#include "data/store.h"
#include "indexer/live/live_store.h"
#include "indexer/verify.h"
#include "tests/crash/worker.h"
#include "tests/data/temp_dir.h"

namespace souk::crash {
namespace {

namespace fs = std::filesystem;
using testing::read_bytes;
using testing::write_bytes;

enum class Damage { flip, cut, zero, foreign };
constexpr std::array<const char*, 4> kNames = {"a flipped bit", "a cut end", "zeroes",
                                               "another file's bytes"};

using Lines = std::vector<std::string>;

/// What a journal gives, up to where it is damaged.
Lines journal_lines(const fs::path& dir) {
  Lines lines;
  (void)Journal::read(dir, 0, [&](std::uint64_t, std::string_view line) -> Result<void> {
    lines.emplace_back(line);
    return {};
  });
  return lines;
}

class Flips {
 public:
  Flips(const fs::path& dir, std::uint64_t seed)
      : dir_(dir), store_(dir / "store"), random_(seed) {}

  /// What is wrong; empty: nothing.
  std::string prepare() {
    if (auto made = make_store(dir_); !made) return made.error().message;
    if (auto changed = change(); !changed) return changed.error().message;
    generation_ = store_.generation_dir(store_.current().value().value());
    for (const auto& entry : fs::recursive_directory_iterator(generation_)) {
      if (entry.is_regular_file() && entry.file_size() != 0) files_.push_back(entry.path());
    }
    for (const auto& entry : fs::directory_iterator(store_.dir() / "journal")) {
      if (entry.file_size() != 0) files_.push_back(entry.path());
    }
    lines_ = journal_lines(store_.dir() / "journal");
    if (lines_.empty()) return "the journal is empty";
    const auto found = verify_generation(generation_);
    return !found ? found.error().message : found->empty() ? "" : found->front();
  }

  std::string round() {
    const fs::path& path = files_[random_() % files_.size()];
    const auto kind = static_cast<Damage>(random_() % kNames.size());
    const std::string whole = read_bytes(path);
    const std::string damaged = damage(whole, kind);
    if (damaged == whole) return "";  // nothing was done: not counted
    write_bytes(path, damaged);
    const std::string trouble =
        path.parent_path().filename() == "journal" ? check_journal() : check_generation(path);
    write_bytes(path, whole);
    ++done_[kind];
    if (trouble.empty()) return "";
    return fmt::format("{}, {}: {}", path.string(), kNames[static_cast<std::size_t>(kind)],
                       trouble);
  }

  [[nodiscard]] const std::map<Damage, std::uint64_t>& done() const { return done_; }

 private:
  /// A few frames for the journal, and an event.
  Result<void> change() {
    LiveOptions options;
    options.accept_changes = true;
    const auto live = LiveStore::open(
        store_.dir(), options, [](const std::shared_ptr<const Snapshot>&) {},
        [](const std::string&) {});
    if (!live) return live.error();
    for (int i = 0; i < 20; ++i) {
      const auto report = (*live)->change(fmt::format(
          "{{\"op\":\"patch\",\"id\":\"counted\",\"event\":\"e{}\",\"add\":{{\"sales\":1}}}}\n"
          "{{\"op\":\"upsert\",\"product\":{{\"id\":\"n{}\",\"title\":\"new item\"}}}}",
          i, i));
      if (!report) return report.error();
    }
    return {};
  }

  std::string damage(std::string bytes, Damage kind) {
    const std::size_t at = random_() % bytes.size();
    switch (kind) {
      case Damage::flip:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random_() % 8));
        break;
      case Damage::cut:
        bytes.resize(at);
        break;
      case Damage::zero:
        std::memset(bytes.data() + at, 0, std::min<std::size_t>(bytes.size() - at, 512));
        break;
      case Damage::foreign:
        bytes = read_bytes(files_[random_() % files_.size()]);
        break;
    }
    return bytes;
  }

  std::string check_generation(const fs::path& path) {
    const auto found = verify_generation(generation_);
    // A manifest without its digest's name is one of an earlier build, and says the same.
    const bool is_manifest = path.filename() == generation_file::kManifest;
    if (found && found->empty() && !is_manifest) return "verify finds nothing";
    (void)Generation::open(generation_);
    std::atomic<bool> stop{false};
    const auto number = store_.current().value().value();
    if (!is_manifest && store_.open_checked(number, stop)) return "it is served";
    return "";
  }

  std::string check_journal() {
    const Lines left = journal_lines(store_.dir() / "journal");
    if (left.size() > lines_.size()) return "the journal has more than was written";
    if (!std::equal(left.begin(), left.end(), lines_.begin())) return "a change is another's";
    (void)open_snapshot(store_.dir());
    (void)EventLog::load(store_.dir() / "journal");
    return "";
  }

  fs::path dir_;
  Store store_;
  std::mt19937_64 random_;
  fs::path generation_;
  std::vector<fs::path> files_;
  Lines lines_;
  std::map<Damage, std::uint64_t> done_;
};

int damage_often(std::uint64_t flips, std::uint64_t seed) {
  const testing::TempDir dir;
  Flips rounds(dir.path(), seed);
  if (const std::string trouble = rounds.prepare(); !trouble.empty()) {
    fmt::print(stderr, "souk-crash-flips: cannot begin: {}\n", trouble);
    return 1;
  }
  for (std::uint64_t i = 0; i < flips; ++i) {
    if (const std::string trouble = rounds.round(); !trouble.empty()) {
      fmt::print(stderr, "souk-crash-flips --seed {}, round {}: {}\n", seed, i, trouble);
      return 1;
    }
  }
  std::uint64_t all = 0;
  for (const auto& [kind, count] : rounds.done()) {
    fmt::print("{:6} × {}\n", count, kNames[static_cast<std::size_t>(kind)]);
    all += count;
  }
  fmt::print("{} damaged files, all found, none served\n", all);
  // Each kind must have come to pass.
  return rounds.done().size() == kNames.size() ? 0 : 1;
}

}  // namespace
}  // namespace souk::crash

int main(int argc, char** argv) {
  std::uint64_t flips = 200;
  std::uint64_t seed = 1;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const std::uint64_t value = souk::crash::number_of(argv[i + 1]);
    if (name == "--flips") {
      flips = value;
    } else if (name == "--seed") {
      seed = value;
    } else {
      return 2;
    }
  }
  return souk::crash::damage_often(flips, seed);
}
