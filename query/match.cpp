#include "query/match.h"

#include <algorithm>

#include "query/phrase.h"

namespace souk {
namespace {

void add_boosts(std::span<const Boost> boosts, std::span<const Docid> docs, std::uint32_t* sums) {
  std::array<std::uint8_t, kBlockDocs> pass;
  for (const Boost& boost : boosts) {
    boost.test(docs, pass.data());
    const std::uint8_t lifted = boost.of_others ? 0 : 1;
    for (std::size_t i = 0; i < docs.size(); ++i) {
      sums[i] += pass[i] == lifted ? boost.points : 0;
    }
  }
}

/// One search of one segment.
class Matcher {
 public:
  Matcher(const Plan& plan, std::size_t ordinal, const std::vector<SoftFilter>& soft,
          MatchScratch& scratch)
      : segment_(*plan.snapshot->segments[ordinal]),
        scratch_(scratch),
        hard_(hard_filters(plan, segment_, soft)),
        deletions_(plan.snapshot->deletions_of(ordinal)) {
    scratch.made_count = 0;
    result_.owners = std::move(hard_.owners);
    if (deletions_ != nullptr && deletions_->count() == 0) deletions_ = nullptr;
    result_.words.reserve(plan.words.size() + plan.optional.size());
    soft_.reserve(soft.size());
    for (const auto* words : {&plan.words, &plan.optional}) {
      for (const PlannedWord& word : *words) {
        result_.words.emplace_back(word, ordinal, segment_.postings, scratch,
                                   segment_.compounds.get());
      }
    }
    required_ = plan.words.size();
    any_ = required_ == 0 && !plan.optional.empty();
    add_exclusions(plan, ordinal);
    add_rules(plan, ordinal);
    for (const SoftFilter& filter : soft) soft_.push_back(soft_test(filter, plan, segment_));
    const SearchRequest& request = *plan.request;
    result_.scored =
        request.sort == Sort::relevance && !(result_.words.empty() && result_.boosts.empty());
    const bool best_suffice = result_.scored && required_ == result_.words.size() &&
                              result_.boosts.empty() && !request.after &&
                              segment_.columns.ranks(Sort::relevance).empty();
    result_.by_masks = best_suffice && is_only_word() && result_.words.front().has_masks();
    bounded_ = best_suffice && !result_.by_masks;
    scores_ = result_.scored && !result_.by_masks;
    walked_again_ = !request.facets.empty() || request.group;
  }

  SegmentMatches match(const BitsShares& shares) {
    const std::size_t rarest = rarest_size();
    if (rarest == 0) return std::move(result_);
    if (deletions_ != nullptr) {
      result_.all_live = result_.words.empty() && soft_.empty() && hard_.lists.empty() &&
                         hard_.bitsets.empty() && hard_.tests.empty();
      result_.deleted = deletions_->docids();
      hard_.bitsets.push_back(deletions_->live_bits());
    }
    if (match_one_list()) return std::move(result_);
    // Without words the documents of a filter are ready, however many they are.
    const bool ready = result_.words.empty() && !hard_.lists.empty();
    const std::uint64_t share = scores_ && !bounded_ ? shares.scored : shares.unscored;
    if (!any_ && (ready || rarest * share < segment_.size())) {
      match_list();
    } else {
      match_bits();
    }
    return std::move(result_);
  }

 private:
  [[nodiscard]] std::span<const WordGroup> required() const {
    return std::span(result_.words).first(required_);
  }
  [[nodiscard]] std::span<WordGroup> required() {
    return std::span(result_.words).first(required_);
  }

  /// One word, which is required, and no boosts.
  [[nodiscard]] bool is_only_word() const {
    return result_.words.size() == 1 && required_ == 1 && result_.boosts.empty();
  }

  [[nodiscard]] std::size_t rarest_size() const {
    std::size_t rarest = segment_.size();
    for (const WordGroup& word : required()) rarest = std::min(rarest, word.size());
    if (any_) {
      std::size_t most = 0;
      for (const WordGroup& word : result_.words) most += word.size();
      rarest = std::min(rarest, most);
    }
    if (!hard_.lists.empty()) rarest = std::min(rarest, hard_.lists.front().size());
    return rarest;
  }

