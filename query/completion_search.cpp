#include "query/completion_search.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "analyzers/title_phrases.h"

namespace souk {
namespace {

constexpr std::uint64_t kAtBeginning = 4;

bool better(const Completed& a, const Completed& b) {
  return std::tie(b.own, b.weight, a.entry) < std::tie(a.own, a.weight, b.entry);
}

/// The best entries of those that come.
class Best {
 public:
  Best(const Completions& set, std::string_view lang, std::size_t most)
      : set_(set), lang_(lang), most_(most) {}

  void add(Completions::Entry entry, bool at_beginning) {
    const std::string_view lang = set_.lang(entry);
    const bool own = lang_.empty() || lang.empty() || lang == lang_;
    const std::uint64_t weight = set_.weight(entry);
    const Completed each{entry, own, at_beginning ? weight * kAtBeginning : weight};
    if (heap_.size() == most_ && !better(each, heap_.front())) return;
    // A key may begin with the text in several of its words.
    const auto same = std::find_if(heap_.begin(), heap_.end(),
                                   [&](const Completed& known) { return known.entry == entry; });
    if (same != heap_.end()) {
      if (!better(each, *same)) return;
      *same = each;
      std::make_heap(heap_.begin(), heap_.end(), better);
      return;
    }
    if (heap_.size() == most_) {
      std::pop_heap(heap_.begin(), heap_.end(), better);
      heap_.pop_back();
    }
    heap_.push_back(each);
    std::push_heap(heap_.begin(), heap_.end(), better);
  }
  std::vector<Completed> take() {
    std::sort(heap_.begin(), heap_.end(), better);
    return std::exchange(heap_, {});
  }

 private:
  const Completions& set_;
  std::string_view lang_;
  std::size_t most_;
  std::vector<Completed> heap_;  ///< the worst in front
};

/// Does a word of the key begin with this?
bool has_word(std::string_view key, std::string_view word) {
  for (auto at = key.find(word); at != std::string_view::npos; at = key.find(word, at + 1)) {
    if (at == 0 || key[at - 1] == ' ') return true;
  }
  return false;
}

void add_in_any_order(const Completions& set, const TypedText& typed, Best& best) {
  std::span<const Completions::Start> fewest;
  for (std::size_t i = 0; i < typed.words.size(); ++i) {
    const auto starts = set.starting_with(typed.words[i]);
    if (i == 0 || starts.size() < fewest.size()) fewest = starts;
  }
  for (const Completions::Start& start : fewest) {
    const std::string_view key = set.key(start.entry);
    const bool all = std::all_of(typed.words.begin(), typed.words.end(),
                                 [&](const std::string& word) { return has_word(key, word); });
    if (all) best.add(start.entry, false);
  }
}

}  // namespace

TypedText TypedText::of(std::string_view q, std::string_view lang) {
  TypedText typed;
  typed.key = completion_key(q);
  typed.lang = lang;
  for (std::string_view rest = typed.key; !rest.empty();) {
    const auto end = std::min(rest.find(' '), rest.size());
    if (end != 0) typed.words.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return typed;
}

TypedText TypedText::with(std::size_t word, std::string_view other) const {
  TypedText changed = *this;
  changed.words[word] = other;
  changed.key.clear();
  for (const std::string& each : changed.words) {
    changed.key += (changed.key.empty() ? "" : " ") + each;
  }
  if (key.ends_with(' ')) changed.key += ' ';
  return changed;
}

std::vector<Completed> complete(const Completions& set, const TypedText& typed, std::size_t most) {
  if (most == 0) return {};
  Best best(set, typed.lang, most);
  if (typed.key.empty()) {
    for (Completions::Entry entry = 0; entry < set.size(); ++entry) best.add(entry, true);
    return best.take();
  }
  for (const Completions::Start& start : set.starting_with(typed.key)) {
    best.add(start.entry, start.at == 0);
  }
  // A blank behind the whole text: the word is complete, and so is the entry.
  if (typed.key.ends_with(' ')) {
    const std::string_view whole = std::string_view(typed.key).substr(0, typed.key.size() - 1);
    for (const Completions::Start& start : set.starting_with(whole)) {
      if (set.key(start.entry).size() == start.at + whole.size()) {
        best.add(start.entry, start.at == 0);
      } else {
        break;  // those that end here come first
      }
    }
  }
  auto found = best.take();
  if (!found.empty() || typed.words.size() < 2) return found;
  add_in_any_order(set, typed, best);
  return best.take();
}

}  // namespace souk
