// Swedish. Compounds of nouns that product titles use are taken apart.

#include "analyzers/language_rules.h"

namespace souk {
namespace {

constexpr WordSet kNouns =
    "adapter armband baby bad badrum balkong ball band barn batteri ben bil bild blad "
    "blomma blommor bok bord borste borr borrmaskin brod byxa byxor cykel dam dator "
    "dryck docka dorr duk dusch dyna fack farg filt filter fisk fjäder flaska fot "
    "foto fotboll fruk gardin gitarr glas golv grill grus gryta halsband hand handduk "
    "handske handskar hem herr hjälm hår hund hundar hus hylla hållare jacka jul "
    "kabel kaffe kamera kanna kappa katt katter kedja keps kläder klocka klänning "
    "kniv knivar kopp korg kudde kök ladd laddare lampa lampor leksak linne ljus "
    "lock luft läder läpp läppstift lås maskin matta mattor mat mjölk mobil mugg "
    "mus mössa nagel natt nyckel olja ost panna papper penna pennor platta plånbok "
    "pump påse radio ram regn resa rese ring ringar rock rum ryggsäck rör sadel "
    "salt sax servis sjal skal skaft skjorta sko skor skruv skruvmejsel skydd skål "
    "skåp slang smycke snö sol solglasögon soffa sova sovsäck spade spegel spel "
    "spis sport spray stekpanna sten stol stolar strumpa strumpor stövel stövlar "
    "säng såg tak tand tandborste tavla te telefon tråd tröja tvål tvätt "
    "tvättmaskin tält tårta ugn vas vagn vatten vinter vin väg vägg väska "
    "väskor vår öra örhänge örhängen";

}  // namespace

const LanguageRules kRules_sv = {
    .code = "sv",
    .snowball = "swedish",
    .irregular = "knivar:kniv skor:sko skorna:sko tander:tand hander:hand fotter:fot bocker:bok",
    .stop_words = "av de den det en ett fran for i med och om pa som till",
    .prepositions = "till for med av utan i pa och fran",
    .nouns = kNouns,
    .links = "s",
    .whole = "armband handduk halsband",
};

}  // namespace souk
