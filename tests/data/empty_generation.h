#pragma once
// A sound generation without products, made by the writers of data/ alone: for tests of stores.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "data/category_tree.h"
#include "data/columns.h"
#include "data/file_io.h"
#include "data/generation.h"
#include "data/postings.h"
#include "data/section_file.h"
#include "data/shop_directory.h"

namespace souk::testing {

inline void write_empty_columns(SectionWriter& out) {
  const std::vector<std::string> no_strings;
  const std::vector<std::uint32_t> none;
  Columns::write(out, {});
  write_strings(out, "id", no_strings);
  out.write("id_order", none);
  for (const std::string name : {"brand", "group", "gtin", "mpn"}) {
    write_strings(out, name + ".key", no_strings);
    write_strings(out, name + ".label", no_strings);
    out.write(name + ".code", none);
    write_rows(out, name + ".list", {0}, none);
  }
  for (const std::string name : {"attr.name", "attr.key", "attr.label"}) {
    write_strings(out, name, no_strings);
  }
  out.write("attr.first", std::vector<std::uint32_t>{0});
  out.write("attr.number", std::vector<double>{});
  for (const std::string name : {"attr.doc", "attr.list", "category.list", "shop.list"}) {
    write_rows(out, name, {0}, none);
  }
  out.write("category", none);
  out.write("shop", none);
  out.write("ships_to", none);
  write_rows(out, "countries", {0}, std::vector<std::uint16_t>{});
}

inline void write_empty_generation(const std::filesystem::path& dir, std::uint64_t number) {
  std::filesystem::create_directories(dir);
  const auto file = [&](const char* name, auto write) {
    SectionWriter out(dir / name);
    write(out);
    EXPECT_TRUE(out.finish()) << name;
  };
  file(generation_file::kColumns, write_empty_columns);
  file(generation_file::kPostings, [](SectionWriter& out) { PostingsWriter(out, 0).finish(); });
  file(generation_file::kCards, [](SectionWriter& out) {
    write_rows(out, "card", {0}, std::vector<char>{});
    out.write("dictionary", std::string_view());
  });
  file(generation_file::kDocuments, [](SectionWriter& out) {
    write_rows(out, "block", {0}, std::vector<char>{});
    out.write("dictionary", std::string_view());
    out.write("first", std::vector<Docid>{});
  });
  file(generation_file::kCompletions,
       [](SectionWriter& out) { Completions::write(out, kQueryCompletions, {}); });
  file(generation_file::kShops, [](SectionWriter& out) {
    ShopDirectory::write(out, {}, {});
    PostingsWriter(out, 0).finish();
    Completions::write(out, kShopCompletions, {});
  });
  file(generation_file::kCategories,
       [](SectionWriter& out) { CategoryTree::build({}).write(out); });
  Manifest manifest;
  manifest.generation = number;
  const auto files = digest_tree(dir);
  ASSERT_TRUE(files);
  manifest.files = *files;
  ASSERT_TRUE(replace_file(dir / generation_file::kManifest, manifest.to_json()));
}

}  // namespace souk::testing
