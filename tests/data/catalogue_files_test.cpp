// Category trees, shop directories, cards and documents: round trips through their files, and files
// that do not fit together.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "data/cards.h"
#include "data/category_tree.h"
#include "data/documents.h"
#include "data/shop_directory.h"

namespace souk {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

template <class Write>
SectionFile file_of(Write write) {
  SectionWriter out;
  write(out);
  const auto file = SectionFile::over(hold_bytes(out.finish_bytes()), "file");
  EXPECT_TRUE(file);
  return *file;
}

LocalizedText english(const std::string& text) { return {{{"en", text}}}; }

/// Two trees; parents come after children, siblings are not in order of id.
std::vector<Category> categories() {
  return {{"c12", "c1", english("Video"), {}},
          {"c1", "", {{{"en", "Electronics"}, {"de", "Elektronik"}}}, {}},
          {"c11", "c1", english("Audio"), {{{"en", "Sound"}, {"fr", "Son"}}}},
          {"c2", "", english("Toys"), {}},
          {"c111", "c11", english("Headphones"), {}}};
}

void expect_same_tree(const CategoryTree& tree) {
  const auto id = [&](const char* name) { return *tree.find_id(name); };
  ASSERT_EQ(tree.size(), 5U);
  std::vector<std::string> ids;
  for (const auto& node : tree.nodes()) ids.push_back(node.id);
  EXPECT_THAT(ids, ElementsAre("c1", "c12", "c11", "c111", "c2"));
  EXPECT_THAT(tree.children(CategoryTree::kNone), ElementsAre(id("c1"), id("c2")));
  EXPECT_THAT(tree.children(id("c1")), ElementsAre(id("c12"), id("c11")));
  EXPECT_THAT(tree.children(id("c2")), IsEmpty());
  EXPECT_THAT(tree.path(id("c111")), ElementsAre(id("c1"), id("c11"), id("c111")));
  EXPECT_EQ(tree.nodes()[id("c1")].end, 4U);
  EXPECT_EQ(tree.nodes()[id("c11")].end, 4U);
  EXPECT_EQ(tree.nodes()[id("c2")].end, 5U);
  EXPECT_EQ(tree.label(id("c1"), "de-at"), "Elektronik");
  EXPECT_EQ(tree.label(id("c1"), "fr"), "Electronics");
  EXPECT_EQ(tree.nodes()[id("c11")].synonyms, (LocalizedText{{{"en", "Sound"}, {"fr", "Son"}}}));
}

TEST(CategoryTree, GoesThroughItsFile) {
  const CategoryTree built = CategoryTree::build(categories());
  expect_same_tree(built);
  const auto opened = CategoryTree::open(file_of([&](SectionWriter& out) { built.write(out); }));
  ASSERT_TRUE(opened) << opened.error().message;
  expect_same_tree(*opened);
  const auto empty =
      CategoryTree::open(file_of([](SectionWriter& out) { CategoryTree::build({}).write(out); }));
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->size(), 0U);
  EXPECT_THAT(empty->children(CategoryTree::kNone), IsEmpty());
}

TEST(CategoryTree, FindsNodesByIdAndByPathInAnyLanguage) {
  const CategoryTree tree = CategoryTree::build(categories());
  const std::pair<const char*, const char*> known[] = {
      {"c11", "c11"},
      {"Electronics", "c1"},
      {"ELEKTRONIK > audio", "c11"},
      {"Electronics > Audio > Headphones", "c111"},
  };
  for (const auto& [text, id] : known) EXPECT_EQ(tree.find(text), tree.find_id(id)) << text;
  for (const char* text : {"", "Audio", "Electronics > Toys", "Electronics>Audio", "C1",
                           "Electronics > Audio > ", " > Electronics", "Electronics > Sound"}) {
    EXPECT_FALSE(tree.find(text)) << text;
  }
  EXPECT_FALSE(tree.find_path({}));
}

TEST(CategoryTree, CompletesAFileWithThePathsOfProducts) {
  const auto completed =
      complete_categories(categories(), {{{"electronics", "AUDIO", "Amps"}, "en"},
                                         {{"Elektronik", "Audio"}, "de"},
                                         {{"Garden"}, "en"},
                                         {{"garden", "Hoses"}, "fr"}});
  const CategoryTree tree = CategoryTree::build(completed);
  EXPECT_EQ(tree.size(), 8U);
  const auto amps = tree.find_path({"Electronics", "Audio", "Amps"});
  ASSERT_TRUE(amps);
  EXPECT_EQ(tree.nodes()[*amps].parent, tree.find_id("c11"));
  EXPECT_EQ(tree.nodes()[*amps].id, "electronics > AUDIO > Amps");
  const auto hoses = tree.find("Garden > hoses");
  ASSERT_TRUE(hoses);
  EXPECT_EQ(tree.nodes()[*hoses].name, (LocalizedText{{{"fr", "Hoses"}}}));
}