  /// What -words and phrases leave out.
  void add_exclusions(const Plan& plan, std::size_t ordinal) {
    for (const PlannedWord& word : plan.excluded) {
      WordGroup group(word, ordinal, segment_.postings, scratch_, segment_.compounds.get());
      if (group.size() != 0) hard_.tests.push_back(exclusion_test(std::move(group)));
    }
    for (const QueryPhrase& phrase : plan.phrases) {
      hard_.tests.push_back(phrase_test(phrase, true, segment_.cards));
    }
    for (const QueryPhrase& phrase : plan.excluded_phrases) {
      hard_.tests.push_back(phrase_test(phrase, false, segment_.cards));
    }
  }

  /// What merchandising rules change.
  void add_rules(const Plan& plan, std::size_t ordinal) {
    const AppliedRules& rules = plan.rules;
    const auto docs_here = [&](const auto& places) {
      std::vector<Docid> docs;
      for (const Snapshot::Place& place : places) {
        if (place.ordinal == ordinal) docs.push_back(place.doc);
      }
      std::sort(docs.begin(), docs.end());
      return docs;
    };
    if (const auto pinned = docs_here(rules.pinned); !pinned.empty()) {
      for (WordGroup& word : result_.words) word.add_documents(pinned, scratch_);
    }
    if (auto hidden = docs_here(rules.hidden); !hidden.empty()) {
      hard_.tests.push_back(block_test([hidden = std::move(hidden)](Docid doc) {
        return !std::binary_search(hidden.begin(), hidden.end(), doc);
      }));
    }
    const auto test_of = [&](const FilterNode& filter) {
      return compile_filter(filter, segment_, *plan.snapshot, std::nullopt);
    };
    for (const FilterNode* filter : rules.filters) hard_.tests.push_back(test_of(*filter));
    if (rules.boosts.empty() || plan.request->sort != Sort::relevance) return;
    const std::vector<std::uint32_t> points = boost_points(plan);
    for (std::size_t i = 0; i < points.size(); ++i) {
      const RuleBoost& boost = *rules.boosts[i];
      result_.boosts.push_back({test_of(*boost.filter), boost.buries, points[i]});
    }
  }

  /// A word that is one list of the index, and nothing else asked: the list is the answer.
  bool match_one_list() {
    if (!is_only_word() || !hard_.lists.empty() || !hard_.bitsets.empty() || !hard_.tests.empty() ||
        !soft_.empty()) {
      return false;
    }
    const PostingList* list = result_.words.front().only_list();
    // Other sorts than by relevance may walk a bitset (query/segment_order).
    if (list == nullptr || !(list->is_dense() || result_.scored)) return false;
    result_.is_one_list = true;
    if (list->is_dense()) {
      result_.set = DocSet::of(list->bits, list->size());
    } else if (result_.by_masks && !walked_again_) {
      result_.set = DocSet::counted(list->size());
    } else {
      result_.set = DocSet::of(result_.words.front().list(false, scratch_).docs);
    }
    return true;
  }

  /// From the documents of the rarest word or filter, those that pass the rest.
  void match_list() {
    ScoredDocs docs;
    const bool by_filter =
        !hard_.lists.empty() &&
        std::all_of(required().begin(), required().end(), [&](const WordGroup& word) {
          return hard_.lists.front().size() < word.size();
        });
    if (by_filter) {
      docs.docs = keep_matching(required(), union_of(hard_.lists.front().lists), scratch_);
      if (scores_) docs = with_points(required(), docs.docs, scratch_);
      hard_.lists.erase(hard_.lists.begin());
      for (const auto bits : hard_.bitsets) hard_.tests.push_back(bit_test(bits));
    } else {
      docs = match_words(required(), scores_, scratch_, hard_.bitsets);
    }
    for (const ListFilter& filter : hard_.lists) hard_.tests.push_back(filter.make_test());
    if (!hard_.tests.empty() || !soft_.empty()) docs = keep_passing(docs);
    if (scores_ && (required_ < result_.words.size() || !result_.boosts.empty())) {
      docs.points = with_optional(docs);
    }
    result_.set = DocSet::of(docs.docs);
    result_.points = docs.points;
  }

