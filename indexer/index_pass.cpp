#include "indexer/index_pass.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>

#include "data/cards.h"
#include "data/file_io.h"
#include "data/generation.h"
#include "data/product_json.h"
#include "indexer/chunk.h"
#include "indexer/memory_segment.h"
#include "indexer/ordered_pipeline.h"
#include "indexer/product_terms.h"
#include "indexer/segment_assembler.h"
#include "indexer/xapian_index.h"

namespace souk {
namespace fs = std::filesystem;
namespace {

/// What a product takes in memory while its run is under way: chunk, document block, Xapian's
/// buffer.
constexpr std::uint64_t kBytesPerProduct = 8U << 10;
/// Twenty shards of 1,000,000 products on two threads measured best.
constexpr std::uint64_t kMostShardProducts = 50'000;
constexpr std::uint64_t kFewestShardProducts = 500;
/// Products that dictionaries are learnt from: learning takes about a second.
constexpr std::size_t kFewestToLearnFrom = 2'000;
constexpr std::size_t kMostSamples = 10'000;
constexpr std::size_t kMostSampleBytes = std::size_t{32} << 20;
/// Products between two progress reports and looks at the stop flag.
constexpr std::uint64_t kStep = 500;

struct ShardWork {
  std::size_t ordinal;
  std::size_t first;
  std::size_t last;
};

// Splits the products into runs: enough for every thread, small enough for the memory allowed.
std::uint64_t shard_products(std::uint64_t products, const BuildOptions& options) {
  const std::uint64_t even = products / (std::uint64_t{4} * options.threads) + 1;
  const std::uint64_t affordable = options.memory / options.threads / kBytesPerProduct;
  return std::clamp(std::min(even, affordable), kFewestShardProducts, kMostShardProducts);
}

class IndexPass {
 public:
  IndexPass(const BuildOptions& options, const BuildEvents& events, const FeedPass& pass,
            const Catalogue& catalogue, std::string_view spool, const TextCompression& compression,
            fs::path dir)
      : events_(events),
        pass_(pass),
        catalogue_(catalogue),
        spool_(spool),
        compression_(compression),
        dir_(std::move(dir)),
        shard_size_(shard_products(pass.lines.size(), options)) {
    for (unsigned i = 0; i < options.threads; ++i) {
      parsers_.emplace_back(options.default_lang);
      collectors_.emplace_back();
    }
  }

  std::optional<ShardWork> next() {
    if (first_ >= pass_.lines.size()) return std::nullopt;
    const std::size_t last = std::min<std::size_t>(first_ + shard_size_, pass_.lines.size());
    const ShardWork work{shards_.size(), first_, last};
    shards_.push_back(dir_ / fmt::format("shard-{}", work.ordinal));
    first_ = last;
    return work;
  }

  Result<Chunk> index(unsigned thread, const ShardWork& work) {
    auto shard = XapianShard::create(dir_ / fmt::format("shard-{}", work.ordinal));
    if (!shard) return shard.error();
    ChunkBuilder chunk(catalogue_, compression_);
    for (std::size_t i = work.first; i < work.last; ++i) {
      const std::string_view line(spool_.data() + pass_.lines[i].offset, pass_.lines[i].length);
      const auto product = parsers_[thread].product(line);
      if (!product) return product.error();  // it parsed in pass 1: only memory can fail here
      chunk.add(*product, line);
      const auto terms = collectors_[thread].collect(*product, catalogue_, &chunk.phrases());
      chunk.add_title(collectors_[thread].title_words());
      if (auto added = shard->add(terms); !added) return added.error();
      if ((i - work.first) % kStep == kStep - 1 && !advance(kStep)) {
        return fail(ErrorCode::interrupted, "interrupted");
      }
    }
    advance((work.last - work.first) % kStep);
    if (auto finished = shard->finish(); !finished) return finished.error();
    return chunk.finish();
  }

  [[nodiscard]] const std::vector<fs::path>& shards() const { return shards_; }

 private:
  bool advance(std::uint64_t products) {
    const std::lock_guard lock(progress_mutex_);
    done_ += products;
    events_.progress("indexing", done_, pass_.lines.size());
    return events_.stop == nullptr || !*events_.stop;
  }

