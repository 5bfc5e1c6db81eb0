#include "query/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <numeric>

#include "analyzers/fold.h"
#include "data/formats.h"
#include "query/ranking.h"
#include "query/synonym_lists.h"

namespace souk {
namespace {

using PostingsList = std::vector<const Postings*>;

/// The terms of one way are worth no more than `cap` together.
void cap_terms(PlannedAlternative& option, double cap) {
  std::vector<double> idfs;
  for (const PlannedTerm& term : option.terms) idfs.push_back(term.idf);
  cap_idfs(idfs, cap);
  for (std::size_t i = 0; i < idfs.size(); ++i) option.terms[i].idf = idfs[i];
  option.idf = std::accumulate(idfs.begin(), idfs.end(), 0.0);
}

/// The lists of all terms of a query's words, in their order, which are looked up together.
class FoundLists {
 public:
  FoundLists(const std::vector<QueryWord>& words, const PostingsList& postings) {
    boost::container::small_vector<std::string_view, 24> terms;
    for (const QueryWord& word : words) {
      for (const Alternative& alternative : word.alternatives) {
        terms.insert(terms.end(), alternative.terms.begin(), alternative.terms.end());
      }
    }
    for (const Postings* segment : postings) lists_.push_back(segment->lists(terms));
  }
  /// Of the next term, by segment; none where it does not occur.
  std::vector<PostingList> next() {
    std::vector<PostingList> lists;
    const std::size_t term = next_++;
    const auto has_it = [term](const auto& of_segment) { return of_segment[term].size() != 0; };
    if (std::none_of(lists_.begin(), lists_.end(), has_it)) return lists;
    lists.reserve(lists_.size());
    for (const auto& of_segment : lists_) lists.push_back(of_segment[term]);
    return lists;
  }
  void skip(std::size_t terms) { next_ += terms; }

 private:
  std::vector<std::vector<PostingList>> lists_;  ///< by segment, then by term
  std::size_t next_ = 0;
};

/// An alternative with its lists; nothing where one of its terms does not occur.
std::optional<PlannedAlternative> plan_alternative(const Alternative& alternative,
                                                   FoundLists& lists, std::size_t counted,
                                                   std::uint64_t documents) {
  PlannedAlternative option;
  option.weight = alternative.weight;
  for (const std::string& term : alternative.terms) {
    PlannedTerm found;
    found.lists = lists.next();
    if (found.lists.empty()) {
      lists.skip(static_cast<std::size_t>(&alternative.terms.back() - &term));
      return std::nullopt;
    }
    for (std::size_t i = 0; i < counted; ++i) {
      found.document_frequency += found.lists[i].size();
    }
    found.document_frequency = std::max<std::uint64_t>(found.document_frequency, 1);
    found.text = term;
    found.idf = inverse_document_frequency(documents, found.document_frequency);
    option.terms.push_back(std::move(found));
  }
  return option;
}

/// A word and its stem are one word: both are as rare as they are together, and no other way to
/// write it is rarer. Else a plural, which has the stem's list to itself, would beat the word.
PlannedWord plan_word(const QueryWord& word, FoundLists& lists, std::size_t counted,
                      std::uint64_t documents) {
  PlannedWord planned;
  planned.surface = word.surface;
  planned.title_byte = TitleWords::byte_of(word.key);
  std::uint64_t frequency = 0;
  double own_idf = 0;  // where the word has no term of its own: the rarest of the first way's
  for (const Alternative& alternative : word.alternatives) {
    auto option = plan_alternative(alternative, lists, counted, documents);
    if (!option) continue;
    if (option->terms.size() == 1 && !alternative.derived) {
      frequency += option->terms.front().document_frequency;
    }
    for (const PlannedTerm& term : option->terms) {
      if (planned.alternatives.empty()) own_idf = std::max(own_idf, term.idf);
    }
    planned.alternatives.push_back(std::move(*option));
  }
  if (frequency != 0) {
    own_idf = inverse_document_frequency(documents, std::min(frequency, documents));
  }
  for (PlannedAlternative& option : planned.alternatives) cap_terms(option, own_idf);
  return planned;
}

/// Sets that nothing matches are left out.
void plan_synonyms(PlannedWord& planned, const QueryWord& word, const Snapshot& snapshot) {
  double own_idf = 0;
  for (const PlannedAlternative& alternative : planned.alternatives) {
    for (const PlannedTerm& term : alternative.terms) own_idf = std::max(own_idf, term.idf);
  }
  for (const SynonymSet* set : word.synonyms) {
    PlannedSynonyms synonyms;
    synonyms.set = set;
    bool occurs = false;
    for (std::size_t i = 0; i < snapshot.segments.size(); ++i) {
      synonyms.lists.push_back(synonym_list(*set, *snapshot.segments[i]));
      const std::size_t size = synonyms.lists.back()->list().size();
      occurs = occurs || size != 0;
      if (i < snapshot.statistics_segments()) synonyms.document_frequency += size;
    }
    if (!occurs) continue;
    synonyms.document_frequency = std::max<std::uint64_t>(synonyms.document_frequency, 1);
    synonyms.idf =
        inverse_document_frequency(snapshot.statistics_documents(), synonyms.document_frequency);
    cap_idfs({&synonyms.idf, 1}, own_idf);
    planned.synonyms.push_back(std::move(synonyms));
  }
}

void plan_prefix(PlannedWord& word, const PostingsList& postings, std::size_t counted,
                 std::uint64_t documents) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < counted; ++i) {
    const auto [first, last] = postings[i]->prefix_range(word.surface);
    count += postings[i]->posting_count(first, last);
  }
  word.prefix = true;
  word.prefix_frequency = std::min(count, documents);
  word.prefix_idf = inverse_document_frequency(documents, word.prefix_frequency);
}

