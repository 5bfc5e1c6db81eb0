#include "data/cards.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "data/json_writer.h"

namespace souk {
namespace {

/// A card holds parts of one feed line, which is at most 1 MiB: anything far larger is not ours.
constexpr std::size_t kMostCardBytes = std::size_t{16} << 20;

struct Header {
  std::uint16_t titles;
  std::uint16_t descriptions;
  std::uint32_t own_lang;
  std::uint32_t brand;
  std::uint32_t image;
  std::uint32_t attributes;
  std::uint32_t extra;
};
static_assert(sizeof(Header) == 24);

struct TextLengths {
  std::uint32_t lang;
  std::uint32_t json;
};

// One text of a card and how well its language fits what was asked.
struct Choice {
  std::string_view lang;
  std::string_view json;
  int fit = 0;
};

// Higher is better: the asked language, its base, the product's own, English, the first given.
int fit_of(std::string_view lang, std::string_view asked, std::string_view own) {
  if (lang == asked) return 5;
  if (lang == asked.substr(0, asked.find('-'))) return 4;
  if (lang == own) return 3;
  if (lang == "en") return 2;
  return 1;
}

std::string json_or_null(std::string_view text) {
  std::string json;
  if (text.empty()) return "null";
  append_json_string(json, text);
  return json;
}

template <class T>
void append_bytes(std::string& out, const T& value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

bool is_hit_member(std::string_view name) {
  static constexpr std::array<std::string_view, 17> kMembers = {
      "id",         "title",      "description", "image",  "brand",        "category",      "shop",
      "price",      "list_price", "sales",       "rating", "review_count", "free_shipping", "stock",
      "attributes", "highlights", "explain"};
  return std::find(kMembers.begin(), kMembers.end(), name) != kMembers.end();
}

std::string attributes_json(const std::vector<Attribute>& attributes) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  for (const Attribute& attribute : attributes) {
    json.key(attribute.name);
    const bool array = attribute.array;
    if (array) json.begin_array();
    for (const AttributeValue& value : attribute.values) {
      std::visit([&](const auto& v) { json.value(v); }, value);
    }
    if (array) json.end_array();
  }
  json.end_object();
  return out;
}

void append_card(const Product& product, std::string& out) {
  const std::string brand = json_or_null(product.brand);
  const std::string image = json_or_null(product.images.empty() ? "" : product.images.front());
  const std::string attributes = attributes_json(product.attributes);
  std::string extra;
  for (const auto& [name, value] : product.extra) {
    if (is_hit_member(name)) continue;
    extra += ',';
    append_json_string(extra, name);
    extra += ':';
    extra += value;
  }
  const auto length = [](std::string_view s) { return static_cast<std::uint32_t>(s.size()); };
  append_bytes(out, Header{static_cast<std::uint16_t>(product.title.entries.size()),
                           static_cast<std::uint16_t>(product.description.entries.size()),
                           length(product.lang), length(brand), length(image), length(attributes),
                           length(extra)});
  std::string texts;
  for (const LocalizedText* text : {&product.title, &product.description}) {
    for (const auto& entry : text->entries) {
      texts += entry.lang;
      const std::size_t before = texts.size();
      append_json_string(texts, entry.text);
      append_bytes(
          out, TextLengths{length(entry.lang), static_cast<std::uint32_t>(texts.size() - before)});
    }
  }
  for (const std::string_view part :
       std::array<std::string_view, 6>{product.lang, brand, image, attributes, extra, texts}) {
    out += part;
  }
}

Result<Cards> Cards::open(const SectionFile& file, std::size_t products) {
  const auto cards = RowTable<char>::open(file, "card");
  if (!cards) return cards.error();
  if (cards->rows() != products) return file.damaged("card", "has a card too many or too few");
  const auto dictionary = file.array<char>("dictionary");
  if (!dictionary) return dictionary.error();
  Cards result;
  result.cards_ = *cards;
  if (!dictionary->empty()) result.decompressor_.emplace(*dictionary);
  return result;
}

std::span<const char> Cards::bytes_of(Docid doc, std::shared_ptr<const std::string>& keep) const {
  if (!decompressor_) return cards_[doc];
  auto text = decompressor_->decompress(cards_[doc], kMostCardBytes);
  if (!text) return {};
  keep = std::make_shared<const std::string>(std::move(*text));
  return *keep;
}

Result<Card> Cards::card(Docid doc, std::string_view lang) const {
  const auto damaged = [&] {
    return fail(ErrorCode::corrupt, "cards: card " + std::to_string(doc) + " is damaged");
  };
  Card card;
  const std::span<const char> bytes = bytes_of(doc, card.bytes);
  Header header{};
  if (bytes.size() < sizeof header) return damaged();
  std::memcpy(&header, bytes.data(), sizeof header);
  const std::size_t texts = std::size_t{header.titles} + header.descriptions;
  std::size_t at = sizeof header + texts * sizeof(TextLengths);
  bool fits = true;
  const auto take = [&](std::size_t length) -> std::string_view {
    if (at > bytes.size() || length > bytes.size() - at) {
      fits = false;
      return {};
    }
    const std::string_view view(bytes.data() + at, length);
    at += length;
    return view;
  };
  const std::string_view own = take(header.own_lang);
  card.brand = take(header.brand);
  card.image = take(header.image);
  card.attributes = take(header.attributes);
  card.extra = take(header.extra);
  if (!fits) return damaged();
  Choice title{"", "\"\"", 0};
  Choice description{"", "null", 0};
  for (std::size_t i = 0; i < texts; ++i) {
    TextLengths lengths{};
    std::memcpy(&lengths, bytes.data() + sizeof header + i * sizeof lengths, sizeof lengths);
    const std::string_view text_lang = take(lengths.lang);
    const std::string_view json = take(lengths.json);
    if (!fits) return damaged();
    Choice& choice = i < header.titles ? title : description;
    if (const int fit = fit_of(text_lang, lang, own); fit > choice.fit) {
      choice = {text_lang, json, fit};
    }
  }
  card.title = title.json;
  card.title_lang = title.lang;
  card.description = description.json;
  card.description_lang = description.lang;
  return card;
}

std::optional<std::pair<std::string_view, std::string_view>> Cards::nth_title(
    std::span<const char> bytes, std::size_t n) {
  Header header{};
  if (bytes.size() < sizeof header) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof header);
  if (n >= header.titles) return std::nullopt;
  const std::size_t texts = std::size_t{header.titles} + header.descriptions;
  std::uint64_t at = sizeof header + texts * sizeof(TextLengths) + header.own_lang +
                     std::uint64_t{header.brand} + header.image + header.attributes + header.extra;
  if (sizeof header + texts * sizeof(TextLengths) > bytes.size()) return std::nullopt;
  TextLengths lengths{};
  for (std::size_t i = 0;; ++i) {
    std::memcpy(&lengths, bytes.data() + sizeof header + i * sizeof lengths, sizeof lengths);
    if (i == n) break;
    at += std::uint64_t{lengths.lang} + lengths.json;
  }
  if (at + lengths.lang + lengths.json > bytes.size()) return std::nullopt;
  const std::string_view all(bytes.data(), bytes.size());
  return std::pair(all.substr(at, lengths.lang), all.substr(at + lengths.lang, lengths.json));
}

}  // namespace souk
