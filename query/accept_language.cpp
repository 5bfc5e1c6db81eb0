#include "query/accept_language.h"

#include <algorithm>
#include <optional>

#include "analyzers/language.h"
#include "data/ascii.h"
#include "data/formats.h"

namespace souk {
namespace {

/// A qvalue in thousandths: 0 to 1 with at most three digits after the point.
std::optional<int> parse_weight(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  int weight = (text[0] - '0') * 1000;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int unit = 100;
  for (const char c : text.substr(std::min<std::size_t>(text.size(), 2))) {
    if (c < '0' || c > '9') return std::nullopt;
    weight += (c - '0') * unit;
    unit /= 10;
  }
  if (weight > 1000) return std::nullopt;
  return weight;
}

struct Preference {
  std::string tag;
  int weight;
};

/// "fr-CH" or "fr-CH ; q=0.9"
std::optional<Preference> parse_preference(std::string_view entry) {
  const std::size_t semicolon = entry.find(';');
  const auto tag = normalize_language_tag(trim(entry.substr(0, semicolon)));
  if (!tag) return std::nullopt;
  if (semicolon == std::string_view::npos) return Preference{*tag, 1000};
  const std::string_view parameter = trim(entry.substr(semicolon + 1));
  if (parameter.size() < 2 || (parameter[0] | 0x20) != 'q' || parameter[1] != '=') {
    return std::nullopt;
  }
  const auto weight = parse_weight(parameter.substr(2));
  if (!weight) return std::nullopt;
  return Preference{*tag, *weight};
}

}  // namespace

std::vector<std::string> accepted_languages(std::string_view header) {
  std::vector<Preference> preferences;
  while (!header.empty()) {
    const std::size_t comma = header.find(',');
    if (auto preference = parse_preference(header.substr(0, comma));
        preference && preference->weight > 0) {
      preferences.push_back(std::move(*preference));
    }
    header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
  }
  std::stable_sort(preferences.begin(), preferences.end(),
                   [](const Preference& a, const Preference& b) { return a.weight > b.weight; });
  std::vector<std::string> tags;
  tags.reserve(preferences.size());
  for (Preference& preference : preferences) tags.push_back(std::move(preference.tag));
  return tags;
}

std::string first_supported_language(std::string_view header) {
  for (std::string& tag : accepted_languages(header)) {
    if (!Language::from_tag(tag).is_generic()) return std::move(tag);
  }
  return {};
}

}  // namespace souk
