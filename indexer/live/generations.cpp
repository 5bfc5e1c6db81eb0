#include "indexer/live/generations.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "data/formats.h"
#include "data/json_writer.h"
#include "data/product_json.h"
#include "indexer/build.h"
#include "indexer/live/change_batch.h"

namespace souk {
namespace fs = std::filesystem;
namespace {

constexpr int kLowPriority = 10;
constexpr const char* kExport = "rebuild";
constexpr const char* kProducts = "products.jsonl";
constexpr const char* kShops = "shops.jsonl";
constexpr const char* kCategories = "categories.json";
constexpr const char* kQueryLog = "queries.jsonl";
constexpr const char* kRates = "rates.toml";

/// A directory for what a rebuild reads, gone afterwards.
class ExportDirectory {
 public:
  explicit ExportDirectory(fs::path dir) : dir_(std::move(dir)) {
    std::error_code ignored;
    fs::remove_all(dir_, ignored);
    fs::create_directories(dir_, ignored);
  }
  ExportDirectory(const ExportDirectory&) = delete;
  ExportDirectory& operator=(const ExportDirectory&) = delete;
  ~ExportDirectory() {
    std::error_code ignored;
    fs::remove_all(dir_, ignored);
  }
  [[nodiscard]] fs::path file(const char* name) const { return dir_ / name; }

 private:
  fs::path dir_;
};

Result<void> close_file(std::ofstream& out, const fs::path& path) {
  out.close();
  if (out) return {};
  return fail(ErrorCode::io, "cannot write " + path.string());
}

Result<void> write_products(const Snapshot& snapshot, const ExportDirectory& dir) {
  const fs::path path = dir.file(kProducts);
  std::ofstream out(path, std::ios::binary);
  FeedParser parser(snapshot.default_lang);
  for (std::size_t s = 0; s < snapshot.segments.size() && out; ++s) {
    const Segment& segment = *snapshot.segments[s];
    const Deletions* gone = snapshot.deletions_of(s);
    Docid doc = 0;
    for (std::size_t b = 0; b < segment.documents.block_count() && out; ++b) {
      const auto block = segment.documents.block(b);
      if (!block) return block.error();
      for (std::string_view rest = *block; !rest.empty(); ++doc) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size() + 1);
        if (gone != nullptr && gone->deleted(doc)) continue;
        if (!segment.has_newer_row(doc)) {
          out << line << '\n';
          continue;
        }
        const auto product = stored_product(segment, doc, line, parser);
        if (!product) return product.error();
        out << product_to_json(*product) << '\n';
      }
    }
  }
  return close_file(out, path);
}

Result<void> write_shops(const Snapshot& snapshot, const ExportDirectory& dir) {
  const fs::path path = dir.file(kShops);
  std::ofstream out(path, std::ios::binary);
  for (std::uint32_t entry = 0; entry < snapshot.shops->size(); ++entry) {
    const Shop shop = snapshot.shops->shop(entry);
    // One that only products name needs no line.
    if (!shop.name.empty()) out << shop_to_json(shop) << '\n';
  }
  return close_file(out, path);
}

Result<void> write_categories(const Snapshot& snapshot, const ExportDirectory& dir) {
  const fs::path path = dir.file(kCategories);
  std::ofstream out(path, std::ios::binary);
  std::vector<Category> categories;
  for (const CategoryTree::Node& node : snapshot.categories->nodes()) {
    // Nodes that paths made, whose ids are no ids of a category file, are made again by them.
    if (!is_valid_id(node.id)) continue;
    const auto parent = node.parent == CategoryTree::kNone
                            ? std::string()
                            : snapshot.categories->nodes()[node.parent].id;
    categories.push_back({node.id, parent, node.name, node.synonyms});
  }
  out << categories_to_json(categories);
  return close_file(out, path);
}

Result<void> write_rates(const Snapshot& snapshot, const ExportDirectory& dir) {
  const fs::path path = dir.file(kRates);
  std::ofstream out(path, std::ios::binary);
  for (const auto& [code, rate] : snapshot.rates.map()) {
    out << fmt::format("{} = {:.17e}\n", code, rate);
  }
  return close_file(out, path);
}

/// What buyers asked for, as the generation knows it.
Result<void> write_query_log(const Snapshot& snapshot, const ExportDirectory& dir) {
  const fs::path path = dir.file(kQueryLog);
  std::ofstream out(path, std::ios::binary);
  for (const auto& segment : snapshot.segments) {
    const Completions& queries = segment->completions;
    for (Completions::Entry entry = 0; entry < queries.size(); ++entry) {
      if (queries.value(entry) == 0) continue;
      std::string line;
      JsonWriter json(line);
      json.begin_object();
      json.member("endpoint", std::string_view("/v1/products/search"));
      json.key("params").begin_object();
      json.member("q", queries.text(entry));
      json.member("lang", queries.lang(entry));
      json.end_object();
      json.member("total", std::uint64_t{1});
      json.member("uses", std::uint64_t{queries.value(entry)});
      json.end_object();
      out << line << '\n';
    }
  }
  return close_file(out, path);
}

/// Rebuilds that nobody asked for are not kept for a rollback, but for the last.
Result<void> remove_old_rebuilds(const Store& store, std::uint64_t made_of, std::uint64_t newest) {
  const auto lock = StoreLock::acquire(store.dir(), "LOCK.build");
  if (!lock) return lock.error();
  const auto numbers = store.generations();
  if (!numbers) return numbers.error();
  const auto active = store.current();
  if (!active) return active.error();
  for (const std::uint64_t number : *numbers) {
    if (number == made_of || number == newest || number == *active) continue;
    const auto manifest = Manifest::read(store.generation_dir(number));
    if (!manifest || !manifest->rebuilt) continue;
    if (auto removed = store.remove(number); !removed) return removed;
  }
  return {};
}

}  // namespace

void lower_priority() { ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kLowPriority); }

Result<std::uint64_t> rebuild(const Store& store, const Snapshot& snapshot,
                              std::atomic<bool>& stop) {
  lower_priority();
  const ExportDirectory dir(store.dir() / kExport);
  BuildOptions options;
  options.feeds = {dir.file(kProducts).string()};
  options.shops = dir.file(kShops).string();
  options.categories = dir.file(kCategories).string();
  options.query_logs = {dir.file(kQueryLog).string()};
  options.rates = dir.file(kRates).string();
  options.store = store.dir();
  options.default_lang = snapshot.default_lang;
  options.currency = snapshot.rates.base();
  options.since_sequence = snapshot.sequence;
  options.on_error = OnError::stop;
  for (const auto write :
       {write_products, write_shops, write_categories, write_query_log, write_rates}) {
    if (auto written = write(snapshot, dir); !written) return written.error();
  }
  BuildEvents events;
  events.stop = &stop;
  options.rebuild = true;
  const auto built = build(options, events);
  if (!built) return built.error();
  const auto cleaned = remove_old_rebuilds(store, snapshot.generation, built->generation);
  if (!cleaned && cleaned.error().code != ErrorCode::conflict) return cleaned.error();
  return built->generation;
}

Result<std::uint64_t> oldest_base_sequence(const Store& store) {
  const auto numbers = store.generations();
  if (!numbers) return numbers.error();
  std::uint64_t oldest = ~std::uint64_t{0};
  for (const std::uint64_t number : *numbers) {
    const auto manifest = Manifest::read(store.generation_dir(number));
    if (!manifest) return manifest.error();
    oldest = std::min(oldest, manifest->base_sequence);
  }
  return oldest;
}

}  // namespace souk
