#include "analyzers/stop_words.h"

#include <string>
#include <unordered_map>
#include <unordered_set>

namespace souk {
namespace {

using Words = std::unordered_set<std::string_view>;

// Articles, prepositions and conjunctions that say nothing about a product. Words that can tell
// articles apart (with, without, ohne, sans) stay.
constexpr std::pair<std::string_view, std::string_view> kLists[] = {
    {"en", "a an and are as at be by for from in is it its of on or that the this to was with"},
    {"fr",
     "a au aux avec ce ces d dans de des du elle en et il l la le les leur ou par pour que qui se "
     "ses son sur un une"},
    {"de",
     "als am an auf aus bei das dem den der des die ein eine einem einen einer eines es fur im in "
     "ist mit nach oder sich und vom von zu zum zur"},
    {"es",
     "a al con de del e el en es la las lo los o para por que se su sus u un una unos unas y"},
    {"pt",
     "a ao aos as com da das de do dos e em na nas no nos o os ou para pela pelo por que se um "
     "uma"},
    {"it",
     "a ad ai al alla alle con da dal dalla de degli dei del della delle di e ed gli i il in la le "
     "lo nel nella o per su sul sulla tra un una uno"},
    {"nl", "aan de den der een en het in is met of om op te tot uit van voor"},
    {"pl", "a dla do i lub na od o oraz po w we z za ze"},
    {"ru", "без в во для до и из к ко на о об от по при с со у"},
    {"tr", "bir bu da de icin ile ve veya"},
    {"ar", "من الى على في عن مع و او"},
    {"hi", "और का की के को में से पर या है"},
    {"sv", "av de den det en ett fran for i med och om pa som till"},
    {"da", "af at de den det en et fra for i med og om pa som til"},
    {"nb", "av at de den det en et fra for i med og om pa som til"},
};

std::unordered_map<std::string_view, Words> make_lists() {
  std::unordered_map<std::string_view, Words> lists;
  for (const auto& [code, text] : kLists) {
    Words& words = lists[code];
    for (std::string_view rest = text; !rest.empty();) {
      const auto space = rest.find(' ');
      words.insert(rest.substr(0, space));
      rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
    }
  }
  return lists;
}

}  // namespace

bool is_stop_word(std::string_view folded, Language language) {
  static const auto lists = make_lists();
  const auto list = lists.find(language.code());
  return list != lists.end() && list->second.contains(folded);
}

}  // namespace souk
