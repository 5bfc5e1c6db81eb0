// souk-indexer sample

#include <fmt/format.h>

#include <cstdio>
#include <fstream>

#include "data/file_io.h"
#include "indexer/cli/commands.h"
#include "indexer/cli/progress.h"
#include "indexer/sample/sample.h"

namespace souk::cli {
namespace {

/// Lines gathered before they are written.
constexpr std::size_t kBufferBytes = 1U << 20;

/// Writes line after line; a reader that went away or a full disk is an io error.
Result<void> write_lines(std::FILE* file, const std::string& name, std::uint64_t count,
                         const std::function<void(std::uint64_t, std::string&)>& append,
                         Progress* progress) {
  std::string buffer;
  for (std::uint64_t i = 0; i < count; ++i) {
    append(i, buffer);
    buffer += '\n';
    if (buffer.size() < kBufferBytes && i + 1 < count) continue;
    if (std::fwrite(buffer.data(), 1, buffer.size(), file) != buffer.size()) {
      return io_error("cannot write", name);
    }
    buffer.clear();
    if (progress != nullptr) progress->update("writing", i + 1, count);
  }
  if (std::fflush(file) != 0) return io_error("cannot write", name);
  return {};
}

Result<void> write_file(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary);
  file << content;
  if (!file.flush()) return io_error("cannot write", path);
  return {};
}

int sample(const SampleOptions& options, const std::string& shops, const std::string& categories) {
  const SampleCatalogue catalogue(options);
  if (!categories.empty()) {
    if (auto written = write_file(categories, catalogue.categories_json()); !written) {
      return report(written.error());
    }
  }
  if (!shops.empty()) {
    std::string lines;
    for (std::uint64_t i = 0; i < catalogue.shop_count(); ++i) {
      catalogue.append_shop(i, lines);
      lines += '\n';
    }
    if (auto written = write_file(shops, lines); !written) return report(written.error());
  }
  Progress progress;
  const auto written = write_lines(
      stdout, "standard output", options.products,
      [&](std::uint64_t i, std::string& out) { catalogue.append_product(i, out); }, &progress);
  return written ? 0 : report(written.error());
}

}  // namespace

void add_sample(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand(
      "sample", "Write a deterministic multilingual catalogue to standard output");
  auto options = std::make_shared<SampleOptions>();
  auto shops = std::make_shared<std::string>();
  auto categories = std::make_shared<std::string>();
  command->add_option("--products", options->products, "How many")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}))
      ->required();
  command->add_option("--seed", options->seed, "The same seed gives the same bytes")
      ->capture_default_str();
  command->add_option("--shops-out", *shops, "File for the shops");
  command->add_option("--categories-out", *categories, "File for the category tree");
  command->callback([=, &run] { run = [=] { return sample(*options, *shops, *categories); }; });
}

}  // namespace souk::cli
