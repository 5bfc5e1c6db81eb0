#pragma once
// The codes of a block of documents, for loops that write by them.

#include <array>
#include <span>
#include <type_traits>

#include "data/narrow_array.h"
#include "query/docset.h"

namespace souk {

/// Calls use(code) for every document of a block, at most kBlockDocs. The codes are fetched first,
/// all together: what `use` reads and writes by a code (a count, a bit) is read only when what was
/// written before it is known, which would wait for the codes one by one.
template <class Use>
void for_each_code(const NarrowArray& codes, std::span<const Docid> docs, Use use) {
  codes.with([&](const auto* code_of) {
    std::array<std::remove_cvref_t<decltype(*code_of)>, kBlockDocs> block;
    for (std::size_t i = 0; i < docs.size(); ++i) block[i] = code_of[docs[i]];
    for (std::size_t i = 0; i < docs.size(); ++i) use(block[i]);
  });
}

}  // namespace souk
