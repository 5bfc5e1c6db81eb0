// Norwegian. Compounds of nouns that product titles use are taken apart.

#include "analyzers/language_rules.h"

namespace souk {
namespace {

constexpr WordSet kNouns =
    "adapter armbånd baby bad barn batteri bil bok bord bukse bukser børste dame "
    "deksel dør fat flaske fotball genser gitar glass grill hals hanske hansker hage "
    "herre hjelm hund hus hylle hår hånd håndkle jakke kabel kaffe kamera kanne "
    "katt kjole klokke kniv kniver kopp koffert kurv kjøkken lader lampe leppe "
    "leppestift lær lys maskin mobil mus matte natt negl nøkkel olje papir panne "
    "penn plate pose pute pumpe regn reise ring ryggsekk sal salt saks sag seng skap "
    "skjorte sko skru skrutrekker skjerm smykke sofa sokk sokker sol solbriller "
    "sovepose speil spill spray sport stekepanne stol stoler stoff støvel støvler "
    "støvsuger veske vesker tann tannbørste te telefon telt toalett trøye tøy ur "
    "vann vase vaske vaskemaskin vin vinter vegg ørering øredobb holder sykkel";

}  // namespace

const LanguageRules kRules_nb = {
    .code = "nb",
    .snowball = "norwegian",
    .irregular = "tenner:tann hender:hand fotter:fot boker:bok",
    .stop_words = "av at de den det en et fra for i med og om pa som til",
    .prepositions = "til med av uten i pa og for fra",
    .nouns = kNouns,
    .links = "s e",
    .whole = "armbånd håndkle",
};

}  // namespace souk
