// Whole builds: what they publish, what they refuse, and what they leave alone.

#include "indexer/build.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

#include "data/formats.h"
#include "data/product_json.h"
#include "indexer/chunk.h"
#include "indexer/product_row.h"
#include "indexer/verify.h"
#include "tests/indexer/temp_store.h"

namespace souk {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::joined;
using testing::sample_lines;
using testing::TempStore;

std::string line(const std::string& id, const std::string& more = "") {
  return R"({"id":")" + id + R"(","title":"Cable )" + id + "\"" + more + "}";
}

std::string lines(int count, const std::string& prefix = "p") {
  std::string text;
  for (int i = 0; i < count; ++i) text += line(prefix + std::to_string(i)) + '\n';
  return text;
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  ::deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(::deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  ::deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  ::deflateEnd(&stream);
  return out;
}

std::string half(const std::string& text) { return text.substr(0, text.size() / 2); }

std::vector<std::string> ids(const Generation& generation) {
  std::vector<std::string> result;
  for (Docid doc = 0; doc < generation.segment->size(); ++doc) {
    result.emplace_back(generation.segment->ids[doc]);
  }
  return result;
}

TEST(Build, PublishesEveryProductOfTheFeed) {
  TempStore store;
  const SampleCatalogue sample({.products = 1500, .seed = 3});
  testing::use_sample(store, sample);
  const BuildResult built = store.must_build();
  EXPECT_EQ(built.generation, 1U);
  EXPECT_EQ(built.products, 1500U);
  EXPECT_EQ(built.shops, sample.shop_count());
  EXPECT_EQ(built.lines, 1500U + sample.shop_count());
  EXPECT_EQ(built.bad_lines, 0U);
  EXPECT_THAT(store.problems, IsEmpty());

  const auto generation = store.generation();
  ASSERT_TRUE(generation);
  const Segment& segment = *generation->segment;
  ASSERT_EQ(segment.size(), 1500U);
  const Rates rates(generation->manifest.currency);
  FeedParser parser;
  for (const std::string& text : sample_lines(sample)) {
    const auto product = parser.product(text);
    ASSERT_TRUE(product);
    const auto doc = segment.find(product->id);
    ASSERT_TRUE(doc) << product->id;
    EXPECT_EQ(*segment.documents.document(*doc), text);
    const ColumnRow row = segment.columns.row(*doc);
    const ColumnRow expected = column_row(*product, rates);
    EXPECT_EQ(row.price, expected.price);
    EXPECT_EQ(row.own_price, product->price ? product->price->amount : kMissing);
    EXPECT_EQ(row.sales, product->sales);
    EXPECT_EQ(row.review_count, product->review_count);
    EXPECT_EQ(row.stock, product->stock.value_or(kMissing));
    EXPECT_EQ(row.created_at, product->created_at.value_or(kMissing));
    EXPECT_EQ(segment.columns.free_shipping(*doc), product->free_shipping);
    EXPECT_EQ(segment.columns.ships_to_listed(*doc), product->ships_to.has_value());
    const auto shop = segment.shop[*doc];
    EXPECT_EQ(shop == 0 ? "" : generation->shops->id(shop - 1), product->shop_id);
    const auto brand = segment.brand.code(*doc);
    EXPECT_EQ(brand == 0 ? "" : segment.brand.key(brand), casefold(product->brand));
    EXPECT_EQ(segment.category[*doc] != 0,
              !product->category_id.empty() || !product->category_path.empty());
    EXPECT_TRUE(segment.cards.card(*doc, "en"));
  }
  EXPECT_THAT(*verify_generation(store.store().generation_dir(1)), IsEmpty());
  EXPECT_EQ(generation->manifest.products, 1500U);
  EXPECT_GT(generation->manifest.terms, 1000U);
  EXPECT_GT(generation->manifest.postings, generation->manifest.terms);
  EXPECT_EQ(generation->manifest.total_bytes(), built.bytes);
}

/// What searches see of a generation: whole files where runs of products leave no trace, documents
/// one by one where they do.
std::vector<std::string> search_relevant(const TempStore& store) {
  std::vector<std::string> parts;
  const auto generation = store.generation();
  if (!generation) return parts;
  const fs::path dir = store.store().generation_dir(generation->manifest.generation);
  for (const char* name :
       {generation_file::kColumns, generation_file::kPostings, generation_file::kCards,
        generation_file::kShops, generation_file::kCategories}) {
    parts.push_back(testing::read_bytes(dir / name));
  }
  for (Docid doc = 0; doc < generation->segment->size(); ++doc) {
    parts.push_back(*generation->segment->documents.document(doc));
  }
  return parts;
}

TEST(Build, GivesTheSameWhateverThreadsMemoryAndOrderOfLines) {
  const SampleCatalogue sample({.products = 3000, .seed = 4});
  TempStore plain;
  testing::use_sample(plain, sample);
  plain.must_build();
  const auto expected = search_relevant(plain);
  ASSERT_EQ(expected.size(), 3005U);

  const struct {
    unsigned threads;
    std::uint64_t memory;
    bool shuffled;
  } ways[] = {{3, std::uint64_t{2} << 30, false}, {1, 1, false}, {4, 1, true}};
  for (const auto& way : ways) {
    TempStore store;
    testing::use_sample(store, sample);
    store.options.threads = way.threads;
    store.options.memory = way.memory;
    if (way.shuffled) {
      auto shuffled = sample_lines(sample);
      std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(5));
      const auto middle = shuffled.begin() + 1000;
      store.options.feeds.clear();
      store.add_feed("1.jsonl", joined({shuffled.begin(), middle}));
      store.add_feed("2.jsonl", joined({middle, shuffled.end()}));
    }
    store.must_build();
    EXPECT_TRUE(search_relevant(store) == expected)
        << way.threads << " threads, " << way.memory << " bytes, shuffled " << way.shuffled;
  }
}

