// Rules from TOML; whatever is wrong is named by its line.

#include <fmt/format.h>

#include <chrono>
#include <set>

#include "analyzers/language.h"
#include "data/formats.h"
#include "data/toml_text.h"
#include "query/request.h"
#include "query/rules.h"

namespace souk {
namespace {

constexpr double kDefaultBy = 0.5;

class RuleParser {
 public:
  RuleParser(const toml::table& table, const std::string& file) : table_(table), file_(file) {}

  Result<Rule> parse() {
    for (const auto& [key, node] : table_) {
      if (auto taken = take(key.str(), node); !taken) return taken.error();
    }
    if (rule_.id.empty()) return wrong(table_, "id", "every rule has one");
    const bool acts = !rule_.pin.empty() || !rule_.hide.empty() || !rule_.boosts.empty() ||
                      rule_.filter != nullptr || !rule_.redirect.empty();
    if (!acts) return wrong(table_, "pin", "the rule does nothing: pin, hide, boost, … is missing");
    if (rule_.contains && rule_.queries.empty()) {
      return wrong(*table_.get("match"), "match", "there is no query to match");
    }
    if (rule_.from >= rule_.until) return wrong(*table_.get("until"), "until", "it is before from");
    return std::move(rule_);
  }

 private:
  [[nodiscard]] Error wrong(const toml::node& node, std::string_view key,
                            const std::string& what) const {
    const std::string id = table_["id"].value_or(std::string());
    return fail(ErrorCode::bad_input,
                fmt::format("{}:{}: {}{}: {}", file_, node.source().begin.line,
                            id.empty() ? "" : fmt::format("rule \"{}\": ", id), key, what),
                std::string(key));
  }

  Result<void> take(std::string_view key, const toml::node& node) {
    if (key == "id") return take_text(node, key, rule_.id);
    if (key == "query") return take_queries(node);
    if (key == "match") return take_match(node);
    if (key == "category") return take_list(node, key, rule_.categories);
    if (key == "lang") return take_languages(node);
    if (key == "from") return take_moment(node, key, rule_.from, 0);
    if (key == "until") return take_moment(node, key, rule_.until, 1);
    if (key == "pin") {
      return take_each(node, key, [this](const toml::node& each) { return take_pin(each); });
    }
    if (key == "hide") return take_list(node, key, rule_.hide);
    if (key == "boost" || key == "bury") return take_boosts(node, key, key == "bury");
    if (key == "filter") return take_filter(node, key, rule_.filter);
    if (key == "redirect") return take_redirect(node);
    return wrong(node, key, "no such key");
  }

  Result<void> take_text(const toml::node& node, std::string_view key, std::string& into) const {
    const auto text = node.value_exact<std::string>();
    if (!text || is_blank(*text)) return wrong(node, key, "must be a string that is not empty");
    into = *text;
    return {};
  }

  /// Calls take(node) with a value, or with each of an array of them.
  template <class Take>
  Result<void> take_each(const toml::node& node, std::string_view key, Take take) const {
    const toml::array* array = node.as_array();
    if (array == nullptr) return take(node);
    if (array->empty()) return wrong(node, key, "must not be empty");
    for (const toml::node& each : *array) {
      if (auto taken = take(each); !taken) return taken;
    }
    return {};
  }

  /// A string, or an array of strings.
  Result<void> take_list(const toml::node& node, std::string_view key,
                         std::vector<std::string>& into) const {
    return take_each(node, key, [&](const toml::node& each) {
      return take_text(each, key, into.emplace_back());
    });
  }

  Result<void> take_queries(const toml::node& node) {
    if (auto taken = take_list(node, "query", rule_.queries); !taken) return taken;
    Analyzer analyzer;
    for (const std::string& query : rule_.queries) {
      if (analyzer.analyze_query(query, Language()).empty()) {
        return wrong(node, "query", fmt::format("\"{}\" has no words", query));
      }
    }
    return {};
  }

  Result<void> take_match(const toml::node& node) {
    const auto text = node.value_exact<std::string>().value_or("");
    if (text != "exact" && text != "contains") {
      return wrong(node, "match", "must be \"exact\" or \"contains\"");
    }
    rule_.contains = text == "contains";
    return {};
  }

  Result<void> take_languages(const toml::node& node) {
    if (auto taken = take_list(node, "lang", rule_.languages); !taken) return taken;
    for (std::string& tag : rule_.languages) {
      const auto normal = normalize_language_tag(tag);
      if (!normal) return wrong(node, "lang", fmt::format("\"{}\" is not a language tag", tag));
      tag = *normal;
    }
    return {};
  }

