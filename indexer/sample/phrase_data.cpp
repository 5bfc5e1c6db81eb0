#include "indexer/sample/phrase_data.h"

namespace souk::sample {

// en fr de es pt it nl pl ru tr ar hi ja zh ko th
const std::string_view kColorRows =
    R"(black|Black|Noir|Schwarz|Negro|Preto|Nero|Zwart|Czarny|Чёрный|Siyah|أسود|काला|ブラック|黑色|블랙|สีดำ
white|White|Blanc|Weiß|Blanco|Branco|Bianco|Wit|Biały|Белый|Beyaz|أبيض|सफ़ेद|ホワイト|白色|화이트|สีขาว
blue|Blue|Bleu|Blau|Azul|Azul|Blu|Blauw|Niebieski|Синий|Mavi|أزرق|नीला|ブルー|蓝色|블루|สีน้ำเงิน
red|Red|Rouge|Rot|Rojo|Vermelho|Rosso|Rood|Czerwony|Красный|Kırmızı|أحمر|लाल|レッド|红色|레드|สีแดง
gray|Gray|Gris|Grau|Gris|Cinza|Grigio|Grijs|Szary|Серый|Gri|رمادي|स्लेटी|グレー|灰色|그레이|สีเทา
green|Green|Vert|Grün|Verde|Verde|Verde|Groen|Zielony|Зелёный|Yeşil|أخضر|हरा|グリーン|绿色|그린|สีเขียว
pink|Pink|Rose|Rosa|Rosa|Rosa|Rosa|Roze|Różowy|Розовый|Pembe|وردي|गुलाबी|ピンク|粉色|핑크|สีชมพู
beige|Beige|Beige|Beige|Beige|Bege|Beige|Beige|Beżowy|Бежевый|Bej|بيج|बेज|ベージュ|米色|베이지|สีเบจ
brown|Brown|Marron|Braun|Marrón|Marrom|Marrone|Bruin|Brązowy|Коричневый|Kahverengi|بني|भूरा|ブラウン|棕色|브라운|สีน้ำตาล
silver|Silver|Argenté|Silber|Plateado|Prateado|Argento|Zilver|Srebrny|Серебристый|Gümüş|فضي|चाँदी|シルバー|银色|실버|สีเงิน
yellow|Yellow|Jaune|Gelb|Amarillo|Amarelo|Giallo|Geel|Żółty|Жёлтый|Sarı|أصفر|पीला|イエロー|黄色|옐로우|สีเหลือง
gold|Gold|Doré|Gold|Dorado|Dourado|Oro|Goud|Złoty|Золотистый|Altın|ذهبي|सुनहरा|ゴールド|金色|골드|สีทอง
purple|Purple|Violet|Lila|Morado|Roxo|Viola|Paars|Fioletowy|Фиолетовый|Mor|بنفسجي|बैंगनी|パープル|紫色|퍼플|สีม่วง
orange|Orange|Orange|Orange|Naranja|Laranja|Arancione|Oranje|Pomarańczowy|Оранжевый|Turuncu|برتقالي|नारंगी|オレンジ|橙色|오렌지|สีส้ม
navy|Navy Blue|Bleu marine|Marineblau|Azul marino|Azul-marinho|Blu navy|Marineblauw|Granatowy|Тёмно-синий|Lacivert|كحلي|गहरा नीला|ネイビー|藏青色|네이비|สีกรมท่า
turquoise|Turquoise|Turquoise|Türkis|Turquesa|Turquesa|Turchese|Turquoise|Turkusowy|Бирюзовый|Turkuaz|فيروزي|फ़िरोज़ी|ターコイズ|青绿色|청록색|สีฟ้าคราม
)";

const std::string_view kMaterialRows =
    R"(wx|Cotton|Coton|Baumwolle|Algodón|Algodão|Cotone|Katoen|Bawełna|Хлопок|Pamuk|قطن|सूती|コットン|纯棉|면|ผ้าฝ้าย