TEST(Build, NumbersProductsBySalesThenId) {
  TempStore store;
  store.add_feed("f.jsonl", line("b", R"(,"sales":5)") + '\n' + line("a") + '\n' +
                                line("c", R"(,"sales":7)") + '\n' + line("B", R"(,"sales":5)") +
                                '\n' + line("Z"));
  store.must_build();
  EXPECT_THAT(ids(*store.generation()), ElementsAre("c", "B", "b", "Z", "a"));
}

TEST(Build, TakesTheLastOfARepeatedId) {
  TempStore store;
  store.add_feed("1.jsonl", line("a", R"(,"sales":9,"brand":"Old")") + '\n' + line("b") + '\n' +
                                line("a", R"(,"sales":3,"brand":"Newer")") + '\n');
  store.add_feed("2.jsonl", '\n' + line("a", R"(,"sales":1,"brand":"Newest")"));
  const BuildResult built = store.must_build();
  EXPECT_EQ(built.products, 2U);
  EXPECT_EQ(built.warnings, 2U);
  EXPECT_EQ(built.bad_lines, 0U);
  const std::string first = store.options.feeds[0];
  const std::string second = store.options.feeds[1];
  EXPECT_THAT(
      store.problems,
      ElementsAre("warning: " + first + ":1: id: \"a\" is repeated; " + second + ":2 replaces it",
                  "warning: " + first + ":3: id: \"a\" is repeated; " + second + ":2 replaces it"));
  const auto generation = store.generation();
  const Segment& segment = *generation->segment;
  EXPECT_EQ(segment.columns.sales(*segment.find("a")), 1);
  EXPECT_EQ(segment.brand.code_count(), 2U) << "the brands of replaced lines are gone";
  EXPECT_EQ(segment.brand.label(segment.brand.code(*segment.find("a"))), "Newest");
}

TEST(Build, WarnsOfRepeatedIdsInTheOrderOfTheFeeds) {
  TempStore store;
  std::string many;
  for (int i = 0; i < 12; ++i) many += line("a") + '\n';
  store.add_feed("z.jsonl", many);
  store.add_feed("b.jsonl", line("a") + '\n' + line("a"));
  store.must_build();
  ASSERT_EQ(store.problems.size(), 13U);
  for (std::size_t i = 0; i < 12; ++i) {
    EXPECT_THAT(store.problems[i], HasSubstr("z.jsonl:" + std::to_string(i + 1) + ": id:"));
  }
  EXPECT_THAT(store.problems[12], HasSubstr("b.jsonl:1: id:"));
}

