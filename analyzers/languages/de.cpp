// German: german2 knows umlauts and their spelling as two letters. Compounds of nouns that
// product titles use are taken apart.

#include "analyzers/language_rules.h"

namespace souk {
namespace {

constexpr WordSet kNouns =
    "abdeckung adapter akku akkus alarm album ampel angel angeln anhanger anhänger anker "
    "anschluss antenne anzug anzüge apfel aquarium arbeit arbeitsspeicher arm armatur "
    "armaturen armband armbanduhr armreif artikel arznei aufbewahrung auflage auflaufform "
    "aufnahme aufschäumer auge augen auto autos baby babyflasche backblech backofen bad "
    "bademantel badetuch badetücher bahn balkon ball ballon ballons band bank bar bart "
    "basketball batterie batterien bauch baum baumwoll baumwolle bausteine becher bein "
    "bekleidung beläge besen besteck bett beutel bezug bezüge bier bild bilder bilderrahmen "
    "bildschirm binder blatt blech bleche bleistift bleistifte block blumen bluse blusen "
    "blätter boden bohne bohnen bohrer box brause brausen bremsbelag bremse bremsen brett "
    "bretter brettspiel brief brille brillen brot bruch brust buch buggy bälle bänder bär "
    "bären böden bücher bügel bügeleisen büro bürste bürsten camping couchtisch creme "
    "cremes dach dame damen daten decke deckel decken deckenleuchte deo display dose dosen "
    "drohne drohnen drucker dusche duschkopf dünger eier eimer eimern einlegesohlen eis "
    "eisen eisenbahn elektro ente ersatz erwachsene espressokocher essen faden fahrrad "
    "fahrräder falle farbe faser feder feile felge felgen fell fenster ferien fern "
    "festplatte feuer feuerzeug film filter filz filzstift finger fisch flasche flaschen "
    "fleisch fliegen flöte flügel folie folien form formen foto frauen freizeit fuss "
    "fussabtreter fussball fussbälle fussmatte fussmatten futter futternapf fön gabel "
    "gaming gardine gardinen garten gas geburtstag gefrierschrank gefriertruhe gehäuse "
    "gehäuselüfter geige geld gemüse gerät geschenk geschirr geschirrspüler "
    "gesellschaftsspiel gesicht gestell gestelle gewicht gewächshaus gewürz gießkanne "
    "girlande gitarre gitarren glas gläser glätteisen golf grafikkarte gras griff grill "
    "grillzange gummi gurt gürtel gürteln haar haare haarspange haartrockner hahn haken "
    "halter halterung hammer hand handschuh handschuhe handschuhen handtuch handtücher "
    "handy hantel hantelbank hanteln hase haus haustier haut heckenschere heft heim heizung "
    "helm helme hemd hemden herd herde herren hochzeit hocker holz honig hoodie hose hosen "
    "hund hunde hut hülle hüllen isomatte jacke jacken jahr jalousie jeans junge kabel "
    "kabelbinder kaffee kaffeebohnen kaffeemaschine kaffeemühle kalender kamera kameras "
    "kamin kamm kanne kannen kapsel kapuzenpullover karte karten kartenspiel kasten katze "
    "katzen katzenbaum keller kerze kerzen kessel kette ketten keyboard kind kinder "
    "kinderwagen kino kissen kiste klappe klavier kleber kleid kleider kleiderbügel "
    "kleiderständer kleidung klima klinge klingen knie knopf koch kocher koffer kohle "
    "kommode kompressor konsole kopf kopfhörer kopierpapier korb korn kosmetik kragen "
    "kratzbaum krawatte krawatten kreuz kuchen kugelschreiber kunst kunststoff kupfer "
    "kurbel kuscheltier käfig köder küche küchen kühl kühlschrank lack lade ladegerät laden "
    "ladestation laken lampe lampen land laptop lattenrost lauf laufband laufschuh "
    "laufschuhe lautsprecher leder leine leinen leiste leiter leitung lenker lesebrille "
    "leuchte leuchten licht lichter lichterkette lidschatten liege lineal linse lippen "
    "lippenstift lockenstab lotion luft luftballon luftmatratze läufer löffel lüfter magnet "
    "mainboard mais malerei mantel mappe marker maschine maschinen maske masken mass "
    "matratze matratzen matte maus medizin meer mehl messer metall mikrofon mikrowelle "
    "milch milchaufschäumer mixer mobil mode modellbau monitor mopp motor motorrad "
    "motorräder mund musik mutter mäher möbel mücken mühle müll mütze nacht nadel nagel "
    "nagellack name napf nase natur netz netzteil netzwerk noten notizbuch nudel nägel ofen "
    "ohr ohren ohrring ohrringe ordner pantoffeln panzerglas papier papiere parfum patrone "
    "patronen pedal pedale personenwaage pfanne pfannen pferd pflanze pflanzen pflege "
    "pinsel pistole plakat platte platten platz pokal polster pool post poster powerbank "
    "presse projektor pulli pullover pulver pumpe puppe puppen putz puzzle rad radierer "
    "rahmen ranzen rasen rasenmäher rasierer rasierklinge rasur raum rechner regal regale "
    "regen reibe reifen reihe reiniger reinigung reis reise reissverschluss ring ringe "
    "ringen roboter rock rohr rolle roller rollo rollos rose rost rucksack rute räder röcke "
    "rücken saft saite saiten salat salz samen sand sandale sandalen sattel sattelstütze "
    "sauger saugroboter schal schale schals schalter schatten schaukel schaum scheibe "
    "scheiben scheibenwischer schein schere schiene schild schirm schlaf schlafanzug "
    "schlafsack schlauch schleifer schlitten schloss schläger schläuche schlüssel schmuck "
    "schnalle schnee schneidebrett schnell schnellkochtopf schnellladegerät schnuller "
    "schnur schokolade schrank schraube schrauben schraubendreher schrauber schreib "
    "schreiber schreibtisch schränke schuh schuhe schule schulranzen schulter schutz "
    "schwamm schwimmbrille schäler schürze schüssel see seide seife seil sensor service "
    "sessel set shampoo sicherheit sideboard sieb silber sitz sitze ski skibrille skier "
    "socken sofa sohle sohlen sommer sonnen sonnenbrille spange spannbettlaken speicher "
    "speicherkarte spiegel spiel spiele spieluhr spielzeug sport spray springseil sprüh "
    "spüle spülmaschine spülmaschinen stab station staub staubsauger steck steckdose "
    "steckdosen stecker stein stereo stichsäge stick stiefel stiefeletten stift stifte "
    "stirnlampe stoff stofftier strahler strand streu strom strumpf strumpfhose "
    "strumpfhosen stuhl ständer ständern stühle suppe säbel säge süss tablett tablette "
    "tabletten tafel tank tape tasche taschen taschenlampe taschenuhr tasse tassen tastatur "
    "teddy tee telefon teller tennis tennisschläger teppich teppiche terrarium thermometer "
    "thermos tier tinte tisch tische toaster toilette toner topf topper tor torte trage "
    "trimmer trink trocken trockner trommel trommeln truhe träger tuch töpfe tücher tür "
    "türkei uhr uhren unter unterhose unterhosen unterlage unterwäsche urlaub vase ventil "
    "ventilator verband verdunkelungs verlängerung verschluss video vieh vogel vorhang "
    "vorhänge waage waagen wachs wagen wand wander wanduhr wanne wannen warm wasch "
    "waschmaschine wasser wasserhahn wasserkocher wecker weihnachten weihnachtsbaum wein "
    "werkzeug wetter wickel wimpern wimpernzange wind windel winkel winkelschleifer winter "
    "wischer wischerblatt wohn wolle wurf wurst wärmer wäsche würfel zahn zahnbürste "
    "zahnpasta zange zangen zaun zeichen zeit zelt zelte zement ziel zigarre zimmer zubehör "
    "zucker zug öfen öffner öl überwachungs";

// Snowball keeps the s of words from elsewhere: Kameras, Sofas.
void stem(std::string& word) {
  constexpr std::string_view kVowels = "aiouy";
  const bool loan = word.size() > 4 && word.back() == 's' &&
                    kVowels.find(word[word.size() - 2]) != std::string_view::npos;
  if (loan) word.pop_back();
}

// Plurals as parts of compounds. With their marks, so that they are no folded word.
constexpr WordSet kIrregular =
    "fahrräder:fahrrad motorräder:motorrad räder:rad bücher:buch stühle:stuhl schränke:schrank "
    "gläser:glas töpfe:topf "
    "tücher:tuch handtücher:handtuch blätter:blatt bänder:band bälle:ball fussbälle:fussball "
    "öfen:ofen nägel:nagel böden:boden schläuche:schlauch köpfe:kopf hämmer:hammer mäntel:mantel "
    "röcke:rock anzüge:anzug vorhänge:vorhang";

}  // namespace

const LanguageRules kRules_de = {
    .code = "de",
    .snowball = "german2",
    .stems_marked = true,
    .stem = stem,
    .irregular = kIrregular,
    .stop_words =
        "als am an auf aus bei das dem den der des die ein eine einem einen einer eines es fur im "
        "in ist mit nach oder sich und vom von zu zum zur",
    .prepositions = "fur mit von aus ohne zu zum zur im in am auf und bei",
    .nouns = kNouns,
    .links = "s n es en",
    .whole =
        "kopfhörer kopfhoerer fahrrad feuerzeug flugzeug spielzeug werkzeug hörspiel handtuch "
        "armband",
};

}  // namespace souk
