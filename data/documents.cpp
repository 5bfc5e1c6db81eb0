#include "data/documents.h"

#include <fmt/format.h>

#include <algorithm>

namespace souk {
namespace {

/// A block is at most a few lines of 1 MiB: anything larger is not ours.
constexpr std::size_t kMaxBlockBytes = kDocumentsPerBlock * ((std::size_t{1} << 20) + 1);

}  // namespace

Result<Documents> Documents::open(const SectionFile& file) {
  const auto blocks = RowTable<char>::open(file, "block");
  if (!blocks) return blocks.error();
  const auto first = file.array<Docid>("first");
  if (!first) return first.error();
  if (first->size() != blocks->rows() || !std::is_sorted(first->begin(), first->end()) ||
      (!first->empty() && first->front() != 0)) {
    return file.damaged("first", "does not fit the blocks");
  }
  const auto dictionary = file.array<char>("dictionary");
  if (!dictionary) return dictionary.error();
  Documents documents;
  documents.decompressor_ = Decompressor(*dictionary);
  documents.blocks_ = *blocks;
  documents.first_ = *first;
  return documents;
}

Result<std::string> Documents::block(std::size_t index) const {
  auto lines = decompressor_.decompress(blocks_[index], kMaxBlockBytes);
  if (!lines) return fail(ErrorCode::corrupt, fmt::format("documents: block {} is damaged", index));
  return lines;
}

Result<std::string> Documents::document(Docid doc) const {
  const auto after = std::upper_bound(first_.begin(), first_.end(), doc);
  if (after == first_.begin()) return fail(ErrorCode::corrupt, "documents: no such document");
  const auto index = static_cast<std::size_t>(after - first_.begin()) - 1;
  const auto lines = block(index);
  if (!lines) return lines.error();
  std::string_view rest(*lines);
  for (Docid skip = doc - first_[index];; --skip) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) {
      return fail(ErrorCode::corrupt, fmt::format("documents: document {} is missing", doc));
    }
    if (skip == 0) return std::string(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
}

}  // namespace souk