TEST(Build, SkipsBadLinesAndReportsEachOfThem) {
  TempStore store;
  store.add_feed("f.jsonl", "\n" + line("x", R"(,"price":{"amount":-1,"currency":"USD"})") +
                                "\n{\n" + lines(398) + line("x", R"(,"category":"nowhere")") +
                                "\n" + std::string((1U << 20) + 1, 'x'));
  const BuildResult built = store.must_build();
  EXPECT_EQ(built.products, 398U);
  EXPECT_EQ(built.lines, 402U);
  EXPECT_EQ(built.bad_lines, 4U);
  const std::string file = store.options.feeds[0];
  ASSERT_EQ(store.problems.size(), 4U);
  EXPECT_EQ(store.problems[0], file + ":2: price.amount: must be an integer from 0 to 2^53-1");
  EXPECT_THAT(store.problems[1], HasSubstr(file + ":3: line: is not valid JSON"));
  EXPECT_EQ(store.problems[2], file + ":402: category: no category has the id \"nowhere\"");
  EXPECT_EQ(store.problems[3], file + ":403: line: longer than 1048576 bytes");
}

TEST(Build, ReadsCategoriesAsItReadsFeeds) {
  TempStore store;
  store.add_feed("f.jsonl", line("a", R"(,"category":"c1")"));
  const std::string tree = R"([{"id":"c1","name":{"en":"A"}}])";
  store.options.categories = store.write("c.json", "\xef\xbb\xbf" + tree);
  EXPECT_EQ(store.must_build().categories, 1U);
  store.options.categories = store.write("c.json.gz", gzip(tree));
  EXPECT_EQ(store.must_build().categories, 1U);
  store.options.categories = store.write("c.json", "[\n{}]");
  EXPECT_EQ(store.build().error().message, store.options.categories + ":2: [0].id: is missing");
}

TEST(Build, WarnsOfRepeatedShopsOfWhichTheLastStays) {
  TempStore store;
  store.add_feed("f.jsonl", line("a", R"(,"shop_id":"s1")"));
  store.options.shops = store.write("s.jsonl", R"({"id":"s1","name":"First"})"
                                               "\n"
                                               R"({"id":"s2","name":"Other"})"
                                               "\n"
                                               R"({"id":"s1","name":"Last"})");
  store.must_build();
  const std::string& file = store.options.shops;
  EXPECT_THAT(store.problems, ElementsAre("warning: " + file + ":1: id: \"s1\" is repeated; " +
                                          file + ":3 replaces it"));
  const auto generation = store.generation();
  ASSERT_TRUE(generation);
  EXPECT_EQ(generation->shops->name(*generation->shops->find("s1")), "Last");
}

TEST(Build, ReportsEveryBadLineInOrderWhateverTheThreads) {
  TempStore store;
  std::string feed;
  std::vector<std::string> expected;
  for (int i = 1; i <= 20'000; ++i) {
    const bool bad = i % 101 == 0;
    feed += bad ? "[]\n" : line("p" + std::to_string(i)) + '\n';
    if (bad) expected.push_back(":" + std::to_string(i) + ": line: must be a JSON object");
  }
  store.add_feed("f.jsonl", feed);
  store.options.threads = 4;
  const BuildResult built = store.must_build();
  EXPECT_EQ(built.products, 20'000U - expected.size());
  ASSERT_EQ(store.problems.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(store.problems[i], store.options.feeds[0] + expected[i]);
  }
}

TEST(Build, PublishesUpToOneBadLineInAHundred) {
  TempStore store;
  store.add_feed("f.jsonl", lines(297) + "x\nx\nx\n");
  EXPECT_EQ(store.must_build().bad_lines, 3U);
  store.options.feeds.clear();
  store.add_feed("f.jsonl", lines(296) + "x\nx\nx\nx\n");
  const auto refused = store.build();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::bad_input);
  EXPECT_THAT(refused.error().message, HasSubstr("4 of 300 lines"));
  EXPECT_EQ(store.problems.size(), 4U) << "all of them are reported all the same";
  EXPECT_THAT(store.generation_names(), ElementsAre("1"));
}

TEST(Build, StopsAtTheFirstBadLineWhenAsked) {
  TempStore store;
  store.options.on_error = OnError::stop;
  store.add_feed("f.jsonl", lines(500) + "x\n" + lines(500, "q") + "y\n");
  const auto stopped = store.build();
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::bad_input);
  EXPECT_THAT(stopped.error().message, HasSubstr("f.jsonl:501: line: is not valid JSON"));
  EXPECT_EQ(store.problems.size(), 1U);
  EXPECT_THAT(store.generation_names(), IsEmpty());
  EXPECT_EQ(*store.store().current(), std::nullopt);
  // A repeated id is a warning, not a bad line.
  store.options.feeds.clear();
  store.add_feed("f.jsonl", line("a") + '\n' + line("a"));
  EXPECT_EQ(store.must_build().products, 1U);
}