  /// `days`: how many begin after a date before the moment that is meant.
  Result<void> take_moment(const toml::node& node, std::string_view key, std::int64_t& into,
                           int days) const {
    using namespace std::chrono;
    const auto day_of = [](const toml::date& date) {
      return sys_days(year(date.year) / month(date.month) / day(date.day));
    };
    if (const auto* date = node.as_date()) {
      into =
          duration_cast<seconds>((day_of(date->get()) + std::chrono::days(days)).time_since_epoch())
              .count();
      return {};
    }
    const auto* moment = node.as_date_time();
    if (moment == nullptr) return wrong(node, key, "must be a date, or a date and time");
    const toml::date_time& value = moment->get();
    const auto offset = value.offset ? minutes(value.offset->minutes) : minutes(0);
    const auto time = day_of(value.date) + hours(value.time.hour) + minutes(value.time.minute) +
                      seconds(value.time.second) - offset;
    into = duration_cast<seconds>(time.time_since_epoch()).count();
    return {};
  }

  Result<void> take_filter(const toml::node& node, std::string_view key,
                           std::shared_ptr<const FilterNode>& into) const {
    std::string text;
    if (auto taken = take_text(node, key, text); !taken) return taken;
    auto filter = parse_filter(text);
    if (!filter) return wrong(node, key, filter.error().message);
    into = std::make_shared<const FilterNode>(std::move(*filter));
    return {};
  }

  /// An id, or a table {id, position}.
  Result<void> take_pin(const toml::node& node) {
    Pin& pin = rule_.pin.emplace_back();
    const toml::table* table = node.as_table();
    if (table == nullptr) return take_text(node, "pin", pin.id);
    for (const auto& [name, value] : *table) {
      if (name == "id") {
        if (auto taken = take_text(value, "pin: id", pin.id); !taken) return taken;
      } else if (name == "position") {
        const auto position = value.value_exact<std::int64_t>().value_or(0);
        if (position < 1 || position > static_cast<std::int64_t>(kMaxResultWindow)) {
          return wrong(
              value, "pin",
              fmt::format("position must be a whole number from 1 to {}", kMaxResultWindow));
        }
        pin.position = static_cast<std::uint32_t>(position);
      } else {
        return wrong(value, "pin", fmt::format("{}: no such key", name.str()));
      }
    }
    if (pin.id.empty()) return wrong(node, "pin", "id is missing");
    return {};
  }

  Result<void> take_boosts(const toml::node& node, std::string_view key, bool buries) {
    const toml::array* array = node.as_array();
    if (array == nullptr || array->empty()) {
      return wrong(node, key, "must be an array of tables {filter, by}");
    }
    for (const toml::node& each : *array) {
      const toml::table* table = each.as_table();
      if (table == nullptr) return wrong(each, key, "must be a table {filter, by}");
      RuleBoost boost;
      boost.buries = buries;
      boost.by = kDefaultBy;
      for (const auto& [name, value] : *table) {
        if (name == "filter") {
          if (auto taken = take_filter(value, key, boost.filter); !taken) return taken;
          boost.text = value.value_or(std::string());
        } else if (name == "by") {
          boost.by = value.value_or(0.0);
          if (!(boost.by > 0 && boost.by <= 1)) {
            return wrong(value, key, "by must be above 0 and at most 1");
          }
        } else {
          return wrong(value, key, fmt::format("{}: no such key", name.str()));
        }
      }
      if (!boost.filter) return wrong(each, key, "filter is missing");
      rule_.boosts.push_back(std::move(boost));
    }
    return {};
  }

  Result<void> take_redirect(const toml::node& node) {
    if (auto taken = take_text(node, "redirect", rule_.redirect); !taken) return taken;
    const std::string& to = rule_.redirect;
    const bool is_path = to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\");
    if (!is_path && !to.starts_with("https://") && !to.starts_with("http://")) {
      return wrong(node, "redirect", "must be an http or https URL, or a path that begins with /");
    }
    return {};
  }

  const toml::table& table_;
  const std::string& file_;
  Rule rule_;
};

}  // namespace

Result<std::vector<Rule>> parse_rules(std::string_view toml, const std::string& file) {
  const auto document = parse_toml(toml, file);
  if (!document) return document.error();
  std::vector<Rule> rules;
  std::set<std::string> ids;
  for (const auto& [key, node] : *document) {
    const auto at = [&](const toml::node& place, const std::string& what) {
      return fail(ErrorCode::bad_input,
                  fmt::format("{}:{}: {}", file, place.source().begin.line, what), "rule");
    };
    const toml::array* array = node.as_array();
    if (key != "rule" || array == nullptr) {
      return at(node, fmt::format("{}: only [[rule]] tables are known here", key.str()));
    }
    for (const toml::node& each : *array) {
      const toml::table* table = each.as_table();
      if (table == nullptr) return at(each, "rule: must be a table");
      auto rule = RuleParser(*table, file).parse();
      if (!rule) return rule.error();
      if (!ids.insert(rule->id).second) {
        return at(each, fmt::format("rule \"{}\": there is another one of this id", rule->id));
      }
      rules.push_back(std::move(*rule));
    }
  }
  return rules;
}

}  // namespace souk
