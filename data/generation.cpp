#include "data/generation.h"

#include <fmt/format.h>

#include "data/file_io.h"
#include "data/memory_limit.h"

namespace souk {

Result<std::shared_ptr<const Generation>> Generation::open(const std::filesystem::path& dir) {
  auto manifest = Manifest::read(dir);
  if (!manifest) return manifest.error();

  auto generation = std::make_shared<Generation>();
  generation->manifest = std::move(*manifest);
  std::uint64_t all_bytes = 0;
  for (const Manifest::File& file : generation->manifest.files) {
    std::error_code code;
    const auto bytes = std::filesystem::file_size(dir / file.name, code);
    if (code) {
      return fail(ErrorCode::corrupt,
                  fmt::format("{}: {}", (dir / file.name).string(), code.message()));
    }
    if (bytes != file.bytes) {
      return fail(ErrorCode::corrupt, fmt::format("{}: has {} bytes, the manifest says {}",
                                                  (dir / file.name).string(), bytes, file.bytes));
    }
    all_bytes += bytes;
  }

  // What searches read from all over. Where memory is short, little is to be read for a byte.
  const bool huge_pages = all_bytes <= memory_limit() / 2;
  auto columns = SectionFile::open(dir / generation_file::kColumns, huge_pages);
  if (!columns) return columns.error();
  auto postings = SectionFile::open(dir / generation_file::kPostings, huge_pages);
  if (!postings) return postings.error();
  auto cards = SectionFile::open(dir / generation_file::kCards);
  if (!cards) return cards.error();
  auto documents = SectionFile::open(dir / generation_file::kDocuments);
  if (!documents) return documents.error();
  auto completions = SectionFile::open(dir / generation_file::kCompletions);
  if (!completions) return completions.error();
  auto segment = Segment::open({*columns, *postings, *cards, *documents, *completions});
  if (!segment) return segment.error();
  generation->segment = std::move(*segment);

  const auto categories_file = SectionFile::open(dir / generation_file::kCategories);
  if (!categories_file) return categories_file.error();
  auto categories = CategoryTree::open(*categories_file);
  if (!categories) return categories.error();
  generation->categories = std::make_shared<const CategoryTree>(std::move(*categories));

  const auto shops_file = SectionFile::open(dir / generation_file::kShops);
  if (!shops_file) return shops_file.error();
  auto shops = ShopDirectory::open(*shops_file);
  if (!shops) return shops.error();
  generation->shops = std::make_shared<const ShopDirectory>(std::move(*shops));

  if (generation->segment->size() != generation->manifest.products ||
      generation->segment->category_docids.rows() != generation->categories->size() ||
      generation->segment->shop_docids.rows() != generation->shops->size()) {
    return fail(ErrorCode::corrupt, fmt::format("{}: its files do not fit together", dir.string()));
  }
  return std::shared_ptr<const Generation>(std::move(generation));
}

}  // namespace souk
