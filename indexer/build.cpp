#include "indexer/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <numeric>
#include <set>

#include "data/byte_source.h"
#include "data/file_io.h"
#include "data/generation.h"
#include "data/journal.h"
#include "data/product_json.h"
#include "data/store.h"
#include "indexer/catalogue.h"
#include "indexer/feed_pass.h"
#include "indexer/index_pass.h"
#include "indexer/query_log_pass.h"
#include "indexer/verify.h"

namespace souk {
namespace fs = std::filesystem;
namespace {

/// More bad lines than this share of all is a broken feed, not a few broken lines.
constexpr double kMostBadLines = 0.01;

constexpr std::size_t kMostCategoryBytes = 64U << 20;

/// Removes a directory that a failed build leaves behind.
class BuildingDirectory {
 public:
  explicit BuildingDirectory(fs::path dir) : dir_(std::move(dir)) {}
  BuildingDirectory(const BuildingDirectory&) = delete;
  BuildingDirectory& operator=(const BuildingDirectory&) = delete;
  ~BuildingDirectory() {
    std::error_code ignored;
    fs::remove_all(dir_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return dir_; }

 private:
  fs::path dir_;
};

/// Where the journal stood when the feed was exported: what came later is replayed over the
/// generation, so it must still be there.
Result<std::uint64_t> base_sequence(const BuildOptions& options) {
  const auto journal = options.store / "journal";
  const auto last = Journal::last_in(journal, options.since_sequence.value_or(0));
  if (!last) return last.error();
  const std::uint64_t since = options.since_sequence.value_or(*last);
  const auto first = Journal::first_in(journal);
  if (!first) return first.error();
  if (since > *last || (*first > since + 1 && *last != since)) {
    return fail(
        ErrorCode::bad_input,
        fmt::format("--since-sequence: the journal holds changes {} to {}, not those after {}",
                    *first, *last, since));
  }
  return since;
}

/// A file whole, as feeds may be: compressed, standard input, with a byte-order mark.
Result<std::string> read_whole(const std::string& path, const std::atomic<bool>* stop) {
  auto source = ByteSource::open(path, stop);
  if (!source) return source.error();
  std::string text;
  for (;;) {
    const auto bytes = source->read();
    if (!bytes) return bytes.error();
    if (bytes->empty()) break;
    text += *bytes;
    if (text.size() > kMostCategoryBytes) {
      return fail(ErrorCode::bad_input,
                  fmt::format("{}: larger than {} bytes", source->name(), kMostCategoryBytes));
    }
  }
  if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
  return text;
}

Result<std::vector<Category>> read_categories(const std::string& path,
                                              const std::atomic<bool>* stop) {
  if (path.empty()) return std::vector<Category>();
  const auto text = read_whole(path, stop);
  if (!text) return text.error();
  auto categories = parse_categories(*text);
  if (!categories) {
    return fail(ErrorCode::bad_input,
                fmt::format("{}:{}", input_name(path), categories.error().message),
                categories.error().param);
  }
  return categories;
}

/// The names that problems have: standard input has one of its own.
std::vector<std::string> input_names(std::vector<std::string> paths) {
  for (std::string& path : paths) path = input_name(path);
  return paths;
}

Result<Rates> choose_rates(const BuildOptions& options, const FeedPass& pass) {
  Currency base;
  if (options.currency) {
    base = *options.currency;
  } else if (!pass.currencies.empty()) {
    const auto commonest =
        std::max_element(pass.currencies.begin(), pass.currencies.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    base = Currency::find(commonest->first).value_or(base);
  }
  if (options.rates.empty()) return Rates(base);
  return Rates::load(options.rates, base);
}

std::uint64_t count_without_rate(const FeedPass& pass, const Rates& rates) {
  return std::accumulate(pass.currencies.begin(), pass.currencies.end(), std::uint64_t{0},
                         [&](std::uint64_t sum, const auto& entry) {
                           const auto currency = Currency::find(entry.first);
                           return sum + (currency && rates.knows(*currency) ? 0 : entry.second);
                         });
}

Result<void> check_quality(const FeedPass& pass) {
  if (pass.lines.empty()) {
    return fail(ErrorCode::bad_input,
                pass.line_count == 0 ? "the feed is empty" : "the feed has no good line");
  }
  if (static_cast<double>(pass.bad_lines) > kMostBadLines * static_cast<double>(pass.line_count)) {
    return fail(ErrorCode::bad_input,
                fmt::format("{} of {} lines are bad, more than {:.0f} %; nothing was published",
                            pass.bad_lines, pass.line_count, 100 * kMostBadLines));
  }
  return {};
}

Result<void> write_manifest(const fs::path& dir, Manifest& manifest) {
  auto files = digest_tree(dir);
  if (!files) return files.error();
  manifest.files = std::move(*files);
  return replace_file(dir / generation_file::kManifest, manifest.to_json());
}

Result<void> check_written(const fs::path& dir) {
  const auto generation = Generation::open(dir);
  if (!generation) return generation.error();
  const auto found = verify_structures(**generation);
  if (!found.empty())
    return fail(ErrorCode::corrupt, "the new generation is not sound: " + found[0]);
  return {};
}

}  // namespace

Result<BuildResult> build(const BuildOptions& options, const BuildEvents& events) {
  const Store store(options.store);
  if (auto created = store.create(); !created) return created.error();
  const auto lock = StoreLock::acquire(options.store, "LOCK.build");
  if (!lock) return lock.error();
  if (auto cleaned = store.remove_orphans(); !cleaned) return cleaned.error();
  const auto number = store.next_generation();
  if (!number) return number.error();
  // Changes that come from here on may be missing in the feed: they are replayed over it.
  const auto since = base_sequence(options);
  if (!since) return since.error();
  const BuildingDirectory dir(store.building_dir(*number));
  std::error_code code;
  fs::create_directories(dir.path(), code);
  if (code) return fail(ErrorCode::io, fmt::format("cannot create {}", dir.path().string()));

  const auto categories = read_categories(options.categories, events.stop);
  if (!categories) return categories.error();
  std::set<std::string> category_ids;
  for (const Category& category : *categories) category_ids.insert(category.id);

  const fs::path spool = dir.path() / "spool";
  auto pass = run_feed_pass(options, events, category_ids, spool);
  if (!pass) return pass.error();
  auto shops = read_shops(options, events, *pass);
  if (!shops) return shops.error();
  if (auto good = check_quality(*pass); !good) return good.error();
  const std::vector<LineProblem> repeated = order_lines(*pass, input_names(options.feeds));
  for (const LineProblem& warning : repeated) events.problem(warning);

  const auto uses = read_query_logs(options, events);
  if (!uses) return uses.error();
  const auto rates = choose_rates(options, *pass);
  if (!rates) return rates.error();
  Catalogue catalogue;
  catalogue.categories = CategoryTree::build(
      complete_categories(*categories, {pass->category_paths.begin(), pass->category_paths.end()}));
  catalogue.shops =
      complete_shops(std::move(*shops), {pass->shop_ids.begin(), pass->shop_ids.end()});
  catalogue.rates = *rates;
  catalogue.default_lang = options.default_lang;

  Manifest manifest;
  manifest.generation = *number;
  manifest.base_sequence = *since;
  manifest.rebuilt = options.rebuild;
  manifest.built_at = std::time(nullptr);
  manifest.default_lang = options.default_lang;
  manifest.currency = rates->base();
  manifest.rates = rates->map();
  auto indexed =
      run_index_pass(options, events, *pass, catalogue, *uses, spool, dir.path(), manifest);
  if (!indexed) return indexed.error();
  fs::remove(spool, code);
  if (code) return fail(ErrorCode::io, fmt::format("cannot remove {}", spool.string()));

  events.progress("checking", 0, 0);
  if (auto written = write_manifest(dir.path(), manifest); !written) return written.error();
  if (auto sound = check_written(dir.path()); !sound) return sound.error();
  // The last moment to change one's mind.
  if (events.stop != nullptr && *events.stop) return fail(ErrorCode::interrupted, "interrupted");
  events.progress("publishing", 0, 0);
  if (auto published = store.publish(*number); !published) return published.error();

  return BuildResult{*number,
                     manifest.products,
                     manifest.shops,
                     manifest.categories,
                     pass->line_count,
                     pass->bad_lines,
                     repeated.size(),
                     manifest.total_bytes(),
                     count_without_rate(*pass, *rates)};
}

}  // namespace souk
