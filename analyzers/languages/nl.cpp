// Dutch. Compounds of nouns that product titles use are taken apart.

#include "analyzers/language_rules.h"
#include "analyzers/suffixes.h"

namespace souk {
namespace {

constexpr WordSet kNouns =
    "accu achter adapter apparaat aquarium armbanden auto baby bad bak bakken bal ballen "
    "band banden bandje bandjes bank barbecue batterij batterijen bed beer beker beren "
    "bescherm beschermer bescherming bestek beugel beveiligings bier bike bloem bloemen "
    "bloempot blok blokken blouse boek boeken boekenkast boor boormachine bord borden "
    "bordspel boren borstel bouw brand bril brillen broek broeken brood broodrooster buis "
    "bureau bus camera cartridge cartridges compressor creme dames dek dekbed deken deur "
    "dieren dispenser doek doos douche draad drank droger drukker dumbbell dumbbells emmer "
    "espresso fiets fietsen filter fles flessen folie foto gas geheugen gezicht gieter "
    "gitaar glas glazen gordijn gordijnen gras grill haar haard haardroger hak hamer hand "
    "handdoek handschoen handschoenen handtas hanger hangers hardloop haspel helm helmen "
    "hemd hemden hengel heren hoed hoes hoesje hoesjes hond honden hondenmand hondenriem "
    "hoofd horloge horloges houder houders hout huid huis inkt jas jassen jurk jurken kaars "
    "kaarsen kaart kaarten kabel kabelhaspel kabels kachel kamer kampeer kan kap kast "
    "kasten kat katten kattenbak ketting kettingen keuken kind kinder kinderen kinderstoel "
    "kist kleden kledingrek kleed klok knie knop koekenpan koel koelkast koffer koffers "
    "koffie koffiezet koffiezetapparaat kop kopjes koptelefoon kraan krabpaal krultang "
    "kussen kussens laad laars laarzen ladder lader lak lakens lamp lampen laptop leer lens "
    "leren licht lichten lip lippenstift lucht luidspreker machine magnetron maker mand "
    "manden mantel masker mat matras matrassen melk mes mesjes messen messenblok meubel mok "
    "mokken muis muismat muizen muts mutsen muur naald nacht nagel nagellak net olie oor "
    "oorbel oorbellen oorringen oplader opladers oven overtrek pan pannen papier pedalen "
    "pen plank planken plant planten poot pop poppen portemonnee pot potten printer "
    "printers protector puzzel pyjama raam reis rek remblok remmen riem riemen ring ringen "
    "robot rok rokken rooster rugzak rugzakken schaal schaar scheer scheerapparaat "
    "scheermes scherm schermen schoen schoenen schoenenkast schroef schroeven "
    "schroevendraaier set shampoo sieraad sjaal slaap slaapmat slaapzak slang sleutel "
    "slijper slot sloten snijplank snoeischaar snoer sok sokken speel speelgoed "
    "speelgoedauto spel spiegel spiegels spons sport spray standaard steen stekker stekkers "
    "stoel stoelen stof stofzuiger stofzuigerzak stopcontact strand strijk strijkijzer "
    "stuur tafel tafels tand tanden tandenborstel tandpasta tang tapijt tas tassen telefoon "
    "tent tenten thee theepot thermos toets toetsenbord toetsenborden trui "
    "truien tuin tuinslang tv vaas verduistering verf verlengsnoer verlichting vest vis "
    "vlees vloer voer voerbak voet voetbal vogel vriezer vuilnisbak vuur wagen wand wandel "
    "wandelschoenen warmte was wasmachine wasmand water waterfles waterkoker wekker werk "
    "wiel wijn winter yogamat zaag zadel zagen zak zakken zeep zeepdispenser zomer zon "
    "zonne zonnebrand zonnebril zout zwem";

constexpr WordSet kIrregular =
    "kinderen:kind kinder:kind hoesjes:hoes hoesje:hoes bandjes:band bandje:band zakken:zak "
    "brillen:bril "
    "messen:mes "
    "pannen:pan potten:pot kussens:kussen lampen:lamp flessen:fles matten:mat tassen:tas "
    "kaarsen:kaars "
    "laarzen:laars kasten:kast planken:plank banden:band ballen:bal tanden:tand glazen:glas";

constexpr WordSet kSmallAfterT = "tjes tje tj";
constexpr WordSet kSmall = "jes je j";

// What Snowball leaves: hoesjes, brillen, foto's.
void stem(std::string& word) {
  if (!cut_suffix(word, kSmallAfterT, 4)) cut_suffix(word, kSmall, 3);
  if (word.size() < 4) return;
  if (word.size() > 4 && word.ends_with("es")) word.resize(word.size() - 2);  // machines
  if (word.back() == 'z') word.back() = 's';                                  // muizen
  if (word.back() == 'v') word.back() = 'f';
  constexpr std::string_view kVowels = "aiouy";
  const char last = word.back();
  const char before = word[word.size() - 2];
  const bool twice = last == before && kVowels.find(last) == std::string_view::npos && last != 'e';
  if (twice || (last == 's' && kVowels.find(before) != std::string_view::npos)) word.pop_back();
}

}  // namespace

const LanguageRules kRules_nl = {
    .code = "nl",
    .snowball = "dutch",
    .stem = stem,
    .apostrophe = join_always,
    .irregular = kIrregular,
    .stop_words = "aan de den der een en het in is met of om op te tot uit van voor",
    .prepositions = "voor met van zonder in op en uit",
    .nouns = kNouns,
    .links = "s en",
    .whole = "koptelefoon armband speelgoed",
};

}  // namespace souk
