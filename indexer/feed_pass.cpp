#include "indexer/feed_pass.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <unordered_map>

#include "data/feed_reader.h"
#include "data/file_io.h"
#include "data/product_json.h"
#include "indexer/ordered_pipeline.h"

namespace souk {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kBatchBytes = 256U << 10;

struct Batch {
  const std::string* file = nullptr;
  std::uint16_t file_ordinal = 0;
  std::string text;
  struct Line {
    std::size_t offset;
    std::size_t length;
    std::uint64_t number;
    bool too_long;
  };
  std::vector<Line> lines;
  std::uint64_t bytes_read = 0;
  std::uint64_t bytes_total = 0;
};

struct ParsedBatch {
  FeedPass pass;  // offsets relative to the batch
  std::string spool;
  std::vector<LineProblem> problems;
  std::uint64_t bytes_read = 0;
  std::uint64_t bytes_total = 0;
};

// Hands out batches of lines, feed after feed.
class BatchReader {
 public:
  BatchReader(const std::vector<std::string>& feeds, const std::atomic<bool>* stop)
      : feeds_(feeds), stop_(stop) {}

  Result<std::optional<Batch>> next() {
    if (stop_ != nullptr && *stop_) return fail(ErrorCode::interrupted, "interrupted");
    Batch batch;
    while (batch.text.size() < kBatchBytes) {
      if (!reader_) {
        if (next_feed_ == feeds_.size() || !batch.lines.empty()) break;
        auto opened = FeedReader::open(feeds_[next_feed_++], stop_);
        if (!opened) return opened.error();
        reader_ = std::make_unique<FeedReader>(std::move(*opened));
        // Batches in flight name the file after the reader is gone.
        names_.push_back(std::make_unique<std::string>(reader_->name()));
      }
      const auto line = reader_->next();
      if (!line) return line.error();
      if (line->number == 0) {
        reader_.reset();
        continue;
      }
      batch.lines.push_back({batch.text.size(), line->text.size(), line->number, line->too_long});
      batch.text += line->text;
    }
    if (batch.lines.empty()) return std::optional<Batch>();
    batch.file = names_.back().get();
    batch.file_ordinal = static_cast<std::uint16_t>(names_.size() - 1);
    if (reader_) {
      batch.bytes_read = reader_->bytes_read();
      batch.bytes_total = reader_->bytes_total();
    }
    return std::optional(std::move(batch));
  }