  /// The points of documents with those of the optional words and of boosts.
  std::span<const std::uint32_t> with_optional(ScoredDocs docs) {
    auto& points = scratch_.make_list();
    points.assign(docs.points.begin(), docs.points.end());
    std::uint32_t* best = scratch_.best.at_least(kBlockDocs);
    for (std::size_t at = 0; at < docs.docs.size(); at += kBlockDocs) {
      const auto block = docs.docs.subspan(at, std::min(kBlockDocs, docs.docs.size() - at));
      for (WordGroup& word : std::span(result_.words).subspan(required_)) {
        word.score(block, true, best);
        for (std::size_t i = 0; i < block.size(); ++i) points[at + i] += best[i];
      }
      add_boosts(result_.boosts, block, points.data() + at);
    }
    return points;
  }

  /// Every word and filter has many documents, or any word will do: bitsets.
  void match_bits() {
    result_.by_bounds = bounded_;
    scores_ = scores_ && !bounded_;
    for (const ListFilter& filter : hard_.lists) hard_.tests.push_back(filter.make_test());
    DocSet set = intersect_bits();
    if (hard_.tests.empty() && soft_.empty()) {
      result_.set = walked_again_ ? listed(set) : set;
      return;
    }
    // What is left of the bitset is tested, and what passes is a list.
    std::size_t kept = 0;
    begin_near();
    Docid* docs = scratch_.docs.at_least(set.count);
    std::uint32_t* points = scratch_.points.at_least(scores_ ? set.count : 0);
    std::uint32_t* best = scratch_.best.at_least(kBlockDocs);
    set.for_each_block([&](std::span<const Docid> block) {
      const std::size_t n = keep_block(block, {}, docs + kept, nullptr);
      if (scores_) {
        score_block(result_.words, result_.boosts, {docs + kept, n}, points + kept, best);
      }
      kept += n;
      return true;
    });
    result_.set = DocSet::of(std::span<const Docid>(docs, kept));
    if (scores_) result_.points = {points, kept};
    end_near();
  }

  /// A bitset of few documents as a list, which is decoded once.
  DocSet listed(const DocSet& set) {
    if (set.form != DocSet::Form::bits || set.count * 64 >= segment_.size()) return set;
    auto& docs = scratch_.make_list();
    set.append_to(docs);
    return DocSet::of(docs);
  }

  DocSet intersect_bits() {
    const BitKernels& kernels = bit_kernels();
    std::vector<std::span<const std::uint64_t>> operands = hard_.bitsets;
    std::vector<const WordGroup*> unions;
    for (const WordGroup& word : required()) {
      const auto bits = word.only_bits();
      bits.empty() ? unions.push_back(&word) : operands.push_back(bits);
    }
    const std::size_t words = bitset_words(segment_.size());
    if (any_) {
      const std::span any(scratch_.more_bits.at_least(words), words);
      std::fill(any.begin(), any.end(), 0);
      for (const WordGroup& word : result_.words) word.or_into(any);
      operands.emplace_back(any);
    }
    if (operands.empty() && unions.empty()) return DocSet::everything(segment_.size());
    if (operands.size() == 1 && unions.empty()) {
      return DocSet::of(operands[0], kernels.count(operands[0].data(), words));
    }
    const std::span bits(scratch_.bits.at_least(words), words);
    std::span<const std::uint64_t> set;  // so far
    if (operands.empty()) {
      std::sort(unions.begin(), unions.end(),
                [](const WordGroup* a, const WordGroup* b) { return a->size() < b->size(); });
      std::fill(bits.begin(), bits.end(), 0);
      unions.front()->or_into(bits);
      unions.erase(unions.begin());
      set = bits;
    } else {
      set = operands.back();
      operands.pop_back();
    }
    for (const WordGroup* word : unions) {
      word->narrow(set, bits, scratch_);
      set = bits;
    }
    if (operands.empty()) return DocSet::of(set, kernels.count(set.data(), words));
    std::size_t count = 0;
    for (const auto& operand : operands) {
      count = kernels.and_count(bits.data(), set.data(), operand.data(), words);
      set = bits;
    }
    return DocSet::of(set, count);
  }

  std::span<const Docid> union_of(const std::vector<std::span<const Docid>>& lists) {
    if (lists.size() == 1) return lists.front();
    auto& docs = scratch_.make_list();
    for (const auto& list : lists) docs.insert(docs.end(), list.begin(), list.end());
    // Lists of subtrees or values asked for together may overlap.
    std::sort(docs.begin(), docs.end());
    docs.erase(std::unique(docs.begin(), docs.end()), docs.end());
    return docs;
  }

