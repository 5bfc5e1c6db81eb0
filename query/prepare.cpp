#include "query/prepare.h"

#include <string>
#include <unordered_set>
#include <utility>

#include "query/compound_lists.h"
#include "query/synonym_lists.h"

namespace souk {
namespace {

using Keys = std::unordered_set<std::string>;

void add_keys(const ListCache& lists, Keys& keys) {
  for (std::string& key : lists.keys()) keys.insert(std::move(key));
}

}  // namespace

void prepare_lists(const Snapshot& before, const Snapshot& next, const SynonymSets& synonyms) {
  Keys sets;
  Keys compounds;
  for (const auto& segment : before.segments) {
    add_keys(*segment->synonyms, sets);
    add_keys(*segment->compounds, compounds);
  }
  for (const auto& segment : next.segments) {
    for (const auto& each : synonyms) {
      if (each == nullptr) continue;
      for (const SynonymSet& set : each->sets()) {
        if (sets.contains(set.key)) (void)synonym_list(set, *segment);
      }
    }
    for (const std::string& key : compounds) keep_compound(key, *segment);
  }
}

}  // namespace souk