TEST(CategoryTree, GivesEveryNodeAnIdOfItsOwn) {
  // "c2" is an id of the file and the name of another root; "A > B" is a name and a path.
  const auto completed = complete_categories(
      categories(),
      {{{"c2"}, "en"}, {{"c2", "Cars"}, "en"}, {{"A > B"}, "en"}, {{"A", "B"}, "en"}});
  const CategoryTree tree = CategoryTree::build(completed);
  EXPECT_EQ(tree.size(), 10U);
  for (CategoryTree::NodeId node = 0; node < tree.size(); ++node) {
    EXPECT_EQ(tree.find_id(tree.nodes()[node].id), node) << tree.nodes()[node].id;
  }
  EXPECT_EQ(tree.find_id("c2"), tree.find_path({"Toys"}));
  EXPECT_NE(tree.find_path({"c2"}), tree.find_path({"Toys"}));
  EXPECT_NE(tree.find_path({"A", "B"}), tree.find_path({"A > B"}));
}

TEST(CategoryTree, RefusesAFileThatIsNoTreeInPreorder) {
  using Nodes = std::vector<std::uint32_t>;
  constexpr auto kNone = CategoryTree::kNone;
  const struct {
    Nodes parents;
    Nodes ends;
    Nodes text_nodes;
  } files[] = {
      {{kNone, 1}, {2, 2}, {0, 1}}, {{kNone, 2}, {2, 2}, {0, 1}},     {{0, 0}, {2, 2}, {0, 1}},
      {{kNone, 0}, {0, 2}, {0, 1}}, {{kNone, 0}, {2, 1}, {0, 1}},     {{kNone, 0}, {3, 2}, {0, 1}},
      {{kNone, 0}, {2, 2}, {0, 2}}, {{kNone, 0}, {2}, {0, 1}},        {{kNone}, {2, 2}, {0, 1}},
      {{kNone, 0}, {2, 2}, {0}},    {{kNone, 0}, {2, 0xffff}, {0, 1}}};
  for (const auto& f : files) {
    const auto tree = CategoryTree::open(file_of([&](SectionWriter& out) {
      const std::vector<std::string> two = {"a", "b"};
      write_strings(out, "id", two);
      out.write("parent", f.parents);
      out.write("end", f.ends);
      out.write("text.node", f.text_nodes);
      out.write("text.synonym", std::string_view("\0\0", 2));
      write_strings(out, "text.lang", two);
      write_strings(out, "text.text", two);
    }));
    EXPECT_FALSE(tree) << ::testing::PrintToString(f.parents) << ::testing::PrintToString(f.ends);
  }
}

TEST(ShopDirectory, GoesThroughItsFile) {
  const std::vector<Shop> shops = {{"s-1",
                                    "Sono",
                                    {"SC", "Sono & Co"},
                                    "fr",
                                    "FR",
                                    4.5,
                                    12,
                                    1'000'000'000,
                                    "https://x.example/l"},
                                   {"s1", "", {}, "", "", std::nullopt, 0, std::nullopt, ""},
                                   {"s10", "Zed", {"Z"}, "en", "US", 0.0, 0, -1, ""}};
  const auto opened = ShopDirectory::open(file_of([&](SectionWriter& out) {
    ShopDirectory::write(out, shops, {5, 0, 7});
    PostingsWriter names(out, shops.size());
    names.add_term("sono");
    names.add_posting(0, 1);
    names.finish();
    Completions::write(out, kShopCompletions, {{"Sono", "sono", "", 5, 0}, {"Z", "z", "", 7, 2}});
  }));
  ASSERT_TRUE(opened) << opened.error().message;
  ASSERT_EQ(opened->size(), 3U);
  EXPECT_EQ(opened->completions().value(1), 2U);
  EXPECT_EQ(opened->shop(0), shops[0]);
  EXPECT_EQ(opened->shop(2), shops[2]);
  EXPECT_EQ(opened->name(1), "s1") << "a shop without a name is called by its id";
  EXPECT_FALSE(opened->shop(1).rating);
  EXPECT_FALSE(opened->shop(1).opened_at);
  EXPECT_EQ(opened->product_count(2), 7U);
  for (std::uint32_t i = 0; i < 3; ++i) EXPECT_EQ(opened->find(shops[i].id), i);
  for (const char* id : {"", "s", "s2", "S1", "s-", "zz"}) EXPECT_FALSE(opened->find(id)) << id;
  EXPECT_EQ(opened->names().list("sono").size(), 1U);
}

