#include "data/completions.h"

#include <algorithm>

namespace souk {
namespace {

/// The lead bytes of characters from U+0E00 on: Thai and all that is written without spaces.
constexpr unsigned char kGluedLead = 0xe0;

bool begins_word(std::string_view key, std::size_t at) {
  const auto lead = static_cast<unsigned char>(key[at]);
  if ((lead & 0xc0U) == 0x80 || lead == ' ') return false;
  return at == 0 || key[at - 1] == ' ' || lead >= kGluedLead;
}

}  // namespace

void Completions::write(SectionWriter& out, const std::string& name,
                        const std::vector<Completion>& entries) {
  std::vector<std::string_view> texts;
  std::vector<std::string_view> keys;
  std::vector<std::array<char, 4>> langs;
  std::vector<std::uint32_t> weights;
  std::vector<std::uint32_t> values;
  std::vector<Start> starts;
  for (const Completion& each : entries) {
    const auto entry = static_cast<Entry>(keys.size());
    for (std::size_t at = 0; at < each.key.size(); ++at) {
      if (begins_word(each.key, at)) starts.push_back({entry, static_cast<std::uint32_t>(at)});
    }
    texts.push_back(each.text == each.key ? std::string_view() : each.text);
    keys.push_back(each.key);
    std::copy_n(each.lang.begin(), std::min<std::size_t>(3, each.lang.size()),
                langs.emplace_back().begin());
    weights.push_back(each.weight);
    values.push_back(each.value);
  }
  const auto rest = [&](const Start& start) { return keys[start.entry].substr(start.at); };
  std::sort(starts.begin(), starts.end(), [&](const Start& a, const Start& b) {
    const int order = rest(a).compare(rest(b));
    return order != 0 ? order < 0 : a.entry < b.entry;
  });
  write_strings(out, name + ".text", texts);
  write_strings(out, name + ".key", keys);
  out.write(name + ".lang", langs);
  out.write(name + ".weight", weights);
  out.write(name + ".value", values);
  out.write(name + ".start", starts);
}

Result<Completions> Completions::open(const SectionFile& file, const std::string& name) {
  Completions set;
  auto texts = StringTable::open(file, name + ".text");
  if (!texts) return texts.error();
  auto keys = StringTable::open(file, name + ".key");
  if (!keys) return keys.error();
  const auto langs = file.array<std::array<char, 4>>(name + ".lang");
  if (!langs) return langs.error();
  const auto weights = file.array<std::uint32_t>(name + ".weight");
  if (!weights) return weights.error();
  const auto values = file.array<std::uint32_t>(name + ".value");
  if (!values) return values.error();
  const auto starts = file.array<Start>(name + ".start");
  if (!starts) return starts.error();
  const std::size_t size = keys->size();
  if (texts->size() != size || langs->size() != size || weights->size() != size ||
      values->size() != size) {
    return file.damaged(name + ".key", "has another number of entries");
  }
  for (const auto& lang : *langs) {
    if (lang.back() != 0) return file.damaged(name + ".lang", "holds no language");
  }
  for (const Start& start : *starts) {
    if (start.entry >= size || start.at >= (*keys)[start.entry].size()) {
      return file.damaged(name + ".start", "points beyond its keys");
    }
  }
  set.texts_ = *texts;
  set.keys_ = *keys;
  set.langs_ = *langs;
  set.weights_ = *weights;
  set.values_ = *values;
  set.starts_ = *starts;
  return set;
}

std::span<const Completions::Start> Completions::starting_with(std::string_view prefix) const {
  const auto from = std::lower_bound(
      starts_.begin(), starts_.end(), prefix,
      [&](const Start& start, std::string_view text) { return rest(start) < text; });
  const auto to = std::partition_point(
      from, starts_.end(), [&](const Start& start) { return rest(start).starts_with(prefix); });
  return {from, to};
}

}  // namespace souk
