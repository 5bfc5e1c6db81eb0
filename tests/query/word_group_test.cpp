// Words over lists of every form (one docid, a few, buckets, dense) against maps of what they hold.

#include "query/word_group.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <optional>
#include <random>

#include "query/best_of_words.h"
#include "query/match.h"

namespace souk {
namespace {

// Two chunks; buckets from 128 docids on, bitsets from 1,459.
constexpr Docid kDocuments = 70'000;
const std::vector<std::size_t> kLengths = {1, 20, 130, 200, 500, 1'500};

using Points = std::map<Docid, std::uint32_t>;

/// Ways that a word may match: any of them, with all of its terms.
using Ways = std::vector<std::vector<std::size_t>>;

/// Words of terms t0, t1, … and what each term's postings are worth to them.
struct World {
  SectionFile file;  ///< owns the lists
  Postings postings;
  std::vector<std::map<Docid, FieldMask>> terms;

  [[nodiscard]] PlannedTerm planned(std::size_t term) const {
    PlannedTerm planned;
    planned.text = "t" + std::to_string(term);
    planned.idf = 1 + static_cast<double>(term);
    planned.lists = {postings.list(planned.text)};
    return planned;
  }
  [[nodiscard]] PlannedWord word(const Ways& any_of) const {
    PlannedWord word;
    word.ranking = Ranking::built_in().get();
    for (const auto& way : any_of) {
      word.alternatives.emplace_back();
      for (const std::size_t term : way) {
        word.alternatives.back().terms.push_back(planned(term));
        word.alternatives.back().idf += planned(term).idf;
      }
    }
    return word;
  }
  [[nodiscard]] Points points(const Ways& any_of) const {
    Points best;
    for (const auto& way : any_of) {
      double idf = 0;
      for (const std::size_t term : way) idf += planned(term).idf;
      const TermWeight weight(idf, 1, *Ranking::built_in());
      std::map<Docid, FieldMask> all = terms[way.front()];
      for (const std::size_t term : way) {
        const auto& next = terms[term];
        std::erase_if(all, [&](const auto& each) { return !next.contains(each.first); });
        for (auto& [doc, mask] : all) mask = worse_mask(mask, next.at(doc));
      }
      for (const auto& [doc, mask] : all) best[doc] = std::max(best[doc], weight.points(mask));
    }
    return best;
  }
  [[nodiscard]] Points points(std::size_t term) const {
    Points points;
    const TermWeight weight(1 + static_cast<double>(term), 1, *Ranking::built_in());
    for (const auto& [doc, mask] : terms[term]) points[doc] = weight.points(mask);
    return points;
  }
};

/// Lists of all lengths, by chance or in a row: a bucket may hold many more than its mean.
World any_world(Docid documents = kDocuments, const std::vector<std::size_t>& lengths = kLengths) {
  World world;
  SectionWriter out;
  PostingsWriter writer(out, documents);
  for (int term = 0; term < 6; ++term) {
    std::map<Docid, FieldMask> list;
    const auto length = *rc::gen::elementOf(lengths);
    std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
    const bool in_a_row = *rc::gen::weightedElement<bool>({{1, true}, {3, false}});
    Docid doc = static_cast<Docid>(random() % documents);
    while (list.size() < length) {
      doc = in_a_row ? (doc + 1) % documents : static_cast<Docid>(random() % documents);
      list[doc] = static_cast<FieldMask>(1 + random() % 255);
    }
    writer.add_term("t" + std::to_string(term));
    for (const auto& [docid, mask] : list) writer.add_posting(docid, mask);
    world.terms.push_back(std::move(list));
  }
  writer.finish();
  world.file = SectionFile::over(hold_bytes(out.finish_bytes()), "postings").value();
  world.postings = Postings::open(world.file).value();
  return world;
}

Ways any_ways() {
  const auto terms = rc::gen::resize(2, rc::gen::nonEmpty(rc::gen::unique<std::vector<std::size_t>>(
                                            rc::gen::inRange<std::size_t>(0, 6))));
  return *rc::gen::resize(4, rc::gen::nonEmpty(rc::gen::container<Ways>(terms)));
}

Points points_of(const ScoredDocs& docs) {
  Points points;
  RC_ASSERT(docs.points.size() == docs.docs.size());
  for (std::size_t i = 0; i < docs.docs.size(); ++i) {
    RC_ASSERT((i == 0 || docs.docs[i - 1] < docs.docs[i]));
    points[docs.docs[i]] = docs.points[i];
  }
  return points;
}

/// Keeps the documents that have one more word too, and adds its points; the first word's are all.
void add_word(std::optional<Points>& sums, const Points& points) {
  if (!sums) {
    sums = points;
    return;
  }
  std::erase_if(*sums, [&](const auto& each) { return !points.contains(each.first); });
  for (auto& [doc, sum] : *sums) sum += points.at(doc);
}

RC_GTEST_PROP(WordGroup, ListsAndScoresTheBestOfItsLists, ()) {
  const World world = any_world();
  const auto terms = any_ways();
  const Points expected = world.points(terms);
  MatchScratch scratch;
  ListCache compounds;
  WordGroup word(world.word(terms), 0, world.postings, scratch,
                 *rc::gen::arbitrary<bool>() ? &compounds : nullptr);
  RC_ASSERT(word.size() >= expected.size());
  RC_ASSERT(points_of(word.list(true, scratch)) == expected);
  const ScoredDocs unscored = word.list(false, scratch);
  RC_ASSERT(std::equal(unscored.docs.begin(), unscored.docs.end(), expected.begin(), expected.end(),
                       [](Docid doc, const auto& each) { return doc == each.first; }));
  // In blocks of ascending documents, each of which may be missing.
  const auto step = *rc::gen::inRange<Docid>(1, 900);
  std::vector<Docid> docs;
  for (Docid doc = step % 7; doc < kDocuments; doc += 1 + doc % step) docs.push_back(doc);
  std::array<std::uint32_t, kBlockDocs> best;
  for (int round = 0; round < 2; ++round) {  // and again from the first on
    for (std::size_t at = 0; at < docs.size(); at += kBlockDocs) {
      const auto block = std::span(docs).subspan(at, std::min(kBlockDocs, docs.size() - at));
      word.score(block, true, best.data());
      for (std::size_t i = 0; i < block.size(); ++i) {
        const auto found = expected.find(block[i]);
        RC_ASSERT(best[i] == (found == expected.end() ? 0 : found->second));
      }
    }
  }
}

RC_GTEST_PROP(WordGroup, MatchWhatEveryWordHas, ()) {
  const World world = any_world();
  MatchScratch scratch;
  ListCache compounds;
  std::vector<WordGroup> words;
  std::optional<Points> expected;
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) {
    const auto terms = any_ways();
    words.emplace_back(world.word(terms), 0, world.postings, scratch, &compounds);
    add_word(expected, world.points(terms));
  }
  const auto in = *rc::gen::arbitrary<std::uint64_t>();
  const std::vector<std::uint64_t> bits(bitset_words(kDocuments), in);
  const bool narrowed = *rc::gen::arbitrary<bool>();
  std::vector<std::span<const std::uint64_t>> bitsets;
  if (narrowed) {
    bitsets.emplace_back(bits);
    std::erase_if(*expected, [&](const auto& each) { return !has_bit(bits, each.first); });
  }
  RC_ASSERT(points_of(match_words(words, true, scratch, bitsets)) == *expected);
}

/// The best of any set of a word's documents, by the masks of its lists alone.
RC_GTEST_PROP(WordGroup, FindsItsBestDocumentsByMasks, ()) {
  const World world = any_world();  // lists take turns of a chunk
  Ways ways;
  for (const auto term : *rc::gen::nonEmpty(rc::gen::resize(
           4, rc::gen::unique<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 6))))) {
    ways.push_back({term});
  }
  MatchScratch scratch;
  SegmentMatches matches;
  matches.words.emplace_back(world.word(ways), 0, world.postings, scratch);
  const WordGroup& word = matches.words.front();
  RC_ASSERT(word.has_masks());
  const auto share = *rc::gen::inRange<Docid>(1, 5);
  const bool all = share == 1 && *rc::gen::arbitrary<bool>();
  std::vector<Docid> docs;
  std::vector<std::uint64_t> bits(bitset_words(world.postings.documents()), 0);
  std::vector<std::pair<std::int64_t, Docid>> expected;
  for (const auto& [doc, points] : world.points(ways)) {
    if (doc % share != 0) continue;
    docs.push_back(doc);
    set_bit(bits, doc);
    expected.emplace_back(-std::int64_t{points}, doc);
  }
  std::sort(expected.begin(), expected.end());
  const auto limit = *rc::gen::inRange<std::size_t>(1, 60);
  expected.resize(std::min(limit, expected.size()));
  const auto set = *rc::gen::arbitrary<bool>() ? DocSet::of(docs) : DocSet::of(bits, docs.size());
  std::vector<std::pair<std::int64_t, Docid>> found;
  for (const auto key : word.best(all ? nullptr : &set, limit)) {
    found.emplace_back(static_cast<std::int64_t>(key >> 32) - 0xffffffffLL,
                       static_cast<Docid>(key & 0xffffffffU));
  }
  RC_ASSERT(found == expected);
}

/// The best of what several words have, by the most that each may give.
RC_GTEST_PROP(WordGroup, FindTheBestDocumentsByBounds, ()) {
  // Bitsets from 84 docids on; blocks of 1,024.
  const World world = any_world(4'000, {20, 80, 1'000, 2'500, 3'500});
  MatchScratch scratch;
  std::vector<WordGroup> words;
  std::optional<Points> sums;
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) {
    const auto ways = any_ways();
    words.emplace_back(world.word(ways), 0, world.postings, scratch);
    const Points points = world.points(ways);
    std::uint32_t most = 0;
    for (const auto& [doc, each] : points) most = std::max(most, each);
    RC_ASSERT(words.back().most_points() >= most);
    add_word(sums, points);
  }
  std::vector<Docid> docs;
  std::vector<TopK::Key> expected;
  for (const auto& [doc, sum] : *sums) {
    docs.push_back(doc);
    expected.push_back(score_key(sum, doc));
  }
  std::sort(expected.begin(), expected.end());
  const auto limit = *rc::gen::inRange<std::size_t>(1, 40);
  expected.resize(std::min(limit, expected.size()));
  RC_ASSERT(best_of_words(words, DocSet::of(docs), limit) == expected);
}

}  // namespace
}  // namespace souk
