#include "indexer/product_terms.h"

#include <algorithm>

#include "analyzers/fold.h"
#include "analyzers/head_word.h"
#include "analyzers/stop_words.h"
#include "analyzers/transliterate.h"
#include "data/formats.h"

namespace souk {
namespace {

std::size_t tokens_of(std::span<const Term> terms) {
  return terms.empty() ? 0 : std::size_t{terms.back().position} - terms.front().position + 1;
}

}  // namespace

void TermCollector::start() {
  bytes_.clear();
  raw_.clear();
  entries_.clear();
  title_words_ = {};
  title_words_count_ = 0;
}

void TermCollector::add_term(std::string_view term, FieldMask mask) {
  if (term.empty() || term.size() > kMaxTermBytes) return;
  raw_.push_back(
      {static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(term.size()), mask});
  bytes_ += term;
}

TermCollector::Analyzed TermCollector::add_text(std::string_view text, Language language,
                                                FieldMask mask) {
  std::string_view word;  // the surface that a stem of the same token is compared with
  std::uint32_t position = 0;
  const auto terms = analyzer_.analyze(text, language);
  HeadWord head;
  if (mask == field::kTitle) head = head_word(text, terms, language);
  if (mask == field::kDescription) head = head_of_description(text, terms, language);
  for (const Term& term : terms) {
    if (term.kind == TermKind::stem) {
      // A stem is a term of its own only where it differs from its word; a query takes either.
      const auto stem = term.text.substr(term.text.find(':') + 1);
      if (term.position == position && stem == word) continue;
    } else {
      word = term.text;
      position = term.position;
    }
    const bool in_head = term.start >= head.start && term.end <= head.end;
    add_term(term.text, in_head ? mask | field::kHead : mask);
  }
  return {terms, head};
}

/// One byte a token, of its stem where it has one.
void TermCollector::add_title_words(std::span<const Term> terms, Language language) {
  auto& words = title_words_.words;
  if (title_words_count_ != 0) ++title_words_count_;  // the last word of one is next to none
  for (std::size_t i = 0; i < terms.size() && title_words_count_ < words.size(); ++i) {
    const Term& term = terms[i];
    if (i != 0 && terms[i - 1].position == term.position) continue;
    if (term.kind == TermKind::word && is_stop_word(term.text, language)) continue;
    words[title_words_count_++] = TitleWords::byte_of(key_of(terms.subspan(i)));
  }
}

std::span<const TermCollector::Entry> TermCollector::finish() {
  entries_.reserve(raw_.size());
  for (const Raw& raw : raw_) {
    entries_.push_back({std::string_view(bytes_).substr(raw.offset, raw.length), raw.mask});
  }
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return a.term < b.term; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (kept != 0 && entries_[kept - 1].term == entries_[i].term) {
      entries_[kept - 1].mask |= entries_[i].mask;
    } else {
      entries_[kept++] = entries_[i];
    }
  }
  entries_.resize(kept);
  // A brand says whose an article is, not what: "Samsung WMN1000A Black" has no head word.
  for (Entry& entry : entries_) {
    if ((entry.mask & field::kBrand) != 0) entry.mask &= static_cast<FieldMask>(~field::kHead);
  }
  return entries_;
}

std::span<const TermCollector::Entry> TermCollector::collect(const Product& product,
                                                             const Catalogue& catalogue,
                                                             PhraseCounts* phrases) {
  start();
  const Language own = Language::from_tag(product.lang);
  std::size_t words = 0;
  for (const auto& title : product.title.entries) {
    const Language language = Language::from_tag(title.lang);
    const auto [terms, head] = add_text(title.text, language, field::kTitle);
    if (title_words_.title_length == 0) {
      words = tokens_of(terms);
      title_words_.title_length = TitleWords::length_code(words);
    }
    add_title_words(terms, language);
    if (phrases == nullptr) continue;
    const std::uint32_t weight = PhraseCounts::weight_of(product);
    for (const auto& phrase : title_phrases_.of(title.text, terms, head, language, product.brand)) {
      phrases->add(language, phrase, weight);
    }
  }
  for (const auto& description : product.description.entries) {
    const auto [terms, head] =
        add_text(description.text, Language::from_tag(description.lang), field::kDescription);
    if (&description == &product.description.entries.front()) words += tokens_of(terms);
  }
  title_words_.text_length = TitleWords::length_code(words);
  add_text(product.brand, own, field::kBrand);
  for (const Attribute& attribute : product.attributes) {
    for (const AttributeValue& value : attribute.values) {
      if (const auto* text = std::get_if<std::string>(&value)) {
        add_text(*text, own, field::kAttribute);
      }
    }
  }
  if (const std::uint32_t category = catalogue.category_code(product); category != 0) {
    for (auto node = category - 1; node != CategoryTree::kNone;
         node = catalogue.categories.nodes()[node].parent) {
      add_text(catalogue.categories.label(node, product.lang), own, field::kCategory);
    }
  }
  if (const std::uint32_t shop = catalogue.shop_code(product); shop != 0) {
    const Shop& seller = catalogue.shops[shop - 1];
    if (!seller.name.empty()) {
      add_text(seller.name, Language::from_tag(seller.lang.empty() ? product.lang : seller.lang),
               field::kShop);
    }
  }
  for (const std::string* identifier : {&product.id, &product.gtin, &product.mpn}) {
    if (identifier->empty()) continue;
    // Whole, however it is spelled. Its parts identify nothing: some are those of other products'
    // numbers ("Equivalent to TN6600"), or words of a name.
    add_term(casefold(*identifier), field::kIdentifier);
    add_term(identifier_form(*identifier), field::kIdentifier);
    add_text(*identifier, Language(), field::kAttribute);
  }
  return finish();
}

std::span<const TermCollector::Entry> TermCollector::collect(const Shop& shop,
                                                             const std::string& default_lang) {
  start();
  const Language language = Language::from_tag(shop.lang.empty() ? default_lang : shop.lang);
  add_text(shop.name.empty() ? shop.id : shop.name, language, field::kTitle);
  add_text(latin_form(shop.name), Language(), field::kShop);
  for (const std::string& alias : shop.aliases) {
    add_text(alias, language, field::kShop);
    add_text(latin_form(alias), Language(), field::kShop);
  }
  add_term(casefold(shop.id), field::kShop);
  return finish();
}

}  // namespace souk
