#pragma once
// Builds into a store of the test's own, and looks at what came out.

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

#include "data/store.h"
#include "indexer/build.h"
#include "indexer/sample/sample.h"
#include "tests/data/temp_dir.h"

namespace souk::testing {

class TempStore {
 public:
  TempStore() : store_(dir_.path() / "store") { options.store = store_.dir(); }

  /// What the next build reads; tests change it as they like.
  BuildOptions options;
  BuildEvents events;
  /// The problems of the last build, as the report has them.
  std::vector<std::string> problems;

  [[nodiscard]] std::string write(const std::string& name, std::string_view text) const {
    return dir_.write(name, text);
  }
  void add_feed(const std::string& name, std::string_view text) {
    options.feeds.push_back(dir_.write(name, text));
  }
  Result<BuildResult> build() {
    problems.clear();
    events.problem = [this](const LineProblem& problem) {
      problems.push_back((problem.warning ? "warning: " : "") + problem.text());
    };
    return souk::build(options, events);
  }
  BuildResult must_build() {
    const auto built = build();
    EXPECT_TRUE(built) << built.error().message;
    return built ? *built : BuildResult{};
  }
  /// The generation that is served; null (and a failure) without one.
  [[nodiscard]] std::shared_ptr<const Generation> generation() const {
    auto opened = store_.open_current();
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? *opened : nullptr;
  }
  [[nodiscard]] const Store& store() const { return store_; }
  [[nodiscard]] const std::filesystem::path& dir() const { return dir_.path(); }
  /// Everything in `generations/`, killed and failed builds included.
  [[nodiscard]] std::vector<std::string> generation_names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(store_.dir() / "generations")) {
      names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  TempDir dir_;
  Store store_;
};

/// The lines of a sample marketplace's feed.
inline std::vector<std::string> sample_lines(const SampleCatalogue& sample) {
  std::vector<std::string> lines(sample.product_count());
  for (std::uint64_t i = 0; i < lines.size(); ++i) sample.append_product(i, lines[i]);
  return lines;
}

inline std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

/// Gives a store the sample's products, shops and categories to build.
inline void use_sample(TempStore& store, const SampleCatalogue& sample) {
  store.add_feed("products.jsonl", joined(sample_lines(sample)));
  std::string shops;
  for (std::uint64_t i = 0; i < sample.shop_count(); ++i) {
    sample.append_shop(i, shops);
    shops += '\n';
  }
  store.options.shops = store.write("shops.jsonl", shops);
  store.options.categories = store.write("categories.json", sample.categories_json());
}

}  // namespace souk::testing
