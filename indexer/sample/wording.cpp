#include "indexer/sample/wording.h"

namespace souk::sample {
namespace {

/// How a language puts a title together.
struct Style {
  enum class Order : std::uint8_t {
    praise_first,  ///< Brand Model Praise Noun (English, Turkish, Hindi, Japanese, Chinese, Korean)
    brand_first,   ///< Brand Model Noun praise (German, Dutch, Polish)
    noun_first,    ///< Noun Brand Model praise (French, Spanish, Russian, Arabic …)
  };
  Order order;
  bool spaced;             ///< spaces between a praise and its noun
  bool decimal_comma;      ///< 1,5 l
  std::string_view pause;  ///< between the title's parts
  std::string_view glue;   ///< between sentences
  std::string_view before_device;
  std::string_view after_device;
  std::string_view size;  ///< "taille", before a size
};

using enum Style::Order;
constexpr std::array<Style, kLanguages> kStyles = {{
    {praise_first, true, false, ", ", " ", "for ", "", "Size"},
    {noun_first, true, true, ", ", " ", "pour ", "", "taille"},
    {brand_first, true, true, ", ", " ", "für ", "", "Größe"},
    {noun_first, true, true, ", ", " ", "para ", "", "talla"},
    {noun_first, true, true, ", ", " ", "para ", "", "tamanho"},
    {noun_first, true, true, ", ", " ", "per ", "", "taglia"},
    {brand_first, true, true, ", ", " ", "voor ", "", "maat"},
    {brand_first, true, true, ", ", " ", "do ", "", "rozmiar"},
    {noun_first, true, true, ", ", " ", "для ", "", "размер"},
    {praise_first, true, true, ", ", " ", "", " uyumlu", "beden"},
    {noun_first, true, false, "، ", " ", "لهاتف ", "", "مقاس"},
    {praise_first, true, false, ", ", " ", "", " के लिए", "साइज़"},
    {praise_first, true, false, " ", "", "", "用", "サイズ"},
    {praise_first, false, false, " ", "", "适用", "", "尺码"},
    {praise_first, true, false, " ", " ", "", "용", "사이즈"},
    {noun_first, true, false, " ", " ", "สำหรับ ", "", "ไซส์"},
}};

/// A word that follows what is already there.
void append_word(std::string& out, std::string_view word) {
  if (word.empty()) return;
  if (!out.empty()) out += ' ';
  out += word;
}

std::string_view noun_of(const ProductDraft& draft, LanguageIndex language) {
  const CategoryWords& words = draft.leaf->words[language];
  if (draft.synonym == 0 || words.synonyms.empty()) return words.noun;
  return words.synonyms[(draft.synonym - 1) % words.synonyms.size()];
}

/// "1.5 l" as the language writes it.
std::string measure_text(const ProductDraft& draft, const Style& style) {
  std::string text = draft.measure.text;
  if (style.decimal_comma) {
    for (char& c : text) c = c == '.' ? ',' : c;
  }
  // Shops write 128GB as often as 128 GB.
  if ((draft.style & 1) != 0 && draft.measure.attribute == "Capacity") {
    std::erase(text, ' ');
  }
  return text;
}

bool says_model(const ProductDraft& draft) {
  const bool technical = KindSet::of("aegnsz").has(draft.leaf->kind);
  return (draft.style >> 1) % 100 < (technical ? 75u : 15u);
}

/// The praises and the noun, as one phrase for languages that praise first.
std::string praised_noun(const ProductDraft& draft, LanguageIndex language, const Style& style) {
  std::string phrase;
  for (const Phrase* praise : draft.praises) {
    if (praise == nullptr) continue;
    phrase += praise->cells[language];
    if (style.spaced) phrase += ' ';
  }
  return phrase += noun_of(draft, language);
}

void append_device(const ProductDraft& draft, const Style& style, std::string& out) {
  if (draft.compatible.empty()) return;
  std::string device(style.before_device);
  device += draft.compatible.front();
  device += style.after_device;
  append_word(out, device);
}

void append_details(const ProductDraft& draft, LanguageIndex language, const Style& style,
                    std::string& out) {
  const auto add = [&](std::string_view detail) { out.append(style.pause).append(detail); };
  const std::uint32_t choice = draft.style >> 8;
  if (draft.material != nullptr && choice % 10 < 3) add(draft.material->cells[language]);
  if (choice / 10 % 10 < 7) add(draft.color->cells[language]);
  if (draft.measure.text.empty()) return;
  if (draft.measure.attribute != "Size") {
    add(measure_text(draft, style));
  } else if (choice / 100 % 10 < 6) {
    add(std::string(style.size) + " " + measure_text(draft, style));
  }
}

/// Numbers that fit what sentences say with them.
struct Numbers {
  std::uint32_t quantity;
  std::uint32_t minutes;
  std::uint32_t height;
  std::uint32_t days;
  std::uint32_t months;
  std::uint32_t age;
};

Numbers numbers_of(const ProductDraft& draft) {
  const std::uint32_t bits = draft.style >> 4;
  Numbers n{5 + bits % 5, 5 + bits % 6, 60 + bits % 120, 2 + bits % 6, 12, 3 + bits % 10};
  if (draft.leaf->kind == ProductKind::wireless) n.quantity = 8 + 2 * (bits % 26);
  if (draft.leaf->kind == ProductKind::food) n.quantity = 20 + bits % 20;
  if (draft.leaf->kind == ProductKind::decor) n.height = 12 + bits % 40;
  if (KindSet::of("wf").has(draft.leaf->kind)) n.height = 166 + bits % 22;
  if (bits % 3 == 1) n.months = 18;
  if (bits % 3 == 2) n.months = 36;
  return n;
}

/// Appends a sentence with its {slots} filled.
void append_sentence(std::string_view sentence, const ProductDraft& draft, std::string_view maker,
                     LanguageIndex language, std::string& out) {
  const Numbers n = numbers_of(draft);
  while (true) {
    const std::size_t open = sentence.find('{');
    out.append(sentence.substr(0, open));
    if (open == std::string_view::npos) return;
    switch (sentence[open + 1]) {
      case 'n':
        out += noun_of(draft, language);
        break;
      case 'b':
        out += maker;
        break;
      case 'c':
        out += draft.color->cells[language];
        break;
      case 'k':
        out += draft.model;
        break;
      case 'l':
        out += draft.leaf->words[language].name;
        break;
      case 's':
        out += draft.measure.text;
        break;
      case 'p':
        out += std::to_string(draft.watts);
        break;
      case 'q':
        out += std::to_string(n.quantity);
        break;
      case 't':
        out += std::to_string(n.minutes);
        break;
      case 'h':
        out += std::to_string(n.height);
        break;
      case 'd':
        out += std::to_string(n.days);
        break;
      case 'w':
        out += std::to_string(n.months);
        break;
      case 'a':
        out += std::to_string(n.age);
        break;
      default:
        break;
    }
    sentence.remove_prefix(open + 3);
  }
}

}  // namespace

void append_title(const ProductDraft& draft, const Brands& brands, LanguageIndex language,
                  std::string& out) {
  const Style& style = kStyles[language];
  const std::string_view brand = draft.branded ? brands.name(draft.brand) : std::string_view();
  const std::string_view model = says_model(draft) ? std::string_view(draft.model) : "";
  std::string title;
  const auto add_praises = [&] {
    for (const Phrase* praise : draft.praises) {
      if (praise != nullptr) append_word(title, praise->cells[language]);
    }
  };
  switch (style.order) {
    case praise_first:
      append_word(title, brand);
      append_word(title, model);
      append_word(title, praised_noun(draft, language, style));
      break;
    case brand_first:
      append_word(title, brand);
      append_word(title, model);
      append_word(title, noun_of(draft, language));
      add_praises();
      break;
    case noun_first:
      append_word(title, noun_of(draft, language));
      append_word(title, brand);
      append_word(title, model);
      add_praises();
      break;
  }
  append_device(draft, style, title);
  append_details(draft, language, style, title);
  out += title;
}

void append_description(const ProductDraft& draft, std::string_view maker, LanguageIndex language,
                        std::string& out) {
  const Tables& words = tables();
  const ProductKind kind = draft.leaf->kind;
  const std::uint32_t choice = mix(draft.style) & 0xffff;
  const std::uint32_t sentences = 1 + (choice % 8 > 0 ? 1 : 0) + (choice % 8 > 3 ? 1 : 0);
  const auto say = [&](const std::vector<Phrase>& rows, std::uint32_t which) {
    if (rows.empty()) return;
    append_sentence(rows[which % rows.size()].cells[language], draft, maker, language, out);
  };
  say(rows_for(words.openings, kind), choice >> 3);
  if (sentences < 2) return;
  out += kStyles[language].glue;
  say(rows_for(words.features, kind), choice >> 6);
  if (sentences < 3) return;
  out += kStyles[language].glue;
  say(rows_for(words.closings, kind), choice >> 9);
}

}  // namespace souk::sample
