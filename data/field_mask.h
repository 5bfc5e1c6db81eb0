#pragma once
// The places of a product's text, as bits of a posting's mask. A term occurs once a document in the
// index; its mask (stored as Xapian's wdf) says where. Bits of places are ordered by importance.

#include <cstdint>

namespace souk {

using FieldMask = std::uint8_t;

namespace field {
inline constexpr FieldMask kTitle = 1U << 7;
inline constexpr FieldMask kIdentifier = 1U << 6;  ///< id, gtin or mpn, whole
inline constexpr FieldMask kBrand = 1U << 5;
inline constexpr FieldMask kCategory = 1U << 4;
inline constexpr FieldMask kAttribute = 1U << 3;
inline constexpr FieldMask kDescription = 1U << 2;
inline constexpr FieldMask kShop = 1U << 1;
inline constexpr FieldMask kHead = 1U << 0;  ///< what the article is, beside kTitle or kDescription
}  // namespace field

}  // namespace souk
