// Souk itself: a generation that souk-indexer built, one Searcher. Requests are parsed before time
// is taken, as the peers' queries are; analysing the words is part of the search.

#include <array>
#include <memory>
#include <unordered_map>

#include "bench/peers/workload.h"
#include "data/store.h"
#include "query/page_json.h"
#include "query/search.h"

namespace souk::peers {
namespace {

SearchRequest request_of(const Query& query) {
  std::vector<Param> params{{"lang", query.lang}, {"match", "all"}};
  if (query.kind == Kind::browse) {
    params.push_back({"category", query.category_id});
  } else {
    params.push_back({"q", query.q});
  }
  if (query.kind == Kind::price) params.push_back({"sort", "price_asc"});
  if (query.kind == Kind::sales) params.push_back({"sort", "sales"});
  if (query.kind == Kind::facets) {
    params.push_back({"free_shipping", "true"});
    params.push_back({"facets", "brand,category"});
    params.push_back({"max_facet_values", std::to_string(kFacetValues)});
  }
  if (query.kind == Kind::filter) {
    params.push_back({"price_min", std::to_string(kFilterMin)});
    params.push_back({"price_max", std::to_string(kFilterMax)});
  }
  if (query.kind == Kind::group) params.push_back({"group", "true"});
  return parse_search_request(params).value();
}

class Souk : public Engine {
 public:
  Souk(const Workload& workload, const std::string& store)
      : snapshot_(Snapshot::of(Store(store).open_current().value())) {
    for (const Query& query : workload.queries()) requests_.push_back(request_of(query));
  }

  // The driver asks in the order of the log, again and again.
  void search(const Query& /*query*/, Answer& /*answer*/) override {
    // Where it is found, as in a server: a page is long to move.
    page_.reset(new Result<ResultPage>(searcher_.search(requests_[next_], *snapshot_)));
    next_ = (next_ + 1) % requests_.size();
  }
  void write(const Query& /*query*/, const Answer& /*answer*/, std::string& json) override {
    searcher_.advise(page()).value();
    append_page(json, page(), searcher_.analyzer()).value();
  }
  void finish(const Query& /*query*/, Answer& answer) override {
    answer.total = page().total;
    // A generation's docids are in the order of sales.
    for (const Hit& hit : page().hits) answer.ranks.push_back(hit.doc);
    for (const Facet& facet : page().facets) {
      auto& counts = facet.key == "brand" ? answer.brands : answer.categories;
      for (const FacetValue& value : facet.values) counts.push_back({0, value.count});
    }
  }

 private:
  ResultPage& page() { return page_->value(); }

  std::shared_ptr<const Snapshot> snapshot_;
  std::vector<SearchRequest> requests_;
  std::size_t next_ = 0;
  Searcher searcher_;
  std::unique_ptr<Result<ResultPage>> page_;
};

}  // namespace
}  // namespace souk::peers

int main(int argc, char** argv) {
  using namespace souk::peers;
  return drive<Souk>(argc, argv, [](const Workload&, const std::string&) {
    throw std::runtime_error("souk-indexer builds the store");
  });
}
