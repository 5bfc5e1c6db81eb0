// Danish. Compounds of nouns that product titles use are taken apart.

#include "analyzers/language_rules.h"

namespace souk {
namespace {

constexpr WordSet kNouns =
    "adapter armbånd baby bad barn batteri ben bil bold bord bog bøger bukser "
    "børste cykel dame dør flaske fod fodbold glas grill guitar hals handske "
    "handsker have herre hjelm hund hunde hus hylde hår hånd håndklæde jakke "
    "kabel kaffe kamera kande kappe kat katte kjole klokke kniv knive kop kuffert "
    "kurv køkken lader lampe lampevand læbe læbestift læder lys maskine mobil mus "
    "måtte nat negl nøgle olie opladere papir pande pen plade pose pude pumpe regn "
    "rejse ring rygsæk sadel salt saks sav seng skab skal skjorte sko skrue "
    "skruetrækker skærm smykke sofa sok sol solbriller sovepose spejl spil spray "
    "sport stegepande stol stole stof støvle støvler støvsuger taske tasker tand "
    "tandbørste te telefon telt toilet trøje tøj ur ure vand vase vaske "
    "vaskemaskine vin vinter væg ørering øreringe cover holder oplader";

}  // namespace

const LanguageRules kRules_da = {
    .code = "da",
    .snowball = "danish",
    .irregular = "born:barn tander:tand haender:hand fodder:fod boger:bog",
    .stop_words = "af at de den det en et fra for i med og om pa som til",
    .prepositions = "til med af uden i pa og for fra",
    .nouns = kNouns,
    .links = "s e",
    .whole = "armbånd håndklæde",
};

}  // namespace souk
