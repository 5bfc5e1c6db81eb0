#include "data/product_json.h"

#include <fmt/format.h>

#include <functional>
#include <unordered_map>

#include "data/cards.h"
#include "data/formats.h"
#include "data/json_fault.h"
#include "data/json_fields.h"
#include "data/json_writer.h"
#include "data/wide_integers.h"

namespace souk {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxCategoryDepth = 16;

template <class Object>
using Reader = std::function<void(const JsonElement&, const std::string& field, Object&)>;
template <class Object>
using Readers = std::unordered_map<std::string_view, Reader<Object>>;

AttributeValue read_attribute_value(const JsonElement& value, const std::string& field) {
  bool flag = false;
  if (value.get(flag) == simdjson::SUCCESS) return flag;
  double number = 0;
  if (value.get(number) == simdjson::SUCCESS) return number;
  if (!value.is_string()) {
    throw FieldError{field, "must be a string, a number, true, false or an array of strings"};
  }
  return read_text(value, field);
}

std::vector<Attribute> read_attributes(const JsonElement& value, const std::string& field) {
  simdjson::dom::object object;
  if (value.get(object) != simdjson::SUCCESS) throw FieldError{field, "must be an object"};
  refuse_doubled_keys(object, field);
  std::vector<Attribute> attributes;
  for (const auto& [key, member] : object) {
    if (member.is_null()) continue;
    Attribute attribute;
    attribute.name = key;
    const std::string place = field + "." + attribute.name;
    if (key.empty()) throw FieldError{field, "has an attribute without a name"};
    if (key.find('\0') != std::string_view::npos || !is_valid_utf8(key)) {
      throw FieldError{field, "has an attribute with a NUL or a lone surrogate in its name"};
    }
    attribute.array = member.is_array();
    if (attribute.array) {
      for (std::string& text : read_array(member, place, read_text)) {
        attribute.values.emplace_back(std::move(text));
      }
    } else {
      attribute.values.push_back(read_attribute_value(member, place));
    }
    attributes.push_back(std::move(attribute));
  }
  return attributes;
}

void read_category(const JsonElement& value, const std::string& field, Product& product) {
  if (value.is_string()) {
    product.category_id = read_id(value, field);
    return;
  }
  if (!value.is_array()) {
    throw FieldError{field, "must be an array of names from the root, or a category's id"};
  }
  product.category_path =
      read_array(value, field, [](const JsonElement& name, const std::string& at) {
        std::string text = read_text(name, at);
        if (is_blank(text)) throw FieldError{at, "is empty"};
        return text;
      });
  if (product.category_path.size() > kMaxCategoryDepth) {
    throw FieldError{field, fmt::format("has more than {} levels", kMaxCategoryDepth)};
  }
}

const Readers<Product>& product_readers() {
  using E = JsonElement;
  using F = std::string;
  static const Readers<Product> readers = {
      {"id", [](const E& v, const F& f, Product& p) { p.id = read_id(v, f); }},
      {"title", [](const E& v, const F& f, Product& p) { p.title = read_localized(v, f, p.lang); }},
      {"description",
       [](const E& v, const F& f, Product& p) { p.description = read_localized(v, f, p.lang); }},
      {"lang", [](const E&, const F&, Product&) {}},  // read first, texts need it
      {"brand", [](const E& v, const F& f, Product& p) { p.brand = read_text(v, f); }},
      {"category", read_category},
      {"shop_id", [](const E& v, const F& f, Product& p) { p.shop_id = read_id(v, f); }},
      {"price", [](const E& v, const F& f, Product& p) { p.price = read_money(v, f); }},
      {"list_price", [](const E& v, const F& f, Product& p) { p.list_price = read_money(v, f); }},
      {"sales", [](const E& v, const F& f, Product& p) { p.sales = read_count(v, f); }},
      {"rating", [](const E& v, const F& f, Product& p) { p.rating = read_rating(v, f); }},
      {"review_count",
       [](const E& v, const F& f, Product& p) { p.review_count = read_count(v, f); }},
      {"free_shipping",
       [](const E& v, const F& f, Product& p) { p.free_shipping = read_flag(v, f); }},
      {"stock", [](const E& v, const F& f, Product& p) { p.stock = read_count(v, f); }},
      {"ships_to",
       [](const E& v, const F& f, Product& p) { p.ships_to = read_array(v, f, read_country); }},
      {"images", [](const E& v, const F& f, Product& p) { p.images = read_array(v, f, read_url); }},
      {"attributes",
       [](const E& v, const F& f, Product& p) { p.attributes = read_attributes(v, f); }},
      {"gtin", [](const E& v, const F& f, Product& p) { p.gtin = read_text(v, f); }},
      {"mpn", [](const E& v, const F& f, Product& p) { p.mpn = read_text(v, f); }},
      {"group", [](const E& v, const F& f, Product& p) { p.group = read_text(v, f); }},
      {"created_at",
       [](const E& v, const F& f, Product& p) { p.created_at = read_timestamp(v, f); }},
  };
  return readers;
}

const Readers<Shop>& shop_readers() {
  using E = JsonElement;
  using F = std::string;
  static const Readers<Shop> readers = {
      {"id", [](const E& v, const F& f, Shop& s) { s.id = read_id(v, f); }},
      {"name", [](const E& v, const F& f, Shop& s) { s.name = read_text(v, f); }},
      {"aliases", [](const E& v, const F& f, Shop& s) { s.aliases = read_array(v, f, read_text); }},
      {"lang", [](const E& v, const F& f, Shop& s) { s.lang = read_language(v, f); }},
      {"country", [](const E& v, const F& f, Shop& s) { s.country = read_country(v, f); }},
      {"rating", [](const E& v, const F& f, Shop& s) { s.rating = read_rating(v, f); }},
      {"review_count", [](const E& v, const F& f, Shop& s) { s.review_count = read_count(v, f); }},
      {"opened_at", [](const E& v, const F& f, Shop& s) { s.opened_at = read_timestamp(v, f); }},
      {"logo", [](const E& v, const F& f, Shop& s) { s.logo = read_url(v, f); }},
  };
  return readers;
}

}  // namespace

