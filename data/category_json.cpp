// The category file.

#include <fmt/format.h>

#include <unordered_map>

#include "data/formats.h"
#include "data/json_fields.h"
#include "data/product_json.h"

namespace souk {
namespace {

LocalizedText read_synonyms(const JsonElement& value, const std::string& field) {
  simdjson::dom::object object;
  if (value.get(object) != simdjson::SUCCESS) {
    throw FieldError{field, "must be an object of language to array of strings"};
  }
  LocalizedText result;
  for (const auto& [key, words] : object) {
    const std::string place = field + "." + std::string(key);
    const auto tag = normalize_language_tag(key);
    if (!tag) throw FieldError{place, "is not a BCP 47 language tag"};
    for (std::string& word : read_array(words, place, read_text)) {
      result.entries.push_back({*tag, std::move(word)});
    }
  }
  return result;
}

Category read_category(const JsonElement& element, const std::string& place) {
  simdjson::dom::object object;
  if (element.get(object) != simdjson::SUCCESS) throw FieldError{place, "must be an object"};
  Category category;
  JsonElement member;
  if (object["id"].get(member) != simdjson::SUCCESS) throw FieldError{place + ".id", "is missing"};
  category.id = read_id(member, place + ".id");
  if (object["parent"].get(member) == simdjson::SUCCESS && !member.is_null()) {
    category.parent = read_id(member, place + ".parent");
  }
  if (object["name"].get(member) != simdjson::SUCCESS) {
    throw FieldError{place + ".name", "is missing"};
  }
  category.name = read_localized(member, place + ".name", "en");
  if (category.name.empty()) throw FieldError{place + ".name", "is empty"};
  if (object["synonyms"].get(member) == simdjson::SUCCESS && !member.is_null()) {
    category.synonyms = read_synonyms(member, place + ".synonyms");
  }
  return category;
}

/// Parents exist and no node is its own ancestor.
void check_tree(const std::vector<Category>& categories) {
  std::unordered_map<std::string_view, const Category*> by_id;
  for (const Category& category : categories) {
    if (!by_id.emplace(category.id, &category).second) {
      throw FieldError{"id", fmt::format("\"{}\" is given twice", category.id)};
    }
  }
  for (const Category& category : categories) {
    std::size_t steps = 0;
    for (const Category* node = &category; !node->parent.empty(); ++steps) {
      const auto parent = by_id.find(node->parent);
      if (parent == by_id.end()) {
        throw FieldError{"parent",
                         fmt::format("\"{}\" of \"{}\" does not exist", node->parent, node->id)};
      }
      if (steps > categories.size()) {
        throw FieldError{"parent", fmt::format("\"{}\" is part of a cycle", category.id)};
      }
      node = parent->second;
    }
  }
}

}  // namespace

Result<std::vector<Category>> parse_categories(std::string_view json) {
  try {
    simdjson::dom::parser parser;
    JsonElement document;
    const simdjson::padded_string padded(json);
    if (const auto error = parser.parse(padded).get(document)) {
      return fail(ErrorCode::bad_input,
                  fmt::format("is not valid JSON: {}", simdjson::error_message(error)));
    }
    auto categories = read_array(document, "", read_category);
    check_tree(categories);
    return categories;
  } catch (const FieldError& e) {
    return fail(ErrorCode::bad_input,
                e.field.empty() ? e.message : fmt::format("{}: {}", e.field, e.message), e.field);
  }
}

}  // namespace souk