  const BuildEvents& events_;
  const FeedPass& pass_;
  const Catalogue& catalogue_;
  std::string_view spool_;
  const TextCompression& compression_;
  fs::path dir_;
  std::uint64_t shard_size_;
  std::size_t first_ = 0;
  std::vector<fs::path> shards_;
  std::vector<FeedParser> parsers_;
  std::vector<TermCollector> collectors_;
  std::mutex progress_mutex_;
  std::uint64_t done_ = 0;
};

/// Dictionaries from products drawn evenly over the whole feed; none where there are few.
TextCompression learn_texts(const FeedPass& pass, std::string_view spool,
                            const std::string& default_lang) {
  if (pass.lines.size() < kFewestToLearnFrom) return {};
  FeedParser parser(default_lang);
  std::vector<std::string> cards;
  std::vector<std::string> lines;
  const std::size_t step = std::max<std::size_t>(1, pass.lines.size() / kMostSamples);
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < pass.lines.size() && bytes < kMostSampleBytes; i += step) {
    lines.emplace_back(spool.substr(pass.lines[i].offset, pass.lines[i].length));
    bytes += lines.back().size();
    const auto product = parser.product(lines.back());
    if (product) append_card(*product, cards.emplace_back());
  }
  return {cards, lines};
}

Result<void> write_inverted_index(const std::vector<fs::path>& shards, unsigned threads,
                                  const BuildEvents& events, const fs::path& dir,
                                  Manifest& manifest) {
  const fs::path database = dir / generation_file::kXapian;
  events.progress("joining", 0, 0);
  if (auto joined = compact_shards(shards, database); !joined) return joined;
  std::error_code code;
  for (const fs::path& shard : shards) {
    fs::remove_all(shard, code);
    if (code) return fail(ErrorCode::io, fmt::format("cannot remove {}", shard.string()));
  }
  SectionWriter postings(dir / generation_file::kPostings);
  const auto counts = decode_postings(database, threads, postings, [&](std::uint64_t terms) {
    events.progress("decoding", terms, 0);
    return events.stop == nullptr || !*events.stop;
  });
  if (!counts) return counts.error();
  manifest.terms = counts->terms;
  manifest.postings = counts->postings;
  return postings.finish();
}

Result<void> write_catalogue(const Catalogue& catalogue,
                             const std::vector<std::uint32_t>& shop_counts, const fs::path& dir) {
  SectionWriter shops(dir / generation_file::kShops);
  write_shops(shops, catalogue, shop_counts);
  if (auto finished = shops.finish(); !finished) return finished;
  SectionWriter categories(dir / generation_file::kCategories);
  catalogue.categories.write(categories);
  return categories.finish();
}

}  // namespace

Result<void> run_index_pass(const BuildOptions& options, const BuildEvents& events,
                            const FeedPass& pass, const Catalogue& catalogue,
                            const PhraseCounts& uses, const fs::path& spool, const fs::path& dir,
                            Manifest& manifest) {
  const auto mapped = map_file(spool);
  if (!mapped) return mapped.error();
  const auto bytes = (*mapped)->bytes();
  const std::string_view lines(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const TextCompression compression = learn_texts(pass, lines, options.default_lang);
  SectionWriter cards(dir / generation_file::kCards);
  SectionWriter documents(dir / generation_file::kDocuments);
  SegmentAssembler assembler(cards, documents, compression);
  IndexPass indexing(options, events, pass, catalogue, lines, compression, dir);
  auto indexed = run_ordered(
      options.threads, [&] { return Result<std::optional<ShardWork>>(indexing.next()); },
      [&](unsigned thread, const ShardWork& work) { return indexing.index(thread, work); },
      [&](const Chunk& chunk) -> Result<void> {
        assembler.append(chunk);
        return {};
      });
  if (!indexed) return indexed;

  assembler.add_uses(uses);
  const auto write_columns = [&]() -> Result<void> {
    SectionWriter columns(dir / generation_file::kColumns);
    SectionWriter completions(dir / generation_file::kCompletions);
    assembler.finish(columns, completions, catalogue);
    for (SectionWriter* writer : {&columns, &cards, &documents, &completions}) {
      if (auto finished = writer->finish(); !finished) return finished;
    }
    return {};
  };
  // They need one thread, and so does joining.
  auto columns =
      std::async(options.threads > 1 ? std::launch::async : std::launch::deferred, write_columns);
  const auto inverted =
      write_inverted_index(indexing.shards(), options.threads, events, dir, manifest);
  if (auto written = columns.get(); !written) return written;
  if (!inverted) return inverted;
  manifest.products = pass.lines.size();
  manifest.shops = catalogue.shops.size();
  manifest.categories = catalogue.categories.size();
  return write_catalogue(catalogue, assembler.shop_counts(catalogue.shops.size()), dir);
}

}  // namespace souk