TEST(Build, KeepsThePreviousGenerationWhenItFails) {
  TempStore store;
  store.add_feed("f.jsonl", lines(10));
  store.must_build();
  const BuildOptions good = store.options;
  const struct {
    const char* what;
    std::function<void()> spoil;
    ErrorCode code;
    const char* message;
  } failures[] = {
      {"a missing feed", [&] { store.options.feeds.push_back("/none.jsonl"); },
       ErrorCode::bad_input, "/none.jsonl"},
      {"a feed that is a directory", [&] { store.options.feeds = {store.dir().string()}; },
       ErrorCode::bad_input, "directory"},
      {"an empty feed", [&] { store.options.feeds = {store.write("e", "\n\n")}; },
       ErrorCode::bad_input, "the feed is empty"},
      {"no good line", [&] { store.options.feeds = {store.write("e", "x\n")}; },
       ErrorCode::bad_input, "no good line"},
      {"a feed in UTF-16", [&] { store.options.feeds = {store.write("e", "\xff\xfe{")}; },
       ErrorCode::bad_input, "UTF-16"},
      {"a cut feed", [&] { store.options.feeds = {store.write("e", half(gzip(lines(9000))))}; },
       ErrorCode::bad_input, "ends inside its compression"},
      {"missing shops", [&] { store.options.shops = "/none"; }, ErrorCode::bad_input, "/none"},
      {"bad shops", [&] { store.options.shops = store.write("s", "{}\n{}\n"); },
       ErrorCode::bad_input, "2 of 12 lines are bad"},
      {"missing categories", [&] { store.options.categories = "/none"; }, ErrorCode::bad_input,
       "/none"},
      {"broken categories", [&] { store.options.categories = store.write("c", "[{}]"); },
       ErrorCode::bad_input, "[0].id: is missing"},
      {"missing rates", [&] { store.options.rates = "/none"; }, ErrorCode::bad_input, "/none"},
      {"broken rates", [&] { store.options.rates = store.write("r", "EUR = 0\n"); },
       ErrorCode::bad_input, ":1: EUR: must be a positive number"},
  };
  for (const auto& failure : failures) {
    store.options = good;
    failure.spoil();
    const auto built = store.build();
    ASSERT_FALSE(built) << failure.what;
    EXPECT_EQ(built.error().code, failure.code) << failure.what << ": " << built.error().message;
    EXPECT_THAT(built.error().message, HasSubstr(failure.message)) << failure.what;
    EXPECT_THAT(store.generation_names(), ElementsAre("1")) << failure.what;
    EXPECT_EQ(store.generation()->manifest.generation, 1U) << failure.what;
  }
  store.options = good;
  EXPECT_EQ(store.must_build().generation, 2U);
}

TEST(Build, LeavesNothingWhenItIsInterruptedAtAnyStage) {
  for (const std::string stage : {"reading", "indexing", "decoding", "checking"}) {
    TempStore store;
    store.add_feed("f.jsonl", lines(20000));
    std::atomic<bool> stop = false;
    store.events.stop = &stop;
    store.events.progress = [&](const char* at, std::uint64_t, std::uint64_t) {
      if (at == stage) stop = true;
    };
    const auto built = store.build();
    ASSERT_FALSE(built) << stage;
    EXPECT_EQ(built.error().code, ErrorCode::interrupted) << stage;
    EXPECT_THAT(store.generation_names(), IsEmpty()) << stage;
    EXPECT_EQ(*store.store().current(), std::nullopt);
  }
}

TEST(Build, IsOneAtATimeAndClearsUpAfterKilledOnes) {
  TempStore store;
  store.add_feed("f.jsonl", lines(3));
  store.must_build();
  fs::create_directories(store.store().building_dir(2) / "shard-0");
  testing::write_bytes(store.store().building_dir(2) / "spool", "x");
  {
    const auto lock = StoreLock::acquire(store.store().dir(), "LOCK.build");
    ASSERT_TRUE(lock);
    const auto refused = store.build();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_THAT(store.generation_names(), ElementsAre("1", "2.building"));
  }
  const auto live = StoreLock::acquire(store.store().dir(), "LOCK.live");
  EXPECT_EQ(store.must_build().generation, 2U) << "a server's lock is no obstacle";
  EXPECT_THAT(store.generation_names(), ElementsAre("1", "2"));
}

