#pragma once
// The sample's words besides category names, as text: a row a line, cells split by '|', and after
// the columns that each table names one cell a language, in the order of kSampleLanguages. KINDS is
// the letters of the ProductKinds that a row fits, or '*'.
// Constants; any thread.

#include <string_view>

namespace souk::sample {

/// SLUG|cell…: colours in the form that stands alone ("Color: red"), so that none has to agree with
/// a noun.
extern const std::string_view kColorRows;
/// KINDS|cell…: what things are made of, in the same form.
extern const std::string_view kMaterialRows;
/// KINDS|cell…: what titles praise. Before the noun or after it as the language's style says, and
/// invariable for the same reason.
extern const std::string_view kPraiseRows;
/// KINDS|cell…: first sentences of descriptions. {n} noun, {b} brand, {c} colour, {k} model,
/// {l} category.
extern const std::string_view kOpeningRows;
/// KINDS|cell…: sentences that a kind of article has. {q} a small number, {p} watts, {s} storage.
extern const std::string_view kFeatureRows;
/// KINDS|cell…: last sentences. {q} a small number.
extern const std::string_view kClosingRows;
/// One row a language: LANG|countries|first words|last words of shop names, parts split by ','.
extern const std::string_view kShopNameRows;

}  // namespace souk::sample
