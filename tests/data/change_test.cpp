#include "data/change.h"

#include <gtest/gtest.h>

namespace souk {
namespace {

Result<Change> parse(std::string_view line) { return ChangeParser("en").change(line); }

TEST(Change, NamesWhatIsWrong) {
  const struct {
    const char* line;
    const char* param;
  } cases[] = {
      {"", ""},
      {"[]", ""},
      {R"({"op":"upsert")", ""},
      {R"({"id":"a"})", "op"},
      {R"({"op":"drop","id":"a"})", "op"},
      {R"({"op":3,"id":"a"})", "op"},
      {R"({"op":"delete","op":"delete","id":"a"})", "op"},
      {R"({"op":"delete"})", "id"},
      {R"({"op":"delete","id":"a b"})", "id"},
      {R"({"op":"delete","shop_id":7})", "shop_id"},
      {R"({"op":"delete","id":"a","shop_id":"b"})", "shop_id"},
      {R"({"op":"delete","id":"a","set":{"stock":1}})", "set"},
      {R"({"op":"upsert"})", "product"},
      {R"({"op":"upsert","product":[]})", "product"},
      {R"({"op":"upsert","product":{"title":"x"}})", "product.id"},
      {R"({"op":"upsert","product":{"id":"a"}})", "product.title"},
      {R"({"op":"upsert","product":{"id":"a","title":"x","price":{"amount":-1,"currency":"USD"}}})",
       "product.price.amount"},
      {R"({"op":"upsert","product":{"id":"a","title":"x"},"event":"e"})", "event"},
      {R"({"op":"upsert","shop":{"id":"a"}})", "shop.name"},
      {R"({"op":"patch","id":"a"})", "set"},
      {R"({"op":"patch","id":"a","set":{}})", "set"},
      {R"({"op":"patch","id":"a","set":[]})", "set"},
      {R"({"op":"patch","id":"a","set":{"id":"b"}})", "set.id"},
      {R"({"op":"patch","id":"a","set":{"title":null}})", "set.title"},
      {R"({"op":"patch","id":"a","set":{"title":" "}})", "set.title"},
      {R"({"op":"patch","id":"a","set":{"stock":-1}})", "set.stock"},
      {R"({"op":"patch","id":"a","set":{"stock":1,"stock":2}})", "set.stock"},
      {R"({"op":"patch","id":"a","set":{"price":{"amount":1,"currency":"XXY"}}})",
       "set.price.currency"},
      {R"({"op":"patch","id":"a","add":{"rating":1}})", "add.rating"},
      {R"({"op":"patch","id":"a","add":{"sales":1.5}})", "add.sales"},
      {R"({"op":"patch","id":"a","add":{"sales":9007199254740992}})", "add.sales"},
      {R"({"op":"patch","id":"a","add":{"sales":1},"set":{"sales":2}})", "add.sales"},
      {R"({"op":"patch","id":"a","add":{"sales":1},"event":""})", "event"},
      {R"({"op":"patch","id":"a","add":{"sales":1},"events":"e"})", "events"},
      {R"({"op":"patch","shop_id":"s","set":{"title":"x"}})", "set.title"},
      {R"({"op":"patch","shop_id":"s","add":{"sales":1}})", "add.sales"},
  };
  for (const auto& each : cases) {
    const auto change = parse(each.line);
    ASSERT_FALSE(change) << each.line;
    EXPECT_EQ(change.error().code, ErrorCode::bad_input) << each.line;
    EXPECT_EQ(change.error().param, each.param) << each.line;
    EXPECT_FALSE(change.error().message.empty()) << each.line;
  }
}

TEST(Change, ReadsAnUpsertWithUnknownFieldsAsTheyAre) {
  const auto change = parse(
      R"({"op":"upsert", "product":{"id":"a","title":"x","lot": 123456789012345678901234567890}})");
  ASSERT_TRUE(change);
  EXPECT_EQ(change->id, "a");
  ASSERT_EQ(change->product.extra.size(), 1U);
  EXPECT_EQ(change->product.extra[0].second, "123456789012345678901234567890");
}

Product article() {
  Product p;
  p.id = "a";
  p.lang = "fr";
  p.title = {{{"fr", "lampe"}}};
  p.brand = "Acme";
  p.category_path = {"Maison"};
  p.sales = 5;
  p.rating = 4.0;
  p.stock = 2;
  p.extra = {{"lot", "1"}, {"note", "\"x\""}};
  return p;
}

Product patched(const char* members, Product product = article()) {
  const auto change = parse(std::string(R"({"op":"patch","id":"a",)") + members + "}");
  EXPECT_TRUE(change) << members << ": " << (change ? "" : change.error().message);
  return change ? apply_patch(std::move(product), *change) : Product();
}

TEST(Change, PatchesOnlyWhatItNames) {
  Product expected = article();
  expected.price = Money{1999, *Currency::find("USD")};
  expected.stock = 0;
  EXPECT_EQ(patched(R"("set":{"price":{"amount":1999,"currency":"USD"},"stock":0})"), expected);
}

TEST(Change, ClearsWithNull) {
  const Product p =
      patched(R"("set":{"brand":null,"rating":null,"stock":null,"category":null,"lot":null})");
  EXPECT_EQ(p.brand, "");
  EXPECT_EQ(p.rating, std::nullopt);
  EXPECT_EQ(p.stock, std::nullopt);
  EXPECT_TRUE(p.category_path.empty());
  EXPECT_EQ(p.extra, (std::vector<std::pair<std::string, std::string>>{{"note", "\"x\""}}));
}

TEST(Change, ReplacesAPathByACategorysId) {
  const Product p = patched(R"("set":{"category":"c1"})");
  EXPECT_EQ(p.category_id, "c1");
  EXPECT_TRUE(p.category_path.empty());
}

TEST(Change, GivesPlainTextsTheProductsLanguage) {
  EXPECT_EQ(patched(R"("set":{"title":"lampe bleue"})").title.entries[0].lang, "fr");
  EXPECT_EQ(patched(R"("set":{"title":"blue lamp","lang":"de"})").title.entries[0].lang, "de");
  EXPECT_EQ(patched(R"("set":{"title":{"en":"blue lamp"}})").title.entries[0].lang, "en");
}

TEST(Change, AddsWithinBounds) {
  EXPECT_EQ(patched(R"("add":{"sales":3})").sales, 8);
  EXPECT_EQ(patched(R"("add":{"sales":-9})").sales, 0);
  EXPECT_EQ(patched(R"("add":{"sales":9007199254740991})").sales, kMaxSafeInteger);
  EXPECT_EQ(patched(R"("add":{"stock":-1})").stock, 1);
  Product untracked = article();
  untracked.stock.reset();
  EXPECT_EQ(patched(R"("add":{"stock":-1})", untracked).stock, std::nullopt);
}

}  // namespace
}  // namespace souk
