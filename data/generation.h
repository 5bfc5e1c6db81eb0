#pragma once
// An opened generation: one segment with the shops and categories it was built against.
// Immutable; any thread.

#include <filesystem>
#include <memory>

#include "data/category_tree.h"
#include "data/manifest.h"
#include "data/result.h"
#include "data/segment.h"
#include "data/shop_directory.h"

namespace souk {

struct Generation {
  Manifest manifest;
  std::shared_ptr<const CategoryTree> categories;
  std::shared_ptr<const ShopDirectory> shops;
  std::shared_ptr<const Segment> segment;

  /// Maps the files of a generation's directory and checks sizes, tables and bounds (digests are
  /// `verify`'s work). Errors: io, corrupt (also an unknown format).
  static Result<std::shared_ptr<const Generation>> open(const std::filesystem::path& dir);
};

/// Names of a generation's files.
namespace generation_file {
inline constexpr const char* kManifest = "manifest.json";
inline constexpr const char* kColumns = "columns";
inline constexpr const char* kPostings = "postings";
inline constexpr const char* kCards = "cards";
inline constexpr const char* kDocuments = "documents";
inline constexpr const char* kCompletions = "completions";
inline constexpr const char* kShops = "shops";
inline constexpr const char* kCategories = "categories";
inline constexpr const char* kXapian = "xapian";  ///< a directory: the inverted index of record
}  // namespace generation_file

}  // namespace souk