std::optional<std::int64_t> to_base(std::optional<std::int64_t> amount,
                                    const SearchRequest& request, const Rates& rates) {
  if (!amount || !request.currency) return amount;
  const auto converted = rates.to_base({*amount, *request.currency});
  // A bound beyond what a price can be bounds nothing from above and everything from below.
  return converted ? converted : std::optional(kSortsLast);
}

/// Plan::text.
std::string asked_text(const SearchRequest& request, const Snapshot& snapshot) {
  if (request.q.starts_with('-') || request.q.find(" -") == std::string::npos) return request.q;
  const std::string form = identifier_form(request.q);
  const bool identifies =
      std::any_of(snapshot.segments.begin(), snapshot.segments.end(), [&](const auto& segment) {
        const auto masks = segment->postings.list(form).masks;
        return std::any_of(masks.begin(), masks.end(),
                           [](FieldMask mask) { return (mask & field::kIdentifier) != 0; });
      });
  std::string text = request.q;
  if (identifies) std::replace(text.begin(), text.end(), '-', ' ');
  return text;
}

/// What the request's words ask for.
void plan_query(Plan& plan, Analyzer& analyzer) {
  const bool prefix_last = plan.request->prefix_last;
  plan.text = asked_text(*plan.request, *plan.snapshot);
  Query query =
      read_query(plan.text, Language::from_tag(plan.lang), analyzer, plan.synonyms, prefix_last);
  plan.words = plan_query_words(query.words, prefix_last && query.ends_in_word, *plan.snapshot,
                                *plan.ranking);
  plan.excluded = plan_query_words(query.excluded, false, *plan.snapshot, *plan.ranking);
  plan.phrases = std::move(query.phrases);
  plan.excluded_phrases = std::move(query.excluded_phrases);
  plan.matches_nothing =
      plan.words.empty() && plan.excluded.empty() && plan.excluded_phrases.empty();
}

}  // namespace

std::vector<PlannedWord> plan_words(const std::vector<QueryWord>& words, bool prefix_last,
                                    const std::vector<const Postings*>& postings,
                                    std::size_t counted, std::uint64_t documents,
                                    const Ranking& ranking) {
  std::vector<PlannedWord> planned;
  if (words.empty()) return planned;
  planned.reserve(words.size());
  FoundLists lists(words, postings);
  for (const QueryWord& word : words) {
    planned.push_back(plan_word(word, lists, counted, documents));
    planned.back().ranking = &ranking;
  }
  if (prefix_last) plan_prefix(planned.back(), postings, counted, documents);
  return planned;
}