wx|Linen|Lin|Leinen|Lino|Linho|Lino|Linnen|Len|Лён|Keten|كتان|लिनन|リネン|亚麻|린넨|ลินิน
wxb|Polyester|Polyester|Polyester|Poliéster|Poliéster|Poliestere|Polyester|Poliester|Полиэстер|Polyester|بوليستر|पॉलिएस्टर|ポリエステル|聚酯纤维|폴리에스터|โพลีเอสเตอร์
wx|Wool|Laine|Wolle|Lana|Lã|Lana|Wol|Wełna|Шерсть|Yün|صوف|ऊनी|ウール|羊毛|울|ผ้าขนสัตว์
w|Silk|Soie|Seide|Seda|Seda|Seta|Zijde|Jedwab|Шёлк|İpek|حرير|रेशमी|シルク|真丝|실크|ผ้าไหม
fbcv|Leather|Cuir|Leder|Cuero|Couro|Pelle|Leer|Skóra|Кожа|Deri|جلد|चमड़ा|レザー|真皮|가죽|หนังแท้
fbv|Canvas|Toile|Canvas|Lona|Lona|Tela|Canvas|Płótno|Канвас|Kanvas|قماش|कैनवास|キャンバス|帆布|캔버스|ผ้าแคนวาส
bo|Nylon|Nylon|Nylon|Nailon|Náilon|Nylon|Nylon|Nylon|Нейлон|Naylon|نايلون|नायलॉन|ナイロン|尼龙|나일론|ไนลอน
cki|Silicone|Silicone|Silikon|Silicona|Silicone|Silicone|Siliconen|Silikon|Силикон|Silikon|سيليكون|सिलिकॉन|シリコン|硅胶|실리콘|ซิลิโคน
jkiuagnz|Stainless Steel|Acier inoxydable|Edelstahl|Acero inoxidable|Aço inoxidável|Acciaio inox|Roestvrij staal|Stal nierdzewna|Нержавеющая сталь|Paslanmaz çelik|ستانلس ستيل|स्टेनलेस स्टील|ステンレス|不锈钢|스테인리스|สแตนเลส
j|Sterling Silver|Argent 925|Sterlingsilber|Plata de ley|Prata 925|Argento 925|Sterlingzilver|Srebro 925|Серебро 925|925 ayar gümüş|فضة 925|925 चाँदी|シルバー925|925银|925 은|เงินแท้ 925
hdut|Wood|Bois|Holz|Madera|Madeira|Legno|Hout|Drewno|Дерево|Ahşap|خشب|लकड़ी|木製|实木|원목|ไม้
hdu|Bamboo|Bambou|Bambus|Bambú|Bambu|Bambù|Bamboe|Bambus|Бамбук|Bambu|خيزران|बाँस|竹|竹制|대나무|ไม้ไผ่
dku|Ceramic|Céramique|Keramik|Cerámica|Cerâmica|Ceramica|Keramiek|Ceramika|Керамика|Seramik|سيراميك|सिरेमिक|セラミック|陶瓷|세라믹|เซรามิก
dkh|Glass|Verre|Glas|Vidrio|Vidro|Vetro|Glas|Szkło|Стекло|Cam|زجاج|काँच|ガラス|玻璃|유리|แก้ว
cneaoiz|Aluminum|Aluminium|Aluminium|Aluminio|Alumínio|Alluminio|Aluminium|Aluminium|Алюминий|Alüminyum|ألمنيوم|एल्युमिनियम|アルミ|铝合金|알루미늄|อะลูมิเนียม
ctpgold|Plastic|Plastique|Kunststoff|Plástico|Plástico|Plastica|Kunststof|Tworzywo sztuczne|Пластик|Plastik|بلاستيك|प्लास्टिक|プラスチック|塑料|플라스틱|พลาสติก
gof|Rubber|Caoutchouc|Gummi|Caucho|Borracha|Gomma|Rubber|Guma|Резина|Kauçuk|مطاط|रबर|ラバー|橡胶|고무|ยาง
)";

const std::string_view kPraiseRows =
    R"(e|Wireless|sans fil|ohne Kabel|sin cables|sem fio|senza fili|zonder draad|bez kabla|без проводов|Kablosuz|بدون أسلاك|वायरलेस|ワイヤレス|无线|무선|ไร้สาย