  static BlockTest bit_test(std::span<const std::uint64_t> bits) {
    return block_test([bits](Docid doc) { return has_bit(bits, doc); });
  }

  ScoredDocs keep_passing(ScoredDocs from) {
    begin_near();
    Docid* docs = scratch_.docs.at_least(from.docs.size());
    std::uint32_t* points = scratch_.points.at_least(from.points.size());
    std::size_t kept = 0;
    for (std::size_t at = 0; at < from.docs.size(); at += kBlockDocs) {
      const std::size_t n = std::min(kBlockDocs, from.docs.size() - at);
      const auto block_points = from.points.empty() ? from.points : from.points.subspan(at, n);
      kept += keep_block(from.docs.subspan(at, n), block_points, docs + kept, points + kept);
    }
    end_near();
    return {{docs, kept}, {points, from.points.empty() ? 0 : kept}};
  }

  /// Copies the documents of a block that pass everything; those that fail one soft filter go to
  /// the near ones. The block may be where it is copied to, or behind.
  std::size_t keep_block(std::span<const Docid> block, std::span<const std::uint32_t> points,
                         Docid* docs, std::uint32_t* points_out) {
    std::array<std::uint8_t, kBlockDocs> pass;
    std::array<std::uint8_t, kBlockDocs> next;
    std::fill_n(pass.begin(), block.size(), 1);
    for (const BlockTest& test : hard_.tests) {
      test(block, next.data());
      for (std::size_t i = 0; i < block.size(); ++i) pass[i] &= next[i];
    }
    if (!soft_.empty()) keep_near(block, pass);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < block.size(); ++i) {
      docs[kept] = block[i];
      if (!points.empty()) points_out[kept] = points[i];
      kept += pass[i];
    }
    return kept;
  }

  void keep_near(std::span<const Docid> block, std::array<std::uint8_t, kBlockDocs>& pass) {
    std::array<std::uint8_t, kBlockDocs> next;
    std::array<std::uint8_t, kBlockDocs> fails{};
    std::array<std::uint8_t, kBlockDocs> which;
    for (std::size_t s = 0; s < soft_.size(); ++s) {
      soft_[s](block, next.data());
      for (std::size_t i = 0; i < block.size(); ++i) {
        fails[i] = static_cast<std::uint8_t>(fails[i] + (next[i] ^ 1));
        which[i] = next[i] != 0 ? which[i] : static_cast<std::uint8_t>(s);
      }
    }
    for (std::size_t i = 0; i < block.size(); ++i) {
      if (pass[i] != 0 && fails[i] == 1) {
        scratch_.near_docs.push_back(block[i]);
        scratch_.near_fails.push_back(which[i]);
      }
      pass[i] = fails[i] == 0 ? pass[i] : 0;
    }
  }

  void begin_near() {
    scratch_.near_docs.clear();
    scratch_.near_fails.clear();
  }
  void end_near() {
    result_.near_docs = scratch_.near_docs;
    result_.near_fails = scratch_.near_fails;
  }

  const Segment& segment_;
  MatchScratch& scratch_;
  HardFilters hard_;
  std::size_t required_ = 0;    ///< of the result's words; the others are optional
  bool any_ = false;            ///< none is required, but one of them is
  bool bounded_ = false;        ///< of a bitset's documents the points of the best suffice
  bool walked_again_ = false;   ///< facets or groups walk the set beside the order
  bool scores_ = false;         ///< matching finds the points too
  const Deletions* deletions_;  ///< null where nothing is deleted
  std::vector<BlockTest> soft_;
  SegmentMatches result_;
};

}  // namespace

SegmentMatches match(const Plan& plan, std::size_t ordinal, const std::vector<SoftFilter>& soft,
                     MatchScratch& scratch, const BitsShares& shares) {
  if (plan.matches_nothing || plan.snapshot->segments[ordinal]->size() == 0) return {};
  return Matcher(plan, ordinal, soft, scratch).match(shares);
}

void score_block(std::span<WordGroup> words, std::span<const Boost> boosts,
                 std::span<const Docid> docs, std::uint32_t* sums, std::uint32_t* best) {
  score_words(words, docs, sums, best);
  add_boosts(boosts, docs, sums);
}

}  // namespace souk