TEST(ShopDirectory, RefusesPartsOfDifferentSizes) {
  const std::vector<Shop> one(1, Shop{"s1", "x", {"y"}, "", "", {}, 0, {}, ""});
  const auto opened = ShopDirectory::open(file_of([&](SectionWriter& out) {
    ShopDirectory::write(out, one, {5, 6});
    PostingsWriter(out, 0).finish();
  }));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
}

Product product() {
  Product p;
  p.id = "p1";
  p.lang = "fr";
  p.title = {{{"fr", "Câble \"long\"\n"}, {"en", "Cable"}, {"pt-br", "Cabo"}}};
  p.description = {{{"de", "Kabel"}}};
  p.brand = "Acme </b>";
  p.images = {"https://x.example/1", "https://x.example/2"};
  p.attributes = {{"Size", {15.5}, false}, {"Fits", {std::string("a")}, true}};
  p.extra = {{"color", "[7]"}, {"sales", "1"}, {"q\"", "null"}};
  return p;
}

SectionFile cards_of(const std::vector<std::string>& cards, std::string_view dictionary = {}) {
  return file_of([&](SectionWriter& out) {
    out.write("dictionary", dictionary);
    std::vector<std::uint64_t> offsets{0};
    std::vector<char> bytes;
    for (const std::string& card : cards) {
      bytes.insert(bytes.end(), card.begin(), card.end());
      offsets.push_back(bytes.size());
    }
    write_rows(out, "card", offsets, bytes);
  });
}

std::string card_of(const Product& p) {
  std::string bytes;
  append_card(p, bytes);
  return bytes;
}

TEST(Cards, ShowAProductInTheAskedLanguage) {
  Product bare;
  bare.id = "p2";
  bare.lang = "en";
  bare.title = english("Bare");
  const SectionFile file = cards_of({card_of(product()), card_of(bare)});
  const auto cards = Cards::open(file, 2);
  ASSERT_TRUE(cards);
  const struct {
    const char* lang;
    const char* title;
    const char* title_lang;
  } titles[] = {{"en", R"("Cable")", "en"},
                {"en-gb", R"("Cable")", "en"},
                {"pt-br", R"("Cabo")", "pt-br"},
                {"pt", R"("Câble \"long\"\n")", "fr"},
                {"ja", R"("Câble \"long\"\n")", "fr"}};
  for (const auto& t : titles) {
    const auto card = cards->card(0, t.lang);
    ASSERT_TRUE(card);
    EXPECT_EQ(card->title, t.title) << t.lang;
    EXPECT_EQ(card->title_lang, t.title_lang) << t.lang;
    EXPECT_EQ(card->title_lang, t.title_lang);
    EXPECT_EQ(card->description, R"("Kabel")") << "the first given, when no other fits";
  }
  const auto card = cards->card(0, "en");
  EXPECT_EQ(card->brand, R"("Acme </b>")");
  EXPECT_EQ(card->image, R"("https://x.example/1")");
  EXPECT_EQ(card->attributes, R"({"Size":15.5,"Fits":["a"]})");
  EXPECT_EQ(card->extra, R"(,"color":[7],"q\"":null)") << "what a hit has of its own is left out";
  const auto second = cards->card(1, "de");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->title, R"("Bare")");
  EXPECT_EQ(second->description, "null");
  EXPECT_EQ(second->brand, "null");
  EXPECT_EQ(second->image, "null");
  EXPECT_EQ(second->attributes, "{}");
  EXPECT_EQ(second->extra, "");
}

TEST(Cards, TellCardsThatDoNotFitTheirBytes) {
  const std::string whole = card_of(product());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const SectionFile file = cards_of({whole.substr(0, length)});
    const auto cards = Cards::open(file, 1);
    ASSERT_TRUE(cards);
    EXPECT_FALSE(cards->card(0, "en")) << length;
  }
  for (std::size_t at = 0; at < 40; ++at) {
    for (const char flip : {'\x01', '\x80'}) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ flip);
      const SectionFile file = cards_of({damaged});
      const auto cards = Cards::open(file, 1);
      ASSERT_TRUE(cards);
      (void)cards->card(0, "en");  // the sanitizer watches
    }
  }
  EXPECT_FALSE(Cards::open(cards_of({whole}), 2));
}

/// Enough cards to learn a dictionary from.
std::vector<std::string> many_cards() {
  std::vector<std::string> cards;
  for (int i = 0; i < 3000; ++i) {
    Product p = product();
    p.title.entries[0].text += std::to_string(i * 7919);
    p.brand += std::to_string(i % 37);
    cards.push_back(card_of(p));
  }
  return cards;
}