e|Bluetooth|Bluetooth|mit Bluetooth|con Bluetooth|com Bluetooth|con Bluetooth|met Bluetooth|z Bluetooth|с Bluetooth|Bluetooth|بلوتوث|ब्लूटूथ|Bluetooth|蓝牙|블루투스|บลูทูธ
ecoj|Waterproof|résistant à l'eau IPX7|mit Wasserschutz|resistente al agua|à prova d'água|impermeabile|tegen water bestand|z ochroną przed wodą|с защитой от воды|Su geçirmez|ضد الماء|वॉटरप्रूफ़|防水|防水|방수|กันน้ำ
ecao|Portable|de voyage|für unterwegs|para viaje|para viagem|da viaggio|voor onderweg|do podróży|для поездок|Taşınabilir|للسفر|पोर्टेबल|携帯用|便携式|휴대용|แบบพกพา
ens|Professional|version pro|in Profi-Ausführung|versión profesional|versão profissional|versione professionale|in pro-uitvoering|wersja profesjonalna|профессиональной серии|Profesyonel|بمواصفات احترافية|प्रोफ़ेशनल|プロ仕様|专业|전문가용|ระดับมืออาชีพ
s|Fast|à haute vitesse|mit hoher Geschwindigkeit|de alta velocidad|de alta velocidade|ad alta velocità|met hoge snelheid|o dużej szybkości|с высокой скоростью|Hızlı|عالي السرعة|तेज़|高速|高速|고속|ความเร็วสูง
e|Gaming|pour gamer|für Gamer|para gamers|para gamers|da gaming|voor gamers|dla graczy|для геймеров|Oyuncu|للألعاب|गेमिंग|ゲーミング|电竞|게이밍|สำหรับเกมเมอร์
cs|Slim|format mince|in schlanker Form|de perfil delgado|de perfil fino|dal profilo sottile|met slank profiel|o smukłym profilu|в тонком корпусе|İnce|بتصميم نحيف|स्लिम|薄型|超薄|슬림|แบบบาง
cgoz|Heavy Duty|pour usage intensif|für starke Beanspruchung|para uso intensivo|para uso intenso|per uso intenso|voor zwaar gebruik|do zadań specjalnych|повышенной прочности|Dayanıklı|شديد التحمل|मज़बूत|頑丈|加固|고강도|ทนทานพิเศษ
wf|Summer|d'été|für den Sommer|de verano|de verão|per l'estate|voor de zomer|na lato|на лето|Yazlık|صيفي|गर्मियों का|夏用|夏季|여름용|สำหรับฤดูร้อน
wf|Winter|d'hiver|für den Winter|de invierno|de inverno|per l'inverno|voor de winter|na zimę|на зиму|Kışlık|شتوي|सर्दियों का|冬用|冬季|겨울용|สำหรับฤดูหนาว
wfbvjd|Vintage|de style vintage|im Vintage-Stil|de estilo vintage|estilo vintage|in stile vintage|in vintagestijl|w stylu vintage|в винтажном стиле|Vintage|بطراز كلاسيكي|विंटेज|ヴィンテージ|复古|빈티지|สไตล์วินเทจ
wfbvj|Elegant|avec élégance|im eleganten Stil|de corte elegante|de corte elegante|di gran classe|met elegante snit|w eleganckim stylu|в элегантном стиле|Şık|بأناقة|शानदार|エレガント|优雅|우아한|ดีไซน์หรู
wf|Plus Size|grande taille|in großen Größen|en talla grande|tamanho grande|taglia comoda|in grote maten|w dużych rozmiarach|больших размеров|Büyük beden|بمقاسات كبيرة|प्लस साइज़|大きいサイズ|大码|빅사이즈|ไซส์ใหญ่
wfob|Sports|de sport|für den Sport|de deporte|de esporte|per lo sport|voor sport|do sportu|для спорта|Spor|للرياضة|स्पोर्ट्स|スポーツ|运动|스포츠|สำหรับเล่นกีฬา
wftbl|Kids|pour enfant|für Kinder|para niños|infantil|per bambini|voor kinderen|dla dzieci|для детей|Çocuk|للأطفال|बच्चों का|子供用|儿童|아동용|สำหรับเด็ก
hdxkuv|Handmade|fait main|aus Handarbeit|hecho a mano|feito à mão|lavorazione artigianale|met de hand gemaakt|z ręcznej produkcji|ручной работы|El yapımı|صناعة يدوية|हस्तनिर्मित|手作り|手工|수제|ทำมือ
hdxku|Modern|de style moderne|im modernen Design|de estilo moderno|estilo moderno|dal design moderno|in modern ontwerp|w nowoczesnym stylu|в современном стиле|Modern|بتصميم عصري|आधुनिक|モダン|现代|모던|สไตล์โมเดิร์น
hdxku|Nordic|de style scandinave|im nordischen Stil|de estilo nórdico|estilo nórdico|in stile nordico|in Scandinavische stijl|w stylu skandynawskim|в скандинавском стиле|İskandinav|بطراز اسكندنافي|नॉर्डिक|北欧風|北欧|북유럽풍|สไตล์นอร์ดิก
i|Non-Stick|avec revêtement antiadhésif|mit Antihaftbeschichtung|con antiadherente|com antiaderente|con antiaderente|met antiaanbaklaag|z powłoką nieprzywierającą|с антипригарным покрытием|Yapışmaz|مانع للالتصاق|नॉन-स्टिक|焦げ付き防止|不粘|논스틱|เคลือบกันติด
h|Foldable|modèle pliant|zum Zusammenklappen|con diseño plegable|modelo dobrável|con struttura pieghevole|om op te vouwen|do składania|складной конструкции|Katlanır|قابل للطي|फ़ोल्डिंग|折りたたみ|折叠|접이식|แบบพับได้
yr|Organic|bio|in Bio-Qualität|de cultivo ecológico|de origem orgânica|da agricoltura biologica|van biologische oorsprong|z upraw ekologicznych|на органической основе|Organik|عضوي|ऑर्गेनिक|オーガニック|有机|유기농|ออร์แกนิก
yr|Vegan|formule végane|mit veganer Formel|de fórmula vegana|de fórmula vegana|a formula vegana|met vegan formule|o formule wegańskiej|веганская формула|Vegan|تركيبة نباتية|वीगन|ヴィーガン|纯素|비건|สูตรวีแกน
y|Hydrating|haute hydratation|mit viel Feuchtigkeit|de hidratación intensa|de hidratação intensa|ad alta idratazione|met extra vocht|o działaniu nawilżającym|для увлажнения|Nemlendirici|للترطيب|नमी देने वाला|保湿|保湿|수분|เพิ่มความชุ่มชื้น
m|Grain-Free|sans céréales|ohne Getreide|sin cereales|sem grãos|senza cereali|zonder graan|bez zbóż|без злаков|Tahılsız|بدون حبوب|अनाज रहित|グレインフリー|无谷|그레인프리|ไร้ธัญพืช
mp|Natural|100 % naturel|aus der Natur|100 % natural|100 % natural|100 % naturale|van de natuur|z natury|из натурального сырья|Doğal|طبيعي 100%|प्राकृतिक|ナチュラル|天然|천연|จากธรรมชาติ
t|Educational|pour apprendre|zum Lernen|para aprender|para aprender|per imparare|om te leren|do nauki|для обучения|Eğitici|للتعلم|शैक्षिक|知育|益智|교육용|เสริมการเรียนรู้
z|Cordless|avec batterie|mit Akku|con batería|a bateria|a batteria|op accu|z akumulatorem|на аккумуляторе|Şarjlı|بالبطارية|बैटरी वाला|充電式|充电式|충전식|แบบไร้สายมีแบตเตอรี่
za|Quiet|faible bruit|mit leisem Betrieb|de bajo ruido|de baixo ruído|a bassa rumorosità|met stille werking|o cichej pracy|с низким уровнем шума|Sessiz|منخفض الضجيج|कम शोर|静音|静音|저소음|เสียงเงียบ
ahb|Compact|format compact|im Kompaktformat|de formato compacto|de formato compacto|in formato compatto|in compact formaat|o kompaktowych wymiarach|компактного размера|Kompakt|صغير الحجم|कॉम्पैक्ट|コンパクト|小型|컴팩트|ขนาดกะทัดรัด
*|Premium|de haute qualité|in Premium-Qualität|de alta calidad|de alta qualidade|di alta qualità|van hoge kwaliteit|wysokiej jakości|высокого качества|Birinci sınıf|بجودة عالية|प्रीमियम|高品質|高品质|프리미엄|คุณภาพสูง
*|New|nouvelle collection|aus der neuen Kollektion|de nueva colección|da nova coleção|della nuova collezione|uit de nieuwe collectie|z nowej kolekcji|из новой коллекции|Yeni|من التشكيلة الجديدة|नया|新型|新款|신형|รุ่นใหม่
*|Lightweight|léger comme une plume|mit geringem Gewicht|de peso ligero|de peso leve|dal peso ridotto|met laag gewicht|o niskiej wadze|малого веса|Hafif|خفيف الوزن|हल्का|軽量|轻便|경량|น้ำหนักเบา
*|Best Value|bon rapport qualité-prix|zum besten Preis|al mejor precio|com ótimo preço|al miglior prezzo|voor de beste prijs|w najlepszej cenie|по лучшей цене|Uygun fiyatlı|بأفضل سعر|किफ़ायती|お買い得|超值|가성비|ราคาคุ้มค่า
)";

