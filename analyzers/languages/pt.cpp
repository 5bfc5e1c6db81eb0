// Portuguese.

#include "analyzers/language_rules.h"

namespace souk {
namespace {

// Plurals that Snowball does not take back to their word.
constexpr WordSet kIrregular =
    "camera:camera cameras:camera pneus:pneu museus:museu botoes:botao cartoes:cartao "
    "cachecois:cachecol "
    "fogoes:fogao calcoes:calcao cordoes:cordao colchoes:colchao macacoes:macacao "
    "caminhoes:caminhao avioes:aviao blusoes:blusao camisoes:camisao baloes:balao "
    "edredoes:edredao portoes:portao portateis:portatil moveis:movel automoveis:automovel "
    "papeis:papel infantis:infantil faceis:facil "
    "uteis:util texteis:textil aneis:anel pinceis:pincel limoes:limao violoes:violao maos:mao "
    "paes:pao";

}  // namespace

const LanguageRules kRules_pt = {
    .code = "pt",
    .snowball = "portuguese",
    .irregular = kIrregular,
    .stop_words =
        "a ao aos as com da das de do dos e em na nas no nos o os ou para pela pelo por que se um "
        "uma",
    .prepositions = "para com sem de do da dos das por em e compativel",
};

}  // namespace souk
