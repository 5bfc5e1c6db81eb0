#pragma once
// What a hit shows, already serialised as JSON: titles and descriptions per language, and the parts
// that no live change touches. Live fields (price, stock, sales, rating) come from the columns.
//
// Sections: "card" (rows of bytes), "dictionary": what every card is compressed with (Compressor);
// empty: the cards are as they are, which is cheaper to make for a few. One card, integers
// unaligned:
//   u16 titles, u16 descriptions, u32 lengths of: own language, brand, image, attributes, extra;
//   per text (titles, then descriptions): u32 length of its language tag, u32 length of its JSON;
//   then the bytes in that order.
// Everything but tags and `extra` is a JSON value; `extra` is members, each led by a comma.
// Immutable once open; any thread.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/compression.h"
#include "data/docid.h"
#include "data/product.h"
#include "data/section_file.h"

namespace souk {

/// One card, decoded: views into the mapping, or into its own bytes where it was compressed.
struct Card {
  std::shared_ptr<const std::string> bytes;
  std::string_view title;             ///< a JSON string
  std::string_view title_lang;        ///< the tag it was given in
  std::string_view description;       ///< a JSON string, or null
  std::string_view description_lang;  ///< the tag it was given in
  std::string_view brand;             ///< a JSON string, or null
  std::string_view image;             ///< a JSON string, or null
  std::string_view attributes;        ///< a JSON object
  std::string_view extra;             ///< further members, each led by a comma
};

class Cards {
 public:
  Cards() = default;
  static Result<Cards> open(const SectionFile& file, std::size_t products);

  /// The card with its texts in `lang` (a normalised tag), or the fallbacks of best_text. Errors:
  /// corrupt when the card's lengths do not fit its bytes, or these are not a compressed text.
  [[nodiscard]] Result<Card> card(Docid doc, std::string_view lang) const;
  /// Calls visit(language tag, JSON string) with every title of a card, in the order given, until
  /// it returns false. A damaged card has none.
  template <class Visit>
  void for_each_title(Docid doc, Visit visit) const {
    std::shared_ptr<const std::string> keep;
    const std::span<const char> bytes = bytes_of(doc, keep);
    for (std::size_t i = 0;; ++i) {
      const auto title = nth_title(bytes, i);
      if (!title || !visit(title->first, title->second)) return;
    }
  }
  /// Asks memory for where a card lies, and, once that is there, for its first bytes.
  void prefetch_place(Docid doc) const { cards_.prefetch_place(doc); }
  void prefetch(Docid doc) const { cards_.prefetch(doc); }

 private:
  /// The card as it was written, in the file or in `keep`; empty where it is damaged.
  std::span<const char> bytes_of(Docid doc, std::shared_ptr<const std::string>& keep) const;
  static std::optional<std::pair<std::string_view, std::string_view>> nth_title(
      std::span<const char> bytes, std::size_t n);

  RowTable<char> cards_;
  std::optional<Decompressor> decompressor_;  ///< nothing: cards are as they are
};

/// Appends a product's card to `out`.
void append_card(const Product& product, std::string& out);

/// The attributes as a JSON object: what a hit and the product page show.
std::string attributes_json(const std::vector<Attribute>& attributes);

/// True for names that a hit has of its own: an unknown feed field of such a name is not repeated
/// in hits (it stays in the stored document).
bool is_hit_member(std::string_view name);

}  // namespace souk