const std::string_view kShopNameRows =
    R"(en|US,US,GB,US,AU,CA,GB,IN|Bright,Green,Harbor,Maple,Royal,Silver,Urban,Happy,Northern,Golden,Corner,Prime|Store,Outlet,Market,Goods,Shop,Trading,Supply,Depot,Boutique,Direct
fr|FR,FR,FR,BE,CA|Maison,Atelier,Comptoir,Galerie,Petit,Grand,Bel,Espace,Marché,Étoile,Jardin,Lumière|Paris,Lyon,Provence,du Soleil,des Amis,de Claire,Marseille,du Coin,Bordeaux,de Bretagne
de|DE,DE,DE,AT,CH|Haus,Berliner,Alpen,Nord,Stadt,Münchner,Sonnen,Kölner,Schwarzwald,Hanse,Wald,Rhein|Laden,Kaufhaus,Versand,Werkstatt,Markt,Handel,Lager,Shop,Kontor,Welt
es|ES,MX,AR,CO,ES,CL|Casa,Tienda,Mundo,Bazar,Rincón,Almacén,Mercado,Punto,Plaza,Centro,Taller,Galería|del Sol,Madrid,Andina,de Lola,Feliz,Azteca,Sevilla,de Oro,del Sur,Barcelona
pt|BR,BR,BR,PT|Casa,Loja,Mundo,Empório,Ponto,Armazém,Mercado,Canto,Ateliê,Centro,Praça,Feira|do Sol,Lisboa,Feliz,Paulista,Carioca,da Maria,Ideal,Brasil,do Porto,da Serra
it|IT,IT,IT,CH|Casa,Bottega,Mondo,Bazar,Emporio,Mercato,Piazza,Galleria,Officina,Angolo,Corte,Magazzino|Milano,Roma,del Sole,Bella,Toscana,di Anna,Napoli,Felice,Torino,della Nonna
nl|NL,NL,BE|Huis,Hollandse,Amsterdamse,Groene,Gouden,Blije,Oranje,Utrechtse,Haagse,Zonnige,Mooie,Slimme|Winkel,Markt,Handel,Magazijn,Outlet,Wereld,Kamer,Bazaar,Zaak,Shop
pl|PL|Dom,Sklep,Świat,Kram,Bazar,Hurtownia,Galeria,Pracownia,Kącik,Rynek,Skład,Magazyn|Kraków,Słoneczny,u Ani,Polski,Złoty,Warszawa,Gdańsk,Śląski,Łódź,Wesoły
ru|RU,RU,RU,KZ,BY|Мир,Дом,Лавка,Магазин,Склад,Галерея,Базар,Мастерская,Уголок,Ярмарка,Студия,Двор|Уюта,Мастера,Техники,Москва,Подарков,Урал,Сибирь,Удачи,Радости,Невский
tr|TR|Anadolu,İstanbul,Ege,Güneş,Yıldız,Altın,Mavi,Boğaziçi,Ankara,Çınar,Işık,Şirin|Mağaza,Pazarı,Ticaret,Dünyası,Çarşı,Evi,Market,Atölyesi,Butik,Konağı
ar|SA,AE,EG,MA,SA|متجر,سوق,بيت,دار,ركن,عالم,واحة,معرض,بازار,كنوز,نجمة,مركز|الرياض,الشرق,النور,القاهرة,الذهب,الخليج,السعادة,الأناقة,دبي,الياسمين
hi|IN|भारत,दिल्ली,शुभ,राज,सूर्य,गंगा,जयपुर,आनंद,लक्ष्मी,नया,मुंबई,स्वर्ण|स्टोर,बाज़ार,भंडार,ट्रेडर्स,दुकान,मार्ट,एम्पोरियम,कलेक्शन,हाट,केंद्र
ja|JP|東京,さくら,大阪,富士,ひかり,京都,みどり,北海,銀座,あおい,横浜,まつ|商店,屋,ストア,マーケット,工房,商会,本舗,セレクト,堂,デパート
zh|CN,CN,CN,CN,TW,HK,SG|东方,金龙,上海,华美,优品,百家,新星,长城,广州,天天,悦享,福运|旗舰店,专营店,商行,百货,优选,贸易,小铺,生活馆,商城,工坊
ko|KR|서울,한빛,미래,푸른,행복,부산,하늘,별빛,한강,제주,착한,새봄|상점,스토어,마켓,상회,몰,공방,백화점,유통,상사,하우스
th|TH|สยาม,บ้าน,กรุงเทพ,ทองคำ,สุขใจ,เชียงใหม่,มั่งมี,ไทย,ดาว,แสงทอง,เพชร,ภูเก็ต|ช้อป,สโตร์,มาร์เก็ต,พาณิชย์,เทรดดิ้ง,คอลเลกชัน,เอ้าท์เล็ท,แกลเลอรี,โชคดี,รุ่งเรือง
)";

}  // namespace souk::sample
