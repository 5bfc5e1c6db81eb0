// English: plurals and possessives only, so that university and universal stay two words.

#include "analyzers/language_rules.h"

namespace souk {
namespace {

constexpr WordSet kIrregular =
    "knives:knife shelves:shelf scarves:scarf leaves:leaf loaves:loaf halves:half wolves:wolf "
    "calves:calf women:woman womens:woman men:man mens:man children:child childrens:child "
    "mice:mouse teeth:tooth geese:goose lens:lens lenses:lens canvas:canvas canvases:canvas "
    "gas:gas gases:gas buses:bus tomatoes:tomato potatoes:potato headaches:headache";

}  // namespace

const LanguageRules kRules_en = {
    .code = "en",
    .stem = english_stem,
    .irregular = kIrregular,
    .stop_words =
        "a an and are as at be by for from in is it its of on or that the this to was with",
    .prepositions = "for with from by of without in on to and compatible fits replaces",
};

}  // namespace souk
