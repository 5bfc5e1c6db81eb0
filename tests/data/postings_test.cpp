// Flat postings against a map of what was added.

#include "data/postings.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <xxhash.h>

#include <map>

namespace souk {
namespace {

using List = std::vector<std::pair<Docid, FieldMask>>;
using Lists = std::map<std::string, List>;

std::vector<std::byte> bytes_of(const Lists& lists, std::uint64_t dense_share) {
  Docid last = 0;
  for (const auto& [term, list] : lists) last = std::max(last, list.back().first);
  SectionWriter out;
  PostingsWriter writer(out, lists.empty() ? 0 : last + 1, dense_share);
  for (const auto& [term, list] : lists) {
    writer.add_term(term);
    for (const auto& [docid, mask] : list) writer.add_posting(docid, mask);
  }
  writer.finish();
  return out.finish_bytes();
}

struct Opened {
  SectionFile file;  ///< owns the bytes
  Postings postings;
};

Opened open(const Lists& lists, std::uint64_t dense_share = kDenseShare) {
  const auto file = SectionFile::over(hold_bytes(bytes_of(lists, dense_share)), "postings");
  EXPECT_TRUE(file);
  const auto postings = Postings::open(*file);
  EXPECT_TRUE(postings) << postings.error().message;
  return {*file, *postings};
}

List list_of(const PostingList& list) {
  std::vector<Docid> docids;
  list.append_to(docids);
  EXPECT_EQ(docids.size(), list.size());
  List result;
  for (std::size_t i = 0; i < docids.size(); ++i) {
    result.emplace_back(docids[i], list.masks[i]);
    EXPECT_EQ(list.mask(docids[i]), list.masks[i]);
    const unsigned shift = list.has_buckets() ? list.shift : 6;
    std::size_t near = i == 0 ? 0 : docids[i / 2] >> shift;  // anywhere before it
    EXPECT_EQ(list.at(i, near), docids[i]);
    EXPECT_TRUE(!(list.is_dense() || list.has_buckets()) || near == docids[i] >> shift);
    if (list.is_dense()) {
      EXPECT_EQ(list.rank(docids[i]), i);
      EXPECT_EQ(list.places | list.masks[i], list.places);
    }
    if (list.has_buckets()) {
      EXPECT_EQ(list.find(docids[i]), i);
    }
  }
  return result;
}

const Lists kSample = {{"", {{4, 1}}},
                       {"cable", {{0, 1}, {3, 6}, {9, 255}}},
                       {"cables", {{1, 2}}},
                       {"cab", {{2, 2}, {3, 4}}},
                       {"usb", {{0, 8}}},
                       {"écran", {{7, 1}}},
                       {std::string("a\0b", 3), {{5, 1}}}};

TEST(Postings, GiveBackTermsDocidsAndMasks) {
  const Opened opened = open(kSample);
  const Postings& postings = opened.postings;
  EXPECT_EQ(postings.term_count(), kSample.size());
  EXPECT_EQ(postings.posting_count(), 10U);
  Postings::TermId id = 0;
  for (const auto& [term, list] : kSample) {
    EXPECT_EQ(postings.term(id), term);
    EXPECT_EQ(postings.find(term), id);
    EXPECT_EQ(list_of(postings.list(id)), list);
    EXPECT_EQ(list_of(postings.list(term)), list);
    ++id;
  }
}

TEST(Postings, FindNothingForOtherTerms) {
  const Opened opened = open(kSample);
  for (const char* term : {"c", "ca", "cablese", "CABLE", "usb ", "a", "zzz"}) {
    EXPECT_FALSE(opened.postings.find(term)) << term;
    EXPECT_EQ(opened.postings.list(term).size(), 0U) << term;
  }
}

TEST(Postings, FindTermsWhereSlotsHaveNoTags) {
  SectionWriter out;
  std::vector<std::uint32_t> slots(8, 0);
  const std::vector<std::string> terms{"a", "b", "c"};
  for (std::uint32_t t = 0; t < terms.size(); ++t) {
    std::size_t i = XXH3_64bits(terms[t].data(), terms[t].size()) % slots.size();
    while (slots[i] != 0) i = (i + 1) % slots.size();
    slots[i] = t + 1;
  }
  write_strings(out, "terms", terms);
  out.write("shape", std::vector<std::uint64_t>{64, 10});
  out.write("frequency", std::vector<std::uint32_t>(3, (1U << 31) + 1));
  out.write("place", std::vector<std::uint32_t>{7, 8, 9});
  out.write("lists", std::vector<char>());
  out.write("slots", slots);
  const auto file = SectionFile::over(hold_bytes(out.finish_bytes()), "postings");
  const auto postings = Postings::open(*file);
  ASSERT_TRUE(postings) << postings.error().message;
  for (Docid t = 0; t < terms.size(); ++t) {
    std::size_t word = 0;
    EXPECT_EQ(postings->list(terms[t]).at(0, word), 7 + t);
  }
  EXPECT_EQ(postings->find("d"), std::nullopt);
}

TEST(Postings, AreEmptyWithoutTerms) {
  const Opened opened = open({});
  for (const Postings& postings : {opened.postings, Postings()}) {
    EXPECT_EQ(postings.term_count(), 0U);
    EXPECT_EQ(postings.posting_count(), 0U);
    EXPECT_FALSE(postings.find("x"));
    const std::string_view term = "x";
    EXPECT_EQ(postings.lists({&term, 1}).front().size(), 0U);
    EXPECT_EQ(postings.prefix_range(""), std::pair(0U, 0U));
    EXPECT_EQ(postings.posting_count(0, 0), 0U);
  }
}

TEST(Postings, KeepListsLongerThanTheWritersBuffer) {
  Lists lists;
  for (Docid doc = 0; doc < 200'000; ++doc) {
    lists["all"].emplace_back(doc, static_cast<FieldMask>(doc % 251));
  }
  lists["tail"] = {{199'999, 9}};
  const Opened opened = open(lists);
  EXPECT_TRUE(opened.postings.list("all").is_dense());
  EXPECT_FALSE(opened.postings.list("tail").is_dense());
  EXPECT_EQ(list_of(opened.postings.list("all")), lists["all"]);
  EXPECT_EQ(list_of(opened.postings.list("tail")), lists["tail"]);
}

TEST(Postings, RankDenseListsWithGapsOverEveryBase) {
  // Runs and holes of every length, over several bases of 65,536 docids.
  Lists lists;
  Docid doc = 3;
  for (Docid step = 1; doc < 300'000; step = step * 5 % 97 + 1) {
    lists["gaps"].emplace_back(doc, static_cast<FieldMask>(step));
    doc += step % 40 == 0 ? 5'000 : step;
  }
  const Opened opened = open(lists, 1'000);
  const PostingList list = opened.postings.list("gaps");
  ASSERT_TRUE(list.is_dense());
  EXPECT_EQ(list_of(list), lists["gaps"]);
  EXPECT_FALSE(list.mask(0));
  EXPECT_FALSE(list.mask(lists["gaps"].back().first + 1));
}

TEST(Postings, FindADocidInItsBucketOrNot) {
  Lists lists;
  lists["last"] = {{99'999, 1}};
  for (Docid doc = 7; doc < 100'000; doc += 1 + doc % 900) lists["some"].emplace_back(doc, 3);
  // A run that ends where the documents do: the last bucket is full.
  for (Docid doc = 99'800; doc < 100'000; ++doc) lists["run"].emplace_back(doc, 5);
  for (Docid doc = 0; doc < 127; ++doc) lists["short"].emplace_back(doc, 7);
  const Opened opened = open(lists);
  EXPECT_FALSE(opened.postings.list("last").has_buckets());
  EXPECT_FALSE(opened.postings.list("short").has_buckets());
  for (const char* term : {"some", "run"}) {
    const PostingList list = opened.postings.list(term);
    ASSERT_TRUE(list.has_buckets()) << term;
    std::map<Docid, FieldMask> expected(lists[term].begin(), lists[term].end());
    for (Docid doc = 0; doc < 100'000; ++doc) {
      ASSERT_EQ(list.find(doc).has_value(), expected.contains(doc)) << term << " " << doc;
    }
    EXPECT_EQ(list_of(list), lists[term]);
  }
}

TEST(Postings, ReadListsOfOlderStores) {
  // 130 docids of 20,000 documents: eleven starts of buckets stand between them and the masks.
  std::vector<std::uint32_t> docids(130);
  List expected;
  for (Docid i = 0; i < docids.size(); ++i) {
    docids[i] = 150 * i;
    expected.emplace_back(docids[i], static_cast<FieldMask>(i + 1));
  }
  std::vector<FieldMask> masks(132);
  for (std::size_t i = 0; i < expected.size(); ++i) masks[i] = expected[i].second;
  SectionWriter out;
  write_strings(out, "terms", std::vector<std::string>{"usb"});
  out.write("shape", std::vector<std::uint64_t>{20'000, 48, 1});
  out.write("frequency", std::vector<std::uint32_t>{130});
  out.write("place", std::vector<std::uint32_t>{0});
  out.begin("lists");
  out.append(std::span<const std::uint32_t>(docids));
  out.append(std::span<const std::uint32_t>(std::vector<std::uint32_t>(11, 7)));
  out.append(std::span<const FieldMask>(masks));
  out.write("slots", std::vector<std::uint32_t>{0, 0});
  const auto file = SectionFile::over(hold_bytes(out.finish_bytes()), "postings").value();
  const Postings postings = Postings::open(file).value();
  EXPECT_FALSE(postings.list(0).has_buckets());
  EXPECT_EQ(list_of(postings.list(0)), expected);
}

TEST(Postings, AreDenseFromTheirShareOn) {
  Lists lists;
  for (Docid doc = 0; doc < 640; ++doc) {
    lists["all"].emplace_back(doc, 1);
    if (doc < 10) lists["ten"].emplace_back(doc, 1);
    if (doc < 9) lists["nine"].emplace_back(doc, 1);
  }
  const Opened opened = open(lists, 64);
  EXPECT_TRUE(opened.postings.list("ten").is_dense());
  EXPECT_FALSE(opened.postings.list("nine").is_dense());
}

/// Short words of few letters, so that prefixes and neighbours abound; high bytes among them.
rc::Gen<std::string> words() {
  return rc::gen::container<std::string>(rc::gen::element('a', 'b', 'c', '\xc3', '\xff', '\0'));
}

RC_GTEST_PROP(PostingsProperty, EqualAMap, ()) {
  const auto terms = *rc::gen::container<std::vector<std::string>>(words());
  Lists lists;
  for (const std::string& term : terms) {
    Docid doc = 0;
    for (int n = *rc::gen::inRange(1, 6); n > 0; --n) {
      doc += static_cast<Docid>(*rc::gen::inRange(1, 1000));
      lists[term].emplace_back(doc, *rc::gen::arbitrary<FieldMask>());
      if (lists[term].size() > 1 && lists[term].rbegin()[1].first >= doc) lists[term].pop_back();
    }
  }
  const Opened opened = open(lists, *rc::gen::element<std::uint64_t>(1, 32, 1'000'000));
  RC_ASSERT(opened.postings.term_count() == lists.size());
  for (const auto& [term, list] : lists) RC_ASSERT(list_of(opened.postings.list(term)) == list);
  const std::string probe = *words();
  std::vector<std::string_view> sought{probe};
  for (const auto& [term, list] : lists) sought.push_back(term);
  const std::vector<PostingList> together = opened.postings.lists(sought);
  for (std::size_t i = 0; i < sought.size(); ++i) {
    const auto known = lists.find(std::string(sought[i]));
    RC_ASSERT(list_of(together[i]) == (known == lists.end() ? List() : known->second));
  }
  RC_ASSERT(opened.postings.find(probe).has_value() == lists.contains(probe));

  const auto [first, last] = opened.postings.prefix_range(probe);
  std::uint64_t postings = 0;
  std::vector<std::string> expected;
  for (const auto& [term, list] : lists) {
    if (!term.starts_with(probe)) continue;
    expected.push_back(term);
    postings += list.size();
  }
  std::vector<std::string> found;
  for (auto id = first; id < last; ++id) found.emplace_back(opened.postings.term(id));
  RC_ASSERT(found == expected);
  RC_ASSERT(opened.postings.posting_count(first, last) == postings);
}

/// Two terms over 64 documents: "a" {1}, "b" {2, 3}; a dense list needs over 80 bytes.
struct Sections {
  const char* what;
  std::vector<std::uint64_t> shape = {64, 10};
  std::vector<std::uint32_t> frequency = {1, 2};
  std::vector<std::uint32_t> place = {0, 2};
  std::size_t bytes = 20;
  std::vector<std::uint32_t> slots = {1, 2, 0, 0};

  /// Owns the bytes.
  [[nodiscard]] SectionFile file() const {
    SectionWriter out;
    write_strings(out, "terms", std::vector<std::string>{"a", "b"});
    out.write("shape", shape);
    out.write("frequency", frequency);
    out.write("place", place);
    out.write("lists", std::vector<char>(bytes));
    out.write("slots", slots);
    return SectionFile::over(hold_bytes(out.finish_bytes()), "postings").value();
  }
};

TEST(Postings, RefuseSectionsThatDoNotFit) {
  const Sections broken[] = {
      {.what = "no shape", .shape = {}},
      {.what = "no share", .shape = {64, 0}},
      {.what = "docids of other bits", .shape = {64, 10, 2, 15}},
      {.what = "a frequency too few", .frequency = {1}},
      {.what = "a place too many", .place = {0, 2, 4}},
      {.what = "three slots", .slots = {1, 2, 0}},
      {.what = "no slots", .slots = {}},
      {.what = "no free slot", .slots = {1, 2}},
      {.what = "only taken slots", .slots = {1, 2, 1, 2}},
  };
  for (const Sections& each : broken) {
    const SectionFile file = each.file();
    const auto postings = Postings::open(file);
    ASSERT_FALSE(postings) << each.what;
    EXPECT_EQ(postings.error().code, ErrorCode::corrupt);
  }
}

TEST(Postings, HaveNoListWhereOneDoesNotFit) {
  const SectionFile whole = Sections{.what = "whole"}.file();
  const auto postings = Postings::open(whole);
  ASSERT_TRUE(postings);
  EXPECT_EQ(postings->list(0).size(), 1U);
  EXPECT_EQ(postings->list(1).size(), 2U);
  // Each with the term whose list is broken.
  const std::pair<Postings::TermId, Sections> broken[] = {
      {1, {.what = "a list behind the end", .place = {0, 6}}},
      {1, {.what = "a list over the end", .frequency = {1, 4}}},
      {1, {.what = "a dense list over the end", .shape = {64, 32}, .place = {16, 0}, .bytes = 80}},
      {1, {.what = "a dense list askew", .shape = {64, 32}, .bytes = 400}},
      {1, {.what = "more than all documents", .shape = {1, 10}}},
      {0, {.what = "one document behind all", .frequency = {(1U << 31) + 3, 2}, .place = {64, 0}}},
      {0,
       {.what = "buckets over the end",
        .shape = {20'000, 10},
        .frequency = {200, 2},
        .bytes = 1'050}},
  };
  for (const auto& [term, each] : broken) {
    const SectionFile file = each.file();
    const auto opened = Postings::open(file);
    ASSERT_TRUE(opened) << each.what << ": " << opened.error().message;
    EXPECT_EQ(opened->list(term).size(), 0U) << each.what;
  }
}

TEST(Postings, FindNoTermBySlotsThatDoNotFit) {
  const Sections broken[] = {
      {.what = "slots of no term", .slots = {3, 4, 5, 0}},
      {.what = "slots of no term, with a tag", .shape = {64, 10, 2}, .slots = {7, 11, 0, 15}},
      {.what = "slots of a tag alone", .shape = {64, 10, 2}, .slots = {4, 8, 0, 12}},
  };
  for (const Sections& each : broken) {
    const SectionFile file = each.file();
    const auto postings = Postings::open(file);
    ASSERT_TRUE(postings) << each.what;
    for (int i = 0; i < 100; ++i) {
      EXPECT_FALSE(postings->find("term " + std::to_string(i))) << each.what;
    }
  }
}

}  // namespace
}  // namespace souk
