#pragma once
// The fields and flags of filter expressions: their names and what each may be compared with.
// Pure functions; any thread.

#include <optional>
#include <string_view>

#include "query/filter.h"

namespace souk {

/// The field of a lower-case name; nothing for others, and for attributes.
std::optional<FilterField> find_filter_field(std::string_view name);
std::optional<FilterFlag> find_filter_flag(std::string_view name);
/// The name in the grammar; "attr" for attributes.
std::string_view filter_field_name(FilterField field);

/// Is this <, <=, > or >=?
bool is_order(CompareOp op);
/// May the field be compared by order? Not those that are text alone.
bool has_order(FilterField field);
/// What a value compared so should have been; empty when it is right.
std::string_view wrong_value(FilterField field, CompareOp op, const FilterValue& value);

}  // namespace souk
