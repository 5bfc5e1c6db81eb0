#include "query/ranking.h"

#include <fmt/format.h>

#include "data/toml_text.h"
#include "query/ranking_text.h"

namespace souk {
namespace {

/// A number of the file: its table and key, where it goes and how much it may be.
struct Weight {
  const char* table;
  const char* key;
  double Ranking::*into;
  double most;
  bool may_be_zero;
};
/// The same of one ranking; null for a key that there is not.
struct Place {
  double* number = nullptr;
  double most = 0;
  bool may_be_zero = true;
};
constexpr std::array<Weight, 9> kWeights = {
    {{"further", "fields", &Ranking::further, 0.2, true},
     {"matches", "typo", &Ranking::typo, 1, false},
     {"matches", "split", &Ranking::split, 1, false},
     {"matches", "prefix", &Ranking::prefix, 1, false},
     {"second", "hits", &Ranking::second_hits, kMostSecondHits, true},
     {"second", "phrase", &Ranking::phrase, 0.5, true},
     {"second", "sales", &Ranking::sales, 0.05, true},
     {"second", "title", &Ranking::title, 0.05, true},
     {"second", "text", &Ranking::text, 0.05, true}}};
constexpr double kMostOfField = 8;

Place place_of(Ranking& ranking, std::string_view table, std::string_view key) {
  for (std::size_t i = 0; table == "fields" && i < kRankedFields.size(); ++i) {
    if (key == kRankedFields[i].second) return {&ranking.fields[i], kMostOfField};
  }
  for (const Weight& weight : kWeights) {
    if (table != weight.table || key != weight.key) continue;
    return {&(ranking.*weight.into), weight.most, weight.may_be_zero};
  }
  return {};
}

void weigh_masks(Ranking& ranking) {
  for (unsigned mask = 0; mask < ranking.mask_weights.size(); ++mask) {
    double best = 0;
    double sum = 0;
    for (std::size_t i = 0; i < kRankedFields.size(); ++i) {
      if ((mask & kRankedFields[i].first) == 0) continue;
      best = std::max(best, ranking.fields[i]);
      sum += ranking.fields[i];
    }
    ranking.mask_weights[mask] = static_cast<std::uint16_t>(
        std::lround(kWeightSteps * (best + ranking.further * (sum - best))));
  }
}

Result<Ranking> parse_over(Ranking ranking, std::string_view text, const std::string& file) {
  const auto document = parse_toml(text, file);
  if (!document) return document.error();
  const auto wrong = [&](const toml::node& node, std::string_view key, const std::string& what) {
    return fail(ErrorCode::bad_input,
                fmt::format("{}:{}: {}: {}", file, node.source().begin.line, key, what),
                std::string(key));
  };
  for (const auto& [name, node] : *document) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return wrong(node, name.str(), "no such key");
    for (const auto& [key, value] : *table) {
      const Place place = place_of(ranking, name.str(), key.str());
      const std::string full = fmt::format("{}.{}", name.str(), key.str());
      if (place.number == nullptr) return wrong(value, full, "no such key");
      const auto number = value.value<double>();
      if (!number || !(*number >= 0 && *number <= place.most) ||
          (*number == 0 && !place.may_be_zero)) {
        return wrong(value, full,
                     fmt::format("must be a number {} and at most {}",
                                 place.may_be_zero ? "from 0" : "above 0", place.most));
      }
      *place.number = *number;
    }
  }
  weigh_masks(ranking);
  return ranking;
}

}  // namespace

const std::shared_ptr<const Ranking>& Ranking::built_in() {
  static const auto ranking = std::make_shared<const Ranking>(
      parse_over(Ranking(), ranking_text(), "data/ranking.toml").value());
  return ranking;
}

Result<Ranking> Ranking::parse(std::string_view toml, const std::string& file) {
  return parse_over(*built_in(), toml, file);
}

}  // namespace souk