 private:
  const std::vector<std::string>& feeds_;
  const std::atomic<bool>* stop_;
  std::size_t next_feed_ = 0;
  std::unique_ptr<FeedReader> reader_;
  std::vector<std::unique_ptr<std::string>> names_;
};

LineProblem problem_of(const std::string& file, std::uint64_t line, const Error& error) {
  return {file, line, error.param, error.message, false};
}

void take_product(const Product& product, std::string_view line, SpooledLine spooled,
                  ParsedBatch& out) {
  spooled.offset = out.spool.size();
  spooled.length = static_cast<std::uint32_t>(line.size());
  spooled.id_offset = out.pass.id_bytes.size();
  spooled.id_length = static_cast<std::uint16_t>(product.id.size());
  spooled.sales = product.sales;
  spooled.priced = product.price.has_value();
  if (product.price) spooled.currency = product.price->currency;
  out.spool += line;
  out.pass.id_bytes += product.id;
  out.pass.lines.push_back(spooled);
  if (!product.category_path.empty()) {
    out.pass.category_paths.emplace(product.category_path, product.lang);
  }
  if (!product.shop_id.empty()) out.pass.shop_ids.insert(product.shop_id);
  if (product.price) ++out.pass.currencies[std::string(product.price->currency.code())];
}

ParsedBatch parse_batch(const Batch& batch, FeedParser& parser,
                        const std::set<std::string>& category_ids) {
  ParsedBatch out;
  out.bytes_read = batch.bytes_read;
  out.bytes_total = batch.bytes_total;
  out.spool.reserve(batch.text.size());
  for (const Batch::Line& line : batch.lines) {
    ++out.pass.line_count;
    const std::string_view text(batch.text.data() + line.offset, line.length);
    auto product = line.too_long
                       ? Result<Product>(fail(ErrorCode::bad_input,
                                              fmt::format("longer than {} bytes", kMaxLineBytes)))
                       : parser.product(text);
    if (product && !product->category_id.empty() && !category_ids.contains(product->category_id)) {
      product =
          fail(ErrorCode::bad_input,
               fmt::format("no category has the id \"{}\"", product->category_id), "category");
    }
    if (product) {
      SpooledLine place;
      place.number = line.number;
      place.file = batch.file_ordinal;
      take_product(*product, text, place, out);
    } else {
      ++out.pass.bad_lines;
      out.problems.push_back(problem_of(*batch.file, line.number, product.error()));
    }
  }
  return out;
}

// Appends batches to the spool file.
class Spool {
 public:
  static Result<Spool> create(const fs::path& path) {
    FileDescriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!fd) return io_error("cannot create", path);
    return Spool(std::move(fd), path);
  }
  Result<void> append(std::string_view bytes) {
    offset_ += bytes.size();
    while (!bytes.empty()) {
      const ssize_t n = ::write(fd_.get(), bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return io_error("cannot write", path_);
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return {};
  }
  [[nodiscard]] std::uint64_t offset() const { return offset_; }

 private:
  Spool(FileDescriptor fd, fs::path path) : fd_(std::move(fd)), path_(std::move(path)) {}
  FileDescriptor fd_;
  fs::path path_;
  std::uint64_t offset_ = 0;
};

void merge(FeedPass& whole, FeedPass& part, std::uint64_t spool_offset) {
  const std::uint64_t id_offset = whole.id_bytes.size();
  whole.id_bytes += part.id_bytes;
  for (SpooledLine& line : part.lines) {
    line.offset += spool_offset;
    line.id_offset += id_offset;
    whole.lines.push_back(line);
  }
  whole.category_paths.merge(part.category_paths);
  whole.shop_ids.merge(part.shop_ids);
  for (const auto& [code, count] : part.currencies) whole.currencies[code] += count;
  whole.line_count += part.line_count;
  whole.bad_lines += part.bad_lines;
}

}  // namespace

std::string LineProblem::text() const {
  return fmt::format("{}:{}: {}: {}", file, line, field.empty() ? "line" : field, message);
}

Result<FeedPass> run_feed_pass(const BuildOptions& options, const BuildEvents& events,
                               const std::set<std::string>& category_ids, const fs::path& spool) {
  auto file = Spool::create(spool);
  if (!file) return file.error();
  BatchReader reader(options.feeds, events.stop);
  std::vector<FeedParser> parsers;
  for (unsigned i = 0; i < options.threads; ++i) parsers.emplace_back(options.default_lang);
  FeedPass whole;
  auto done = run_ordered(
      options.threads, [&] { return reader.next(); },
      [&](unsigned thread, const Batch& batch) -> Result<ParsedBatch> {
        return parse_batch(batch, parsers[thread], category_ids);
      },
      [&](ParsedBatch batch) -> Result<void> {
        for (const LineProblem& problem : batch.problems) {
          events.problem(problem);
          if (options.on_error == OnError::stop) return fail(ErrorCode::bad_input, problem.text());
        }
        const std::uint64_t offset = file->offset();
        if (auto written = file->append(batch.spool); !written) return written;
        merge(whole, batch.pass, offset);
        if (batch.bytes_read != 0) events.progress("reading", batch.bytes_read, batch.bytes_total);
        return {};
      });
  if (!done) return done.error();
  return whole;
}

std::vector<LineProblem> order_lines(FeedPass& pass, const std::vector<std::string>& feeds) {
  auto& lines = pass.lines;
  // By id with later lines (higher spool offsets) first: the first of each id stays.
  std::sort(lines.begin(), lines.end(), [&](const SpooledLine& a, const SpooledLine& b) {
    const auto order = pass.id(a).compare(pass.id(b));
    return order != 0 ? order < 0 : a.offset > b.offset;
  });
  struct Replaced {
    SpooledLine line;
    LineProblem warning;
  };
  std::vector<Replaced> replaced;
  std::size_t kept = 0;
  for (const SpooledLine& line : lines) {
    if (kept != 0 && pass.id(lines[kept - 1]) == pass.id(line)) {
      const SpooledLine& winner = lines[kept - 1];
      replaced.push_back({line,
                          {feeds[line.file], line.number, "id",
                           fmt::format("\"{}\" is repeated; {}:{} replaces it", pass.id(line),
                                       feeds[winner.file], winner.number),
                           true}});
      if (line.priced) --pass.currencies[std::string(line.currency.code())];
    } else {
      lines[kept++] = line;
    }
  }
  lines.resize(kept);
  std::stable_sort(lines.begin(), lines.end(),
                   [](const SpooledLine& a, const SpooledLine& b) { return a.sales > b.sales; });
  std::sort(replaced.begin(), replaced.end(), [](const Replaced& a, const Replaced& b) {
    return a.line.offset < b.line.offset;  // spool order is feed order
  });
  std::vector<LineProblem> warnings;
  warnings.reserve(replaced.size());
  for (Replaced& each : replaced) warnings.push_back(std::move(each.warning));
  return warnings;
}

Result<std::vector<Shop>> read_shops(const BuildOptions& options, const BuildEvents& events,
                                     FeedPass& counts) {
  std::vector<Shop> shops;
  if (options.shops.empty()) return shops;
  auto reader = FeedReader::open(options.shops, events.stop);
  if (!reader) return reader.error();
  FeedParser parser(options.default_lang);
  std::unordered_map<std::string, std::uint64_t> line_of;
  for (;;) {
    const auto line = reader->next();
    if (!line) return line.error();
    if (line->number == 0) return shops;
    ++counts.line_count;
    auto shop = line->too_long
                    ? Result<Shop>(fail(ErrorCode::bad_input,
                                        fmt::format("longer than {} bytes", kMaxLineBytes)))
                    : parser.shop(line->text);
    if (shop) {
      const auto [earlier, added] = line_of.emplace(shop->id, line->number);
      if (!added) {
        events.problem({reader->name(), earlier->second, "id",
                        fmt::format("\"{}\" is repeated; {}:{} replaces it", shop->id,
                                    reader->name(), line->number),
                        true});
        earlier->second = line->number;
      }
      shops.push_back(std::move(*shop));
      continue;
    }
    ++counts.bad_lines;
    const LineProblem problem = problem_of(reader->name(), line->number, shop.error());
    events.problem(problem);
    if (options.on_error == OnError::stop) return fail(ErrorCode::bad_input, problem.text());
  }
}

}  // namespace souk