Query read_query(std::string_view text, Language language, Analyzer& analyzer,
                 const SynonymSets& synonyms, bool prefix_last) {
  constexpr std::size_t kLeastIdentifier = 4;  // bytes
  Query query = analyzer.parse_query(text, language, synonyms, prefix_last);
  const std::string form = identifier_form(text);
  const bool plain =
      query.phrases.empty() && query.excluded.empty() && query.excluded_phrases.empty();
  if (!plain || form.size() < kLeastIdentifier || form.size() > kMaxTermBytes) return query;
  for (QueryWord& word : query.words) add_alternative(word, {{form}, 1, true});
  return query;
}

std::vector<PlannedWord> plan_query_words(const std::vector<QueryWord>& words, bool prefix_last,
                                          const Snapshot& snapshot, const Ranking& ranking) {
  if (words.empty()) return {};
  std::vector<const Postings*> postings;
  for (const auto& segment : snapshot.segments) postings.push_back(&segment->postings);
  auto planned = plan_words(words, prefix_last, postings, snapshot.statistics_segments(),
                            snapshot.statistics_documents(), ranking);
  for (std::size_t i = 0; i < planned.size(); ++i) plan_synonyms(planned[i], words[i], snapshot);
  return planned;
}

std::uint64_t document_frequency(const PlannedWord& word) {
  std::uint64_t most = word.prefix_frequency;
  for (const PlannedAlternative& alternative : word.alternatives) {
    std::uint64_t rarest = ~std::uint64_t{0};
    for (const PlannedTerm& term : alternative.terms) {
      rarest = std::min(rarest, term.document_frequency);
    }
    most = std::max(most, rarest);
  }
  for (const PlannedSynonyms& synonyms : word.synonyms) {
    most = std::max(most, synonyms.document_frequency);
  }
  return most;
}

Result<void> check_cursor(const SearchRequest& request, const Snapshot& snapshot) {
  if (!request.after || request.sort != Sort::relevance ||
      request.after->generation == snapshot.generation) {
    return {};
  }
  return fail(ErrorCode::gone,
              fmt::format("the cursor's generation {} is gone; start again from the first page",
                          request.after->generation),
              "after");
}

Result<void> make_plan(Plan& plan, const SearchRequest& request, const Snapshot& snapshot,
                       Analyzer& analyzer, SynonymSets synonyms,
                       std::shared_ptr<const Ranking> ranking) {
  plan.ranking = std::move(ranking);
  plan.synonyms = std::move(synonyms);
  plan.request = &request;
  plan.snapshot = &snapshot;
  plan.lang = request.lang.empty() ? snapshot.default_lang : request.lang;
  if (request.currency && !snapshot.rates.knows(*request.currency)) {
    return fail(ErrorCode::bad_input,
                fmt::format("this store has no rate for {}", request.currency->code()), "currency");
  }
  plan.price_min = to_base(request.price_min, request, snapshot.rates);
  plan.price_max = to_base(request.price_max, request, snapshot.rates);

  if (!is_blank(request.q)) plan_query(plan, analyzer);
  for (const std::string& category : request.category) {
    if (const auto node = snapshot.categories->find(category)) plan.categories.push_back(*node);
  }
  for (const std::string& shop : request.shop) {
    if (const auto found = snapshot.shops->find(shop)) plan.shops.push_back(*found);
  }
  for (const std::string& brand : request.brand) plan.brands.push_back(casefold(brand));
  for (const AttributeFilter& attribute : request.attributes) {
    Plan::Attribute planned{attribute.name, {}};
    for (const std::string& value : attribute.values) planned.keys.push_back(casefold(value));
    plan.attributes.push_back(std::move(planned));
  }
  return {};
}

}  // namespace souk