TEST(Cards, AreTheSameCompressed) {
  const std::vector<std::string> cards = many_cards();
  const std::string dictionary = train_dictionary(cards, 16U << 10);
  ASSERT_FALSE(dictionary.empty());
  const Compressor compressor(dictionary);
  std::vector<std::string> frames;
  std::size_t bytes = 0;
  std::size_t raw = 0;
  for (const std::string& card : cards) {
    frames.push_back(compressor.compress(card));
    bytes += frames.back().size();
    raw += card.size();
  }
  EXPECT_LT(bytes * 3, raw);
  const SectionFile plain_file = cards_of(cards);
  const SectionFile file = cards_of(frames, dictionary);
  const auto plain = Cards::open(plain_file, cards.size());
  const auto packed = Cards::open(file, cards.size());
  ASSERT_TRUE(plain && packed);
  for (Docid doc = 0; doc < cards.size(); doc += 7) {
    const auto a = plain->card(doc, "pt-br");
    const auto moved = packed->card(doc, "pt-br");
    ASSERT_TRUE(a && moved);
    const Card b = *moved;  // a copy keeps the bytes
    EXPECT_EQ(a->title, b.title);
    EXPECT_EQ(a->description, b.description);
    EXPECT_EQ(a->brand, b.brand);
    EXPECT_EQ(a->attributes, b.attributes);
    EXPECT_EQ(a->extra, b.extra);
  }
}

TEST(Cards, TellDamagedFramesAndDictionaries) {
  const std::vector<std::string> cards = many_cards();
  const std::string dictionary = train_dictionary(cards, 4U << 10);
  const std::string frame = Compressor(dictionary).compress(cards[0]);
  for (std::size_t at = 0; at < frame.size(); ++at) {
    std::string damaged = frame;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
    const SectionFile file = cards_of({damaged, frame.substr(0, at)}, dictionary);
    const auto opened = Cards::open(file, 2);
    ASSERT_TRUE(opened);
    (void)opened->card(0, "en");  // the sanitizer watches
    EXPECT_FALSE(opened->card(1, "en")) << at;
  }
  for (std::size_t at = 0; at < dictionary.size(); at += 5) {
    std::string damaged = dictionary;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
    const SectionFile file = cards_of({frame}, damaged);
    const auto opened = Cards::open(file, 1);
    ASSERT_TRUE(opened);
    (void)opened->card(0, "en");
  }
}

TEST(Documents, GiveBackEveryLine) {
  constexpr Docid kCount = 40;
  std::vector<std::string> lines;
  for (Docid doc = 0; doc < kCount; ++doc) {
    lines.push_back(R"({"id":"p)" + std::to_string(doc) + R"(","x":")" +
                    std::string(doc * 50U, 'e') + "\"}");
  }
  std::vector<std::uint64_t> offsets{0};
  std::vector<char> frames;
  std::vector<Docid> first;
  for (Docid doc = 0; doc < kCount; doc += kDocumentsPerBlock) {
    std::string block;
    for (Docid d = doc; d < std::min<Docid>(doc + kDocumentsPerBlock, kCount); ++d) {
      block += lines[d] + '\n';
    }
    const std::string frame = Compressor().compress(block);
    frames.insert(frames.end(), frame.begin(), frame.end());
    offsets.push_back(frames.size());
    first.push_back(doc);
  }
  const auto file_with = [&](const std::vector<char>& bytes, const std::vector<Docid>& starts) {
    return file_of([&](SectionWriter& out) {
      out.write("dictionary", std::string_view());
      write_rows(out, "block", offsets, bytes);
      out.write("first", starts);
    });
  };
  const SectionFile file = file_with(frames, first);
  const auto documents = Documents::open(file);
  ASSERT_TRUE(documents);
  EXPECT_EQ(documents->block_count(), 3U);
  for (Docid doc = 0; doc < kCount; ++doc) {
    const auto line = documents->document(doc);
    ASSERT_TRUE(line);
    EXPECT_EQ(*line, lines[doc]);
  }
  EXPECT_FALSE(documents->document(kCount));

  for (const std::vector<Docid>& starts :
       {std::vector<Docid>{0, 16}, {1, 16, 32}, {0, 32, 16}, {0, 16, 32, 40}}) {
    EXPECT_FALSE(Documents::open(file_with(frames, starts)));
  }
  for (std::size_t at = 0; at < frames.size(); ++at) {
    auto damaged = frames;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
    const SectionFile broken = file_with(damaged, first);
    const auto opened = Documents::open(broken);
    ASSERT_TRUE(opened);
    for (const Docid doc : {0U, 15U, 16U, 39U}) (void)opened->document(doc);
  }
}

}  // namespace
}  // namespace souk
