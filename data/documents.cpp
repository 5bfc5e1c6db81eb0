#include "data/documents.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <memory>

namespace souk {
namespace {

constexpr int kLevel = 3;
/// A block is at most a few lines of 1 MiB: anything larger is not ours.
constexpr std::size_t kMaxBlockBytes = kDocumentsPerBlock * ((std::size_t{1} << 20) + 1);

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

}  // namespace

std::string compress_block(std::string_view lines) {
  thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
  std::string frame(ZSTD_compressBound(lines.size()), '\0');
  const std::size_t size = ZSTD_compressCCtx(context.get(), frame.data(), frame.size(),
                                             lines.data(), lines.size(), kLevel);
  frame.resize(ZSTD_isError(size) != 0U ? 0 : size);
  return frame;
}

Result<Documents> Documents::open(const SectionFile& file) {
  const auto blocks = RowTable<char>::open(file, "block");
  if (!blocks) return blocks.error();
  const auto first = file.array<Docid>("first");
  if (!first) return first.error();
  if (first->size() != blocks->rows() || !std::is_sorted(first->begin(), first->end()) ||
      (!first->empty() && first->front() != 0)) {
    return file.damaged("first", "does not fit the blocks");
  }
  Documents documents;
  documents.blocks_ = *blocks;
  documents.first_ = *first;
  return documents;
}

Result<std::string> Documents::block(std::size_t index) const {
  const auto frame = blocks_[index];
  const auto size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kMaxBlockBytes) {
    return fail(ErrorCode::corrupt, fmt::format("documents: block {} is damaged", index));
  }
  std::string lines(size, '\0');
  const std::size_t got = ZSTD_decompress(lines.data(), lines.size(), frame.data(), frame.size());
  if (ZSTD_isError(got) != 0U || got != size) {
    return fail(ErrorCode::corrupt, fmt::format("documents: block {} is damaged", index));
  }
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
