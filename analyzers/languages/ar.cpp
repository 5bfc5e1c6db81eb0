// Arabic: the light stemmer of Larkey, Ballesteros and Connell (2007), on folded words.

#include "analyzers/language_rules.h"
#include "analyzers/suffixes.h"

namespace souk {
namespace {

constexpr WordSet kPrefixes = "وال بال كال فال ال لل";
constexpr WordSet kSuffixes = "ها ان ات ون ين يه ية ه ة ي";

// Plurals that change the word itself.
constexpr WordSet kBroken =
    "هواتف:هاتف شواحن:شاحن احذية:حذاء مصابيح:مصباح حقائب:حقيبة سكاكين:سكين قمصان:قميص اطفال:طفل "
    "العاب:لعبة كتب:كتاب اكواب:كوب ملابس:ملبس اغطية:غطاء اجهزة:جهاز كراسي:كرسي ابواب:باب "
    "مقابس:مقبس كوابل:كابل اسلاك:سلك اقلام:قلم ساعات:ساعة احزمة:حزام فساتين:فستان جواكت:جاكيت "
    "اقراط:قرط خواتم:خاتم قلائد:قلادة اساور:سوار ادوات:اداة مفاتيح:مفتاح شاشات:شاشة مقاعد:مقعد "
    "مكاتب:مكتب ستائر:ستارة وسائد:وسادة مناشف:منشفة اطباق:طبق ملاعق:ملعقة زجاجات:زجاجة محافظ:محفظة "
    "الواح:لوح خيام:خيمة اوشحة:وشاح"
    " مقالي:مقلاة";

// Letters are two bytes each. Each ending goes once, in this order.
void stem(std::string& word) {
  replace_irregular(word, kBroken);
  cut_prefix(word, kPrefixes, 4);
  if (word.size() >= 8 && word.starts_with("و")) word.erase(0, std::string_view("و").size());
  replace_irregular(word, kBroken);
  bool cut = false;
  kSuffixes.for_each([&](std::string_view suffix) {
    if (word.size() < suffix.size() + 4 || !word.ends_with(suffix)) return true;
    word.resize(word.size() - suffix.size());
    cut = true;
    return true;
  });
  if (!cut && word.size() >= 12 && word.ends_with("ا")) word.resize(word.size() - 2);  // كاميرا
}

}  // namespace

const LanguageRules kRules_ar = {
    .code = "ar",
    .stem = stem,
    .script = Script::arabic,
    .stop_words = "من الى على في عن مع و او",
    .prepositions = "مع من بدون لل على و",
};

}  // namespace souk
