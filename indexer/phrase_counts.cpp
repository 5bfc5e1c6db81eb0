#include "indexer/phrase_counts.h"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>

namespace souk {

std::uint32_t PhraseCounts::weight_of(const Product& product) {
  return 1 + static_cast<std::uint32_t>(std::bit_width(static_cast<std::uint64_t>(product.sales)));
}

PhraseCounts::Count& PhraseCounts::count(std::string_view lang, std::string_view phrase) {
  scratch_.assign(lang);
  scratch_ += ' ';
  scratch_ += phrase;
  const auto found = counts_.find(std::string_view(scratch_));
  if (found != counts_.end()) return found->second;
  if (counts_.size() >= most_) forget_the_lighter_half();
  return counts_[scratch_];
}

void PhraseCounts::add(Language language, std::string_view phrase, std::uint32_t weight) {
  count(language.is_generic() ? std::string_view() : language.code(), phrase).weight += weight;
}

void PhraseCounts::add_uses(std::string_view lang, std::string_view phrase, std::uint32_t uses) {
  Count& known = count(lang, phrase);
  known.uses += uses;
  known.weight += uses * kUseWeight;
}

void PhraseCounts::add(const PhraseCounts& more) {
  for (const auto& [phrase, count] : more.counts_) {
    if (counts_.size() >= most_) forget_the_lighter_half();
    Count& known = counts_[phrase];
    known.weight += count.weight;
    known.uses += count.uses;
  }
}

void PhraseCounts::forget_the_lighter_half() {
  std::vector<std::uint32_t> weights;
  weights.reserve(counts_.size());
  for (const auto& [phrase, count] : counts_) weights.push_back(count.weight);
  const auto middle = weights.begin() + static_cast<std::ptrdiff_t>(weights.size() / 2);
  std::nth_element(weights.begin(), middle, weights.end());
  std::erase_if(counts_, [&](const auto& each) { return each.second.weight <= *middle; });
}

std::vector<Completion> PhraseCounts::completions(std::size_t most) const {
  const auto heavier = [](const Completion& a, const Completion& b) {
    return std::tie(b.weight, a.key, a.lang, a.text) < std::tie(a.weight, b.key, b.lang, b.text);
  };
  std::vector<Completion> all;
  all.reserve(counts_.size());
  for (const auto& [phrase, count] : counts_) {
    const auto blank = phrase.find(' ');
    const std::string text = phrase.substr(blank + 1);
    all.push_back({text, completion_key(text), phrase.substr(0, blank), count.weight, count.uses});
  }
  std::sort(all.begin(), all.end(), heavier);
  // Spellings that differ in marks or hyphens are one.
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> first;
  std::vector<Completion> kept;
  kept.reserve(all.size());
  for (Completion& each : all) {
    if (each.key.empty()) continue;
    if (const auto known = first.find({each.key, each.lang}); known != first.end()) {
      kept[known->second].weight += each.weight;
      kept[known->second].value += each.value;
      continue;
    }
    kept.push_back(std::move(each));
    const std::pair<std::string_view, std::string_view> of(kept.back().key, kept.back().lang);
    first.emplace(of, kept.size() - 1);
  }
  std::sort(kept.begin(), kept.end(), heavier);
  if (kept.size() > most) kept.resize(most);
  return kept;
}

}  // namespace souk
