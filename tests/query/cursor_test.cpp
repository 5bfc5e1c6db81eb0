// Cursors: what was encoded comes back, and nothing else does; and what binds them to a request.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <functional>
#include <set>

#include "query/request.h"

namespace souk {
namespace {

const std::string kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const std::string kIdLetters = "aZ09._:-";

Cursor random_cursor() {
  Cursor cursor;
  cursor.sort = static_cast<Sort>(*rc::gen::inRange(0, kSorts));
  cursor.primary = cursor.sort == Sort::relevance
                       ? *rc::gen::inRange<std::int64_t>(-kMaxSafeInteger, kMaxSafeInteger + 1)
                       : *rc::gen::element(kSortsLast, *rc::gen::arbitrary<std::int64_t>(),
                                           std::numeric_limits<std::int64_t>::min());
  cursor.sales = *rc::gen::inRange<std::int64_t>(0, kMaxSafeInteger + 1);
  cursor.generation = *rc::gen::arbitrary<std::uint64_t>();
  cursor.shown = *rc::gen::arbitrary<std::uint32_t>();
  cursor.pinned = *rc::gen::arbitrary<std::uint32_t>();
  const auto length = static_cast<std::size_t>(*rc::gen::inRange(1, 65));
  cursor.id = *rc::gen::container<std::string>(length, rc::gen::elementOf(kIdLetters));
  return cursor;
}

void expect_refused(std::string_view text, std::uint64_t hash) {
  const auto cursor = decode_cursor(text, hash);
  ASSERT_FALSE(cursor) << text;
  EXPECT_EQ(cursor.error().code, ErrorCode::bad_input);
  EXPECT_EQ(cursor.error().param, "after");
  EXPECT_FALSE(cursor.error().message.empty());
}

TEST(Cursors, ComeBackAsTheyWere) {
  EXPECT_TRUE(rc::check([] {
    const Cursor cursor = random_cursor();
    const auto hash = *rc::gen::arbitrary<std::uint64_t>();
    const std::string text = encode_cursor(cursor, hash);
    RC_ASSERT(text.find_first_not_of(kBase64) == std::string::npos);  // needs no escape in a URL
    const auto decoded = decode_cursor(text, hash);
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(*decoded == cursor);
    RC_ASSERT(decode_cursor(text, hash ^ 1).has_error());
  }));
}

const Cursor kCursors[] = {{Sort::relevance, -123456, 7, "p1", 42, 40, 3},
                           {Sort::sales, -10, 10, "p", 0},
                           {Sort::price_asc, 1999, 0, "p12", 0},
                           {Sort::price_desc, kSortsLast, 3, "p123", 0},
                           {Sort::reviews, -4'000'000, 3, "a.b_c:d-e", 0},
                           {Sort::rating, -4607182418800017408, 3, "p", 0},
                           {Sort::free_shipping, 1, 3, "p", 0},
                           {Sort::newest, -1'700'000'000, 3, std::string(64, 'z'), 0}};

TEST(Cursors, RefuseEverySingleBitFlip) {
  for (const Cursor& cursor : kCursors) {
    const std::string text = encode_cursor(cursor, 99);
    for (std::size_t at = 0; at < text.size(); ++at) {
      for (int bit = 0; bit < 8; ++bit) {
        std::string flipped = text;
        flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
        expect_refused(flipped, 99);
      }
    }
  }
}

TEST(Cursors, RefuseEveryOtherDigitInEveryPlace) {
  // Also the unused low bits of the last digit: a cursor has one spelling.
  for (const Cursor& cursor : kCursors) {
    const std::string text = encode_cursor(cursor, 99);
    for (std::size_t at = 0; at < text.size(); ++at) {
      for (const char digit : kBase64) {
        if (digit == text[at]) continue;
        std::string changed = text;
        changed[at] = digit;
        expect_refused(changed, 99);
      }
    }
  }
}

TEST(Cursors, RefuseEveryTruncationAndEveryAddition) {
  for (const Cursor& cursor : kCursors) {
    const std::string text = encode_cursor(cursor, 99);
    for (std::size_t length = 0; length < text.size(); ++length) {
      expect_refused(text.substr(0, length), 99);
      expect_refused(text.substr(length + 1), 99);
    }
    for (const char* more : {"A", "=", "==", " ", "AAAA"}) expect_refused(text + more, 99);
    expect_refused(" " + text, 99);
  }
}

TEST(Cursors, RefuseOtherTexts) {
  for (const std::string text : {"", "A", "cursor", "....", "\xff\xff"}) expect_refused(text, 0);
  expect_refused(std::string(1'000'000, 'A'), 0);
  expect_refused(std::string(100, '\0'), 0);
}

TEST(Cursors, RefuseKeysThatNoSearchEndsAt) {
  // The checksum is no signature: anyone can compute it.
  const Cursor forged[] = {{Sort::sales, 0, -1, "p", 0},
                           {Sort::sales, 0, 0, "", 0},
                           {Sort::sales, 0, 0, "a b", 0},
                           {Sort::sales, 0, 0, std::string(65, 'a'), 0},
                           {Sort::relevance, kMaxSafeInteger + 1, 0, "p", 0},
                           {Sort::relevance, std::numeric_limits<std::int64_t>::min(), 0, "p", 0},
                           {static_cast<Sort>(kSorts), 0, 0, "p", 0},
                           {static_cast<Sort>(255), 0, 0, "p", 0}};
  for (const Cursor& cursor : forged) expect_refused(encode_cursor(cursor, 5), 5);
}

SearchRequest request_for(std::string_view query) {
  auto params = parse_query_string(query);
  EXPECT_TRUE(params) << query;
  auto request = parse_search_request(*params);
  EXPECT_TRUE(request) << query << ": " << (request ? "" : request.error().message);
  return request ? std::move(*request) : SearchRequest{};
}

TEST(RequestHash, DiffersWithEverythingThatChangesTheResults) {
  // All different from each other, not only from the first.
  const char* queries[] = {"",
                           "q=usb",
                           "q=usb+",
                           "q=usb&lang=fr",
                           "lang=fr",
                           "category=a",
                           "brand=a",
                           "shop=a",
                           "attr.a=a",
                           "attr.a=b",
                           "attr.b=a",
                           "attr.a=a&attr.b=a",
                           "attr.a=a&attr.a=b",
                           "brand=a&brand=b",
                           "brand=ab",
                           "brand=a&shop=b",
                           "shop=a&brand=b",
                           "price_min=1",
                           "price_max=1",
                           "price_min=0",
                           "currency=USD",
                           "currency=EUR",
                           "rating_min=0",
                           "rating_min=1",
                           "free_shipping=1",
                           "free_shipping=0",
                           "in_stock=1",
                           "in_stock=0",
                           "ships_to=DE",
                           "ships_to=FR",
                           "filter=in_stock",
                           "filter=free_shipping",
                           "filter=NOT+in_stock",
                           "filter=price%3D1",
                           "filter=price%3D2",
                           "filter=price%3E1",
                           "filter=sales%3D1",
                           "filter=price+IN+[1]",
                           "filter=price+IN+[1,2]",
                           "filter=price+EXISTS",
                           "filter=attr.a%3D1",
                           "filter=attr.b%3D1",
                           "filter=attr.a%3Dtrue",
                           "filter=attr.a%3D%22true%22",
                           "filter=attr.a%3D%221%22",
                           "filter=price%3D1+AND+price%3D2",
                           "filter=price%3D1+OR+price%3D2",
                           "filter=price%3D1+OR+price%3D2+AND+in_stock",
                           "filter=(price%3D1+OR+price%3D2)+AND+in_stock",
                           "match=all",
                           "typo=off",
                           "prefix=last",
                           "sort=price_asc",
                           "sort=newest",
                           "group=1"};
  std::set<std::uint64_t> hashes;
  for (const char* query : queries) {
    EXPECT_TRUE(hashes.insert(request_for(query).hash()).second) << query;
  }
}

TEST(RequestHash, KeepsToWhatDecidesTheResults) {
  const std::pair<const char*, const char*> same[] = {
      {"", "page=3&per_page=7"},
      {"", "facets=brand&max_facet_values=3"},
      {"", "highlight=1&explain=1&min_sequence=9"},
      {"", "sort=sales&match=auto&typo=on&prefix=off&group=0"},
      {"", "sort=relevance"},
      {"q=usb", "sort=relevance&q=usb"},
      {"brand=a&brand=b", "brand=b&brand=a&brand=b"},
      {"attr.x=1&attr.y=2", "attr.y=2&attr.x=1"},
      {"rating_min=4", "rating_min=4.0"},
      {"lang=pt-BR", "lang=PT-br"},
      {"ships_to=de", "ships_to=DE"},
      {"filter=in_stock+AND+price%3E1", "filter=(IN_STOCK)+and+price+%3E+1.0"},
      {"filter=attr.a%3D1", "filter=attr.%22a%22%3D1"},
  };
  for (const auto& [one, other] : same) {
    EXPECT_EQ(request_for(one).hash(), request_for(other).hash()) << one << " and " << other;
  }
}

TEST(RequestHash, DoesNotDependOnTheCursor) {
  SearchRequest request = request_for("q=usb");
  const std::uint64_t before = request.hash();
  request.after = Cursor{Sort::relevance, -5, 0, "p", 6};
  EXPECT_EQ(request.hash(), before);
}

}  // namespace
}  // namespace souk
