// Stock Xapian: Enquire over a compacted glass database without positions, docid = rank + 1 (so the
// docid order is the sales order), value slots for sorting and ranges, match spies for
// facets, wdf 3 for a title's term and else 1, cards as document data. Unscored kinds have
// BoolWeight. Totals are exact: where the bounds of a short look differ, everything is looked at.
// Not group: collapsing gives an estimate of the total however much is looked at.

#include <xapian.h>

#include <filesystem>

#include "bench/peers/workload.h"

namespace souk::peers {
namespace {

constexpr Xapian::valueno kPrice = 0;
constexpr Xapian::valueno kBrand = 1;
constexpr Xapian::valueno kCategory = 2;

const std::string kFree = "XFREE";
std::string category_term(std::uint32_t node) { return "XCAT" + std::to_string(node); }
/// Words have a prefix so that none is taken for a filter.
std::string word_term(const std::string& term) { return "T" + term; }

std::string price_value(std::int64_t price) {
  return Xapian::sortable_serialise(static_cast<double>(price));
}

void build(const Workload& workload, const std::string& index) {
  const auto terms = workload.terms();
  const std::string loose = index + "/loose";
  {
    Xapian::WritableDatabase db(loose, Xapian::DB_CREATE | Xapian::DB_NO_SYNC);
    for (const ProductView& each : workload.products()) {
      Xapian::Document document;
      for (std::size_t t = 0; t < each.terms.size(); ++t) {
        document.add_term(word_term(terms[each.terms[t]]), each.masks[t] >= 0x80 ? 3 : 1);
      }
      if (each.record->free_shipping != 0) document.add_boolean_term(kFree);
      for (std::uint32_t node = each.record->category; node != 0; node = workload.parent(node)) {
        document.add_boolean_term(category_term(node));
      }
      document.add_value(kPrice, price_value(each.record->price));
      document.add_value(kBrand, std::to_string(each.record->brand));
      document.add_value(kCategory, std::to_string(each.record->category));
      document.set_data(std::string(each.card));
      db.add_document(document);
    }
    db.commit();
    db.compact(index + "/db");
  }
  std::filesystem::remove_all(loose);
}

class Stock : public Engine {
 public:
  Stock(const Workload& workload, const std::string& index)
      : workload_(workload), terms_(workload.terms()), db_(index + "/db"), enquire_(db_) {}

  bool can(Kind kind) const override { return kind != Kind::group; }

  void search(const Query& query, Answer& answer) override {
    enquire_.set_query(query_of(query));
    if (query.kind == Kind::price || query.kind == Kind::sales || query.kind == Kind::browse) {
      enquire_.set_weighting_scheme(Xapian::BoolWeight());
    } else {
      enquire_.set_weighting_scheme(Xapian::BM25Weight());
    }
    if (query.kind == Kind::price) {
      enquire_.set_sort_by_value(kPrice, false);
    } else {
      enquire_.set_sort_by_relevance();
    }
    if (query.kind == Kind::facets) return facets(answer);
    mset_ = enquire_.get_mset(0, kPageSize, kPageSize);
    if (mset_.get_matches_lower_bound() != mset_.get_matches_upper_bound()) {
      mset_ = enquire_.get_mset(0, kPageSize, db_.get_doccount());
    }
    answer.total = mset_.get_matches_estimated();
  }

  void write(const Query& query, const Answer& answer, std::string& json) override {
    Answer shown = answer;
    finish(query, shown);
    std::string data;
    const auto card = [&](std::uint32_t rank) {
      data = db_.get_document(rank + 1).get_data();
      return std::string_view(data);
    };
    write_page(workload_, query, shown, card, json);
  }

  void finish(const Query& /*query*/, Answer& answer) override {
    for (auto hit = mset_.begin(); hit != mset_.end(); ++hit) answer.ranks.push_back(*hit - 1);
  }

 private:
  [[nodiscard]] Xapian::Query query_of(const Query& query) const {
    if (query.kind == Kind::browse) return Xapian::Query(category_term(query.category));
    std::vector<Xapian::Query> words;
    for (const auto& word : query.words) {
      std::vector<Xapian::Query> alternatives;
      for (const auto& alternative : word) {
        std::vector<std::string> terms;
        for (const std::uint32_t term : alternative) terms.push_back(word_term(terms_[term]));
        alternatives.emplace_back(Xapian::Query::OP_AND, terms.begin(), terms.end());
      }
      words.emplace_back(Xapian::Query::OP_OR, alternatives.begin(), alternatives.end());
    }
    const Xapian::Query all(Xapian::Query::OP_AND, words.begin(), words.end());
    if (query.kind == Kind::facets) {
      return {Xapian::Query::OP_FILTER, all, Xapian::Query(kFree)};
    }
    if (query.kind == Kind::filter) {
      const Xapian::Query range(Xapian::Query::OP_VALUE_RANGE, kPrice, price_value(kFilterMin),
                                price_value(kFilterMax));
      return {Xapian::Query::OP_FILTER, all, range};
    }
    return all;
  }

  void facets(Answer& answer) {
    Xapian::ValueCountMatchSpy brands(kBrand);
    Xapian::ValueCountMatchSpy categories(kCategory);
    enquire_.add_matchspy(&brands);
    enquire_.add_matchspy(&categories);
    mset_ = enquire_.get_mset(0, kPageSize, db_.get_doccount());
    enquire_.clear_matchspies();
    answer.total = mset_.get_matches_estimated();
    list_facets(workload_, counts(brands, workload_.brands().size()),
                counts(categories, workload_.categories()), answer);
  }

  static std::vector<std::uint32_t> counts(const Xapian::ValueCountMatchSpy& spy,
                                           std::size_t codes) {
    std::vector<std::uint32_t> counts(codes);
    for (auto value = spy.values_begin(); value != spy.values_end(); ++value) {
      counts[std::stoul(*value)] = value.get_termfreq();
    }
    return counts;
  }

  const Workload& workload_;
  std::vector<std::string> terms_;
  Xapian::Database db_;
  Xapian::Enquire enquire_;
  Xapian::MSet mset_;
};

}  // namespace
}  // namespace souk::peers

int main(int argc, char** argv) {
  using namespace souk::peers;
  return drive<Stock>(argc, argv, build);
}