struct FeedParser::Impl {
  std::string default_lang;
  simdjson::dom::parser parser;
  /// The last line has integers beyond 64 bits: its values in the DOM are rounded.
  bool rounded = false;

  simdjson::dom::object object(std::string_view line) {
    if (parser.max_depth() != kMaxDepth) {
      if (parser.allocate(64U << 10, kMaxDepth) != simdjson::SUCCESS) throw std::bad_alloc();
    }
    JsonElement document;
    auto error = parser.parse(line.data(), line.size()).get(document);
    rounded = error == simdjson::NUMBER_ERROR;
    if (rounded) error = parser.parse(wide_integers_as_floats(line)).get(document);
    if (error != simdjson::SUCCESS) {
      throw FieldError{faulty_member(line, kMaxDepth - 1),
                       fmt::format("is not valid JSON: {}", simdjson::error_message(error))};
    }
    simdjson::dom::object result;
    if (document.get(result) != simdjson::SUCCESS) throw FieldError{"", "must be a JSON object"};
    refuse_doubled_keys(result, "");
    return result;
  }
};

FeedParser::FeedParser(std::string default_lang) : impl_(std::make_unique<Impl>()) {
  impl_->default_lang = std::move(default_lang);
}
FeedParser::~FeedParser() = default;
FeedParser::FeedParser(FeedParser&&) noexcept = default;
FeedParser& FeedParser::operator=(FeedParser&&) noexcept = default;

