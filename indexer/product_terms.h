#pragma once
// The terms of a product: every text of it analyzed in its own language, each term once, with the
// mask of the places where it occurs. The one definition of what a product is found by.
// One collector a thread.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/analyzer.h"
#include "analyzers/title_phrases.h"
#include "data/field_mask.h"
#include "data/product.h"
#include "data/title_words.h"
#include "indexer/catalogue.h"
#include "indexer/phrase_counts.h"

namespace souk {

class TermCollector {
 public:
  struct Entry {
    std::string_view term;
    FieldMask mask = 0;
  };

  /// Terms in bytewise order, valid until the next call. Titles and descriptions in every language
  /// given; names of the category path in the product's language; string attributes; brand; shop
  /// name; id, gtin and mpn as identifiers. The queries that the titles answer are added to
  /// `phrases` where it is given.
  std::span<const Entry> collect(const Product& product, const Catalogue& catalogue,
                                 PhraseCounts* phrases = nullptr);
  /// Terms of a shop's name (kTitle), of its aliases and the Latin forms of both (kShop).
  std::span<const Entry> collect(const Shop& shop, const std::string& default_lang);

  /// The forward index's record of the product collected last.
  [[nodiscard]] const TitleWords& title_words() const { return title_words_; }

 private:
  struct Raw {
    std::uint32_t offset;
    std::uint32_t length;
    FieldMask mask;
  };
  void start();
  struct Analyzed {
    std::span<const Term> terms;
    HeadWord head;
  };
  Analyzed add_text(std::string_view text, Language language, FieldMask mask);
  void add_title_words(std::span<const Term> terms, Language language);
  void add_term(std::string_view term, FieldMask mask);
  std::span<const Entry> finish();

  Analyzer analyzer_;
  TitlePhrases title_phrases_;
  std::string bytes_;
  std::vector<Raw> raw_;
  std::vector<Entry> entries_;
  TitleWords title_words_;
  std::size_t title_words_count_ = 0;
};

}  // namespace souk
