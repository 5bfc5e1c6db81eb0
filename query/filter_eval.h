#pragma once
// A filter expression compiled for one segment: strings become codes, dates and prices become
// numbers, so that testing a product costs a few loads. Products are tested a block at a time, so
// that a node costs one call a block and its loop has no branches.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "data/snapshot.h"
#include "query/filter.h"

namespace souk {

/// Sets pass[i] to 1 where docs[i] passes, else 0; at most kBlockDocs of them, ascending. Any
/// thread, while the segment lives.
using BlockTest = std::function<void(std::span<const Docid> docs, std::uint8_t* pass)>;

/// A block test from a test of one product, which is inlined into the block's loop.
template <class Test>
BlockTest block_test(Test test) {
  return [test = std::move(test)](std::span<const Docid> docs, std::uint8_t* pass) {
    for (std::size_t i = 0; i < docs.size(); ++i) pass[i] = test(docs[i]) ? 1 : 0;
  };
}

/// The documents below `documents` that pass, as a bitset.
std::vector<std::uint64_t> bits_of(const BlockTest& test, std::size_t documents);

/// Codes [first, last) of attribute values.
using CodeRange = std::pair<std::uint32_t, std::uint32_t>;
/// Passes products that have a code of one of the ranges.
BlockTest attribute_test(const AttributeColumn& attributes, std::vector<CodeRange> ranges);

/// Passes products whose category is a node of one of the ranges.
BlockTest subtree_test(const Segment& segment, std::vector<CategoryTree::Range> ranges);

/// Compiles an expression. `currency`: the unit of its prices, one with a rate; nothing: the base.
/// O(nodes · log values), and O(codes) of an attribute for an order comparison.
BlockTest compile_filter(const FilterNode& node, const Segment& segment, const Snapshot& snapshot,
                         std::optional<Currency> currency);

/// ships_to=CODE (two capital letters): passes products that name no countries (everywhere), or
/// this one among them.
BlockTest ships_to_test(const Segment& segment, std::string_view code);

}  // namespace souk
