#include "query/filter_fields.h"

#include <array>
#include <utility>

#include "data/formats.h"

namespace souk {
namespace {

enum class FieldType : std::uint8_t { number, date, text, any };

struct FieldEntry {
  std::string_view name;
  FilterField field;
  FieldType type;
};

// In the order of FilterField.
constexpr std::array kFields = std::to_array<FieldEntry>({
    {"price", FilterField::price, FieldType::number},
    {"list_price", FilterField::list_price, FieldType::number},
    {"sales", FilterField::sales, FieldType::number},
    {"rating", FilterField::rating, FieldType::number},
    {"review_count", FilterField::review_count, FieldType::number},
    {"stock", FilterField::stock, FieldType::number},
    {"created_at", FilterField::created_at, FieldType::date},
    {"ships_to", FilterField::ships_to, FieldType::text},
    {"brand", FilterField::brand, FieldType::text},
    {"category", FilterField::category, FieldType::text},
    {"shop", FilterField::shop, FieldType::text},
    {"group", FilterField::group, FieldType::text},
    {"gtin", FilterField::gtin, FieldType::text},
    {"mpn", FilterField::mpn, FieldType::text},
    {"attr", FilterField::attribute, FieldType::any},
});

constexpr bool in_enum_order() {
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    if (static_cast<std::size_t>(kFields[i].field) != i) return false;
  }
  return true;
}
static_assert(in_enum_order());

const FieldEntry& entry(FilterField field) { return kFields[static_cast<std::size_t>(field)]; }

}  // namespace

std::optional<FilterField> find_filter_field(std::string_view name) {
  for (const FieldEntry& each : kFields) {
    if (each.name == name && each.field != FilterField::attribute) return each.field;
  }
  return std::nullopt;
}

std::optional<FilterFlag> find_filter_flag(std::string_view name) {
  if (name == "free_shipping") return FilterFlag::free_shipping;
  if (name == "in_stock") return FilterFlag::in_stock;
  return std::nullopt;
}

std::string_view filter_field_name(FilterField field) { return entry(field).name; }

bool is_order(CompareOp op) { return op != CompareOp::eq && op != CompareOp::ne; }

bool has_order(FilterField field) { return entry(field).type != FieldType::text; }

std::string_view wrong_value(FilterField field, CompareOp op, const FilterValue& value) {
  const bool is_number = std::holds_alternative<double>(value);
  switch (entry(field).type) {
    case FieldType::number:
      if (!is_number) return "a number";
      break;
    case FieldType::date: {
      const auto* text = std::get_if<std::string>(&value);
      if (text == nullptr || !parse_timestamp(*text)) return "an RFC 3339 date in double quotes";
      break;
    }
    case FieldType::any:
      if (is_order(op) && !is_number) return "a number, as <, <=, > and >= compare numbers only";
      break;
    case FieldType::text:
      break;  // a number is taken for its digits: gtin = 4006381333931
  }
  return {};
}

}  // namespace souk