Result<Product> FeedParser::product(std::string_view line) {
  try {
    const simdjson::dom::object object = impl_->object(line);
    Product product;
    product.lang = impl_->default_lang;
    JsonElement lang;
    if (object["lang"].get(lang) == simdjson::SUCCESS && !lang.is_null()) {
      product.lang = read_language(lang, "lang");
    }
    const auto written = impl_->rounded ? member_values(line) : std::vector<std::string>();
    std::size_t member = 0;
    for (const auto& [key, value] : object) {
      const auto reader = product_readers().find(key);
      const std::size_t at = member++;
      if (reader == product_readers().end()) {
        if (key.find('\0') != std::string_view::npos || !is_valid_utf8(key)) {
          throw FieldError{"", "has a field with a NUL or a lone surrogate in its name"};
        }
        product.extra.emplace_back(key, impl_->rounded ? written[at] : simdjson::minify(value));
      } else if (!value.is_null()) {
        reader->second(value, std::string(key), product);
      }
    }
    if (product.id.empty()) throw FieldError{"id", "is missing"};
    if (product.title.empty()) throw FieldError{"title", "is missing or empty"};
    return product;
  } catch (const FieldError& e) {
    return fail(ErrorCode::bad_input, e.message, e.field);
  }
}

Result<Shop> FeedParser::shop(std::string_view line) {
  try {
    Shop shop;
    for (const auto& [key, value] : impl_->object(line)) {
      const auto reader = shop_readers().find(key);
      if (reader != shop_readers().end() && !value.is_null()) {
        reader->second(value, std::string(key), shop);
      }
    }
    if (shop.id.empty()) throw FieldError{"id", "is missing"};
    if (is_blank(shop.name)) {
      throw FieldError{"name", "is missing or empty"};
    }
    return shop;
  } catch (const FieldError& e) {
    return fail(ErrorCode::bad_input, e.message, e.field);
  }
}

std::string product_to_json(const Product& p) {
  std::string out;
  JsonWriter json(out);
  const auto money = [&](std::string_view name, const std::optional<Money>& value) {
    if (!value) return;
    json.key(name).begin_object();
    json.member("amount", value->amount);
    json.member("currency", value->currency.code());
    json.end_object();
  };
  const auto text = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) json.member(name, std::string_view(value));
  };
  const auto localized = [&](std::string_view name, const LocalizedText& value) {
    if (value.empty()) return;
    json.key(name).begin_object();
    for (const auto& entry : value.entries) json.member(entry.lang, std::string_view(entry.text));
    json.end_object();
  };
  const auto list = [&](std::string_view name, const std::vector<std::string>& values) {
    json.key(name).begin_array();
    for (const std::string& value : values) json.value(std::string_view(value));
    json.end_array();
  };
  json.begin_object();
  text("id", p.id);
  text("lang", p.lang);
  localized("title", p.title);
  localized("description", p.description);
  text("brand", p.brand);
  if (!p.category_path.empty()) list("category", p.category_path);
  text("category", p.category_id);
  text("shop_id", p.shop_id);
  money("price", p.price);
  money("list_price", p.list_price);
  json.member("sales", p.sales);
  if (p.rating) json.member("rating", *p.rating);
  json.member("review_count", p.review_count);
  json.member("free_shipping", p.free_shipping);
  if (p.stock) json.member("stock", *p.stock);
  if (p.ships_to) list("ships_to", *p.ships_to);
  if (!p.images.empty()) list("images", p.images);
  if (!p.attributes.empty()) json.key("attributes").raw(attributes_json(p.attributes));
  text("gtin", p.gtin);
  text("mpn", p.mpn);
  text("group", p.group);
  if (p.created_at) json.member("created_at", std::string_view(format_timestamp(*p.created_at)));
  for (const auto& [name, value] : p.extra) json.key(name).raw(value);
  json.end_object();
  return out;
}

std::string shop_to_json(const Shop& s) {
  std::string out;
  JsonWriter json(out);
  const auto text = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) json.member(name, std::string_view(value));
  };
  json.begin_object();
  text("id", s.id);
  text("name", s.name);
  if (!s.aliases.empty()) {
    json.key("aliases").begin_array();
    for (const std::string& alias : s.aliases) json.value(std::string_view(alias));
    json.end_array();
  }
  text("lang", s.lang);
  text("country", s.country);
  if (s.rating) json.member("rating", *s.rating);
  json.member("review_count", s.review_count);
  if (s.opened_at) json.member("opened_at", std::string_view(format_timestamp(*s.opened_at)));
  text("logo", s.logo);
  json.end_object();
  return out;
}

}  // namespace souk
