#pragma once
// A filter expression compiled for one segment: strings become codes, dates and prices become
// numbers, so that testing a product costs a few loads.

#include <functional>
#include <optional>

#include "query/filter.h"
#include "query/snapshot.h"

namespace souk {

/// Does a product of the segment pass? Any thread, while the segment lives.
using DocTest = std::function<bool(Docid)>;

/// Compiles an expression. `currency`: the unit of its prices, one with a rate; nothing: the base.
/// O(nodes · log values), and O(codes) of an attribute for an order comparison.
DocTest compile_filter(const FilterNode& node, const Segment& segment, const Snapshot& snapshot,
                       std::optional<Currency> currency);

/// ships_to=CODE: the product names no countries (everywhere), or this one among them.
bool ships_to(const Segment& segment, Docid doc, std::uint16_t country);

}  // namespace souk
