// The category file.

#include <fmt/format.h>

#include <unordered_map>

#include "data/formats.h"
#include "data/json_fault.h"
#include "data/json_fields.h"
#include "data/json_writer.h"
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

/// What is wrong with a node of the file.
struct NodeError {
  std::size_t node;
  FieldError error;
};

/// Ids are unique, parents exist, and no node is its own ancestor.
void check_tree(const std::vector<Category>& categories) {
  const auto wrong = [&](const Category& category, const char* member, std::string what) {
    const auto node = static_cast<std::size_t>(&category - categories.data());
    return NodeError{node, {fmt::format("[{}].{}", node, member), std::move(what)}};
  };
  std::unordered_map<std::string_view, const Category*> by_id;
  for (const Category& category : categories) {
    if (!by_id.emplace(category.id, &category).second) {
      throw wrong(category, "id", fmt::format("\"{}\" is given twice", category.id));
    }
  }
  for (const Category& category : categories) {
    std::size_t steps = 0;
    for (const Category* node = &category; !node->parent.empty(); ++steps) {
      const auto parent = by_id.find(node->parent);
      if (parent == by_id.end()) {
        throw wrong(*node, "parent",
                    fmt::format("\"{}\" of \"{}\" does not exist", node->parent, node->id));
      }
      if (steps > categories.size()) {
        throw wrong(category, "parent", fmt::format("\"{}\" is part of a cycle", category.id));
      }
      node = parent->second;
    }
  }
}

std::vector<Category> read_nodes(const JsonElement& document) {
  simdjson::dom::array array;
  if (document.get(array) != simdjson::SUCCESS) {
    throw NodeError{0, {"categories", "must be an array"}};
  }
  std::vector<Category> categories;
  for (const JsonElement element : array) {
    const std::size_t node = categories.size();
    try {
      categories.push_back(read_category(element, fmt::format("[{}]", node)));
    } catch (FieldError& e) {
      throw NodeError{node, std::move(e)};
    }
  }
  return categories;
}

/// The first element that is no JSON; the last one where only the array is broken.
std::size_t faulty_element(std::string_view json, const std::vector<JsonElementPlace>& places) {
  simdjson::dom::parser parser;
  for (std::size_t i = 0; i + 1 < places.size(); ++i) {
    std::string_view text = json.substr(places[i].offset, places[i + 1].offset - places[i].offset);
    text = text.substr(0, text.rfind(','));
    if (parser.parse(simdjson::padded_string(text)).error() != simdjson::SUCCESS) return i;
  }
  return places.empty() ? 0 : places.size() - 1;
}

}  // namespace

Result<std::vector<Category>> parse_categories(std::string_view json) {
  simdjson::dom::parser parser;
  JsonElement document;
  const simdjson::padded_string padded(json);
  try {
    if (const auto error = parser.parse(padded).get(document)) {
      throw NodeError{
          faulty_element(json, element_places(json)),
          {"categories", fmt::format("is not valid JSON: {}", simdjson::error_message(error))}};
    }
    auto categories = read_nodes(document);
    check_tree(categories);
    return categories;
  } catch (const NodeError& e) {
    const auto places = element_places(json);
    const std::uint64_t line = e.node < places.size() ? places[e.node].line : 1;
    return fail(ErrorCode::bad_input,
                fmt::format("{}: {}: {}", line, e.error.field, e.error.message), e.error.field);
  }
}

std::string categories_to_json(const std::vector<Category>& categories) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const Category& category : categories) {
    json.begin_object();
    json.member("id", std::string_view(category.id));
    json.key("parent");
    category.parent.empty() ? json.null() : json.value(std::string_view(category.parent));
    json.key("name").begin_object();
    for (const auto& name : category.name.entries) {
      json.member(name.lang, std::string_view(name.text));
    }
    json.end_object();
    std::vector<std::pair<std::string_view, std::vector<std::string_view>>> synonyms;
    for (const auto& [lang, word] : category.synonyms.entries) {
      if (synonyms.empty() || synonyms.back().first != lang) synonyms.push_back({lang, {}});
      synonyms.back().second.emplace_back(word);
    }
    json.key("synonyms").begin_object();
    for (const auto& [lang, words] : synonyms) {
      json.key(lang).begin_array();
      for (const std::string_view word : words) json.value(word);
      json.end_array();
    }
    json.end_object();
    json.end_object();
  }
  json.end_array();
  return out;
}

}  // namespace souk