TEST(Build, ComparesPricesInTheCommonestCurrencyOrTheOneAskedFor) {
  const auto priced = [](const std::string& id, const char* amount, const char* code) {
    return line(id, std::string(R"(,"price":{"amount":)") + amount + R"(,"currency":")" + code +
                        "\"}") +
           '\n';
  };
  TempStore store;
  store.add_feed("f.jsonl", priced("a", "100", "EUR") + priced("b", "200", "EUR") +
                                priced("c", "300", "USD") + priced("d", "400", "JPY") + line("e") +
                                '\n' + priced("c", "301", "USD") + priced("c", "302", "USD") +
                                priced("c", "303", "USD"));
  const BuildResult built = store.must_build();
  EXPECT_EQ(built.without_rate, 2U) << "replaced lines do not count";
  const auto price = [&](const char* id) {
    const auto generation = store.generation();
    return generation->segment->columns.price(*generation->segment->find(id));
  };
  EXPECT_EQ(store.generation()->manifest.currency.code(), "EUR");
  EXPECT_EQ(price("b"), 200);
  EXPECT_EQ(price("c"), kMissing);
  EXPECT_EQ(price("e"), kMissing);

  store.options.currency = Currency::find("USD");
  store.options.rates = store.write("rates.toml", "EUR = 1.25\nJPY = 0.0078\n");
  EXPECT_EQ(store.must_build().without_rate, 0U);
  EXPECT_EQ(store.generation()->manifest.currency.code(), "USD");
  EXPECT_EQ(store.generation()->manifest.rates.size(), 2U);
  EXPECT_EQ(price("b"), 250);
  EXPECT_EQ(price("c"), 303);
  EXPECT_EQ(price("d"), 312);
}

TEST(Build, ListsShopsGivenAndShopsNamed) {
  TempStore store;
  store.add_feed("f.jsonl", line("a", R"(,"shop_id":"s2")") + '\n' +
                                line("b", R"(,"shop_id":"s9")") + '\n' +
                                line("c", R"(,"shop_id":"s2")"));
  store.options.shops = store.write("s.jsonl",
                                    "{\"id\":\"s2\",\"name\":\"Old\"}\n"
                                    "{\"id\":\"s1\",\"name\":\"Idle\"}\n"
                                    "{\"id\":\"s2\",\"name\":\"New\",\"aliases\":[\"Nouveau\"]}\n");
  EXPECT_EQ(store.must_build().shops, 3U);
  const auto generation = store.generation();
  const ShopDirectory& shops = *generation->shops;
  ASSERT_EQ(shops.size(), 3U);
  EXPECT_EQ(shops.name(*shops.find("s1")), "Idle");
  EXPECT_EQ(shops.product_count(*shops.find("s1")), 0U);
  EXPECT_EQ(shops.name(*shops.find("s2")), "New");
  EXPECT_EQ(shops.product_count(*shops.find("s2")), 2U);
  EXPECT_EQ(shops.name(*shops.find("s9")), "s9");
  EXPECT_EQ(shops.names().list("nouveau").size(), 1U);
  EXPECT_EQ(shops.names().list("old").size(), 0U);
}

TEST(Build, WritesItsOptionsIntoTheManifest) {
  TempStore store;
  store.add_feed("f.jsonl", line("a") + '\n' + line("b", R"(,"lang":"de")"));
  store.options.default_lang = "fr";
  store.options.since_sequence = 981;
  store.must_build();
  const auto generation = store.generation();
  EXPECT_EQ(generation->manifest.default_lang, "fr");
  EXPECT_EQ(generation->manifest.base_sequence, 981U);
  EXPECT_EQ(generation->manifest.format, kStoreFormat);
  const Segment& segment = *generation->segment;
  EXPECT_EQ(segment.cards.card(*segment.find("a"), "xx")->title_lang, "fr");
  EXPECT_EQ(segment.cards.card(*segment.find("b"), "xx")->title_lang, "de");
}

TEST(Build, TakesTheLongestLineThereMayBe) {
  TempStore store;
  const std::string start = R"({"id":"big","title":"Big","x":")";
  std::string feed;
  for (int i = 0; i < 20; ++i) {
    std::string big = start;
    big.replace(big.find("big"), 3, "big" + std::to_string(i));
    big += std::string((1U << 20) - big.size() - 2, static_cast<char>('a' + i)) + "\"}";
    feed += big + '\n';
  }
  store.add_feed("f.jsonl", feed);
  EXPECT_EQ(store.must_build().products, 20U);
  const auto generation = store.generation();
  for (Docid doc = 0; doc < 20; ++doc) {
    EXPECT_EQ(generation->segment->documents.document(doc)->size(), 1U << 20);
  }
}

}  // namespace
}  // namespace souk
