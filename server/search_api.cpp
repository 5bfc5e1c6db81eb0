#include "server/search_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "data/json_writer.h"
#include "query/page_json.h"
#include "query/shop_search.h"
#include "server/engine_pool.h"

namespace souk {
namespace {

using Args = std::vector<std::string>;

/// Changes become visible well within this.
constexpr std::chrono::milliseconds kVisiblePatience{1000};

HttpResponse json_response(std::string body) {
  HttpResponse response;
  response.body = std::move(body);
  return response;
}

/// The parameters of a GET's query string or a POST's JSON body.
Result<std::vector<Param>> params_of(const HttpRequest& request) {
  if (request.method == "POST") {
    auto params = parse_json_params(request.body);
    if (!params) return params.error();
    auto more = parse_query_string(request.query);
    if (!more) return more.error();
    params->insert(params->end(), more->begin(), more->end());
    return params;
  }
  return parse_query_string(request.query);
}

/// What a search for shops knows; a filter of articles would be silently ignored.
bool is_shop_param(std::string_view name) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "q", "lang", "prefix", "match", "typo", "page", "per_page", "after", "min_sequence"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

class SearchApi {
 public:
  SearchApi(const SnapshotHub& hub, QueryLog& log, const SearchLimits& limits)
      : hub_(hub), log_(log), limits_(limits) {}

  HttpResponse products(const HttpRequest& request) const {
    const auto params = params_of(request);
    if (!params) return problem(params.error());
    return answer(run("/v1/products/search", *params, request));
  }

  /// A shop's articles: a product search with the shop fixed.
  HttpResponse shop_products(const HttpRequest& request, const std::string& shop) const {
    auto params = params_of(request);
    if (!params) return problem(params.error());
    if (!hub_.get()->find_shop(shop)) return no_such("shop", shop);
    for (const Param& param : *params) {
      if (param.name == "shop") {
        return problem(400, "the shop is already given by the path", "shop");
      }
    }
    params->push_back({"shop", shop});
    return answer(run("/v1/shops/{id}/products", *params, request));
  }

  HttpResponse product(const HttpRequest& request, const std::string& id) const {
    const auto lang = lang_of(request);
    if (!lang) return problem(lang.error());
    const auto snapshot = hub_.get();
    const auto place = snapshot->find(id);
    if (!place) return no_such("product", id);
    std::string body;
    const auto written =
        append_product(body, *snapshot, *place, lang->empty() ? snapshot->default_lang : *lang);
    return written ? json_response(std::move(body)) : problem(written.error());
  }

  HttpResponse shops(const HttpRequest& request) const {
    const auto params = params_of(request);
    if (!params) return problem(params.error());
    for (const Param& param : *params) {
      if (!is_shop_param(param.name)) {
        return problem(400, param.name + " is not a parameter of a search for shops", param.name);
      }
    }
    const auto parsed = parse_search_request(*params, request.accept_language);
    if (!parsed) return problem(parsed.error());
    const auto snapshot = snapshot_for(*parsed, nullptr);
    if (!snapshot) return problem(snapshot.error());
    const auto engine = lend();
    const auto page = search_shops(*parsed, **snapshot, engine->searcher.analyzer());
    if (!page) return problem(page.error());
    std::vector<std::string_view> ids;
    for (const std::uint32_t shop : page->shops) ids.push_back((*snapshot)->shops->id(shop));
    log_.record("/v1/shops/search", *params, page->total, page->took_us, ids);
    std::string body;
    append_shop_page(body, *page);
    return json_response(std::move(body));
  }

  HttpResponse shop(const HttpRequest& request, const std::string& id) const {
    if (const auto lang = lang_of(request); !lang) return problem(lang.error());
    const auto snapshot = hub_.get();
    const auto found = snapshot->find_shop(id);
    if (!found) return no_such("shop", id);
    std::string body;
    append_shop(body, *snapshot, *found);
    return json_response(std::move(body));
  }

  HttpResponse categories(const HttpRequest& request) const {
    const auto lang = lang_of(request);
    if (!lang) return problem(lang.error());
    const auto snapshot = hub_.get();
    std::string body;
    append_categories(body, *snapshot, lang->empty() ? snapshot->default_lang : *lang);
    return json_response(std::move(body));
  }

  HttpResponse suggest(const HttpRequest& request) const {
    const auto params = parse_query_string(request.query);
    if (!params) return problem(params.error());
    const auto parsed = parse_suggest_request(*params, request.accept_language);
    if (!parsed) return problem(parsed.error());
    const auto snapshot = hub_.get();
    const auto engine = lend();
    const auto suggestions = engine->suggester.suggest(*parsed, *snapshot);
    if (!suggestions) return problem(suggestions.error());
    std::string body;
    append_suggestions(body, *suggestions);
    return json_response(std::move(body));
  }

  /// {"searches":[…]} → {"results":[…]}: a page or a problem for each, all over one snapshot.
  HttpResponse multi_search(const HttpRequest& request) const {
    const auto searches = parse_json_searches(request.body);
    if (!searches) return problem(searches.error());
    if (searches->size() > limits_.searches_per_request) {
      return problem(400,
                     fmt::format("at most {} searches a request", limits_.searches_per_request),
                     "searches");
    }
    const auto snapshot = hub_.get();
    std::string body;
    JsonWriter json(body);
    json.begin_object();
    json.key("results").begin_array();
    for (const std::string& search : *searches) {
      const auto params = parse_json_params(search);
      const auto page = params ? run("/v1/multi_search", *params, request, snapshot)
                               : Result<std::string>(params.error());
      json.raw(page ? *page : problem(page.error()).body);
    }
    json.end_array();
    json.end_object();
    return json_response(std::move(body));
  }

 private:
  EnginePool::Loan lend() const { return EnginePool::Loan(engines_); }
  static HttpResponse no_such(std::string_view what, std::string_view id) {
    return problem(404, fmt::format("there is no {} \"{}\"", what, id), "id");
  }
  static HttpResponse answer(Result<std::string> page) {
    return page ? json_response(std::move(*page)) : problem(page.error());
  }

  /// For endpoints whose only parameter is `lang`.
  static Result<std::string> lang_of(const HttpRequest& request) {
    const auto params = parse_query_string(request.query);
    if (!params) return params.error();
    for (const Param& param : *params) {
      if (param.name != "lang") {
        return fail(ErrorCode::bad_input, "unknown parameter", param.name);
      }
    }
    const auto parsed = parse_search_request(*params, request.accept_language);
    if (!parsed) return parsed.error();
    return parsed->lang;
  }

  /// The snapshot that a cursor of scores names, else `pinned`, else the newest.
  Result<std::shared_ptr<const Snapshot>> snapshot_for(
      const SearchRequest& request, std::shared_ptr<const Snapshot> pinned) const {
    auto snapshot = pinned ? std::move(pinned) : hub_.get();
    if (request.after && request.sort == Sort::relevance) {
      if (auto older = hub_.get(request.after->generation)) snapshot = std::move(older);
    }
    if (request.min_sequence > snapshot->sequence &&
        hub_.live().wait_visible(request.min_sequence, kVisiblePatience)) {
      snapshot = hub_.get();
    }
    if (request.min_sequence > snapshot->sequence) {
      return fail(ErrorCode::unavailable,
                  fmt::format("sequence {} is not visible yet; this is {}", request.min_sequence,
                              snapshot->sequence),
                  "min_sequence");
    }
    return snapshot;
  }

  /// A product search as JSON. `pinned`: the snapshot to use unless a cursor names another.
  Result<std::string> run(std::string_view endpoint, const std::vector<Param>& params,
                          const HttpRequest& http,
                          std::shared_ptr<const Snapshot> pinned = nullptr) const {
    const auto request = parse_search_request(params, http.accept_language);
    if (!request) return request.error();
    const auto snapshot = snapshot_for(*request, std::move(pinned));
    if (!snapshot) return snapshot.error();
    const auto engine = lend();
    auto page = engine->searcher.search(*request, **snapshot);
    if (!page) return page.error();
    if (auto advised = engine->searcher.advise(*page); !advised) return advised.error();
    std::vector<std::string_view> ids;
    ids.reserve(page->hits.size());
    for (const Hit& hit : page->hits) ids.push_back(hit.id());
    log_.record(endpoint, params, page->total, page->took_us, ids);
    std::string body;
    body.reserve(1024 + page->hits.size() * 1024);
    if (auto written = append_page(body, *page, engine->searcher.analyzer()); !written) {
      return written.error();
    }
    return body;
  }

  const SnapshotHub& hub_;
  QueryLog& log_;
  SearchLimits limits_;
  mutable EnginePool engines_{limits_};
};

}  // namespace

std::vector<Route> search_routes(const SnapshotHub& hub, QueryLog& log,
                                 const SearchLimits& limits) {
  const auto api = std::make_shared<const SearchApi>(hub, log, limits);
  const auto search = [&](const char* method, const char* pattern, auto handler) {
    Route route;
    route.method = method;
    route.pattern = pattern;
    route.work = Work::search;
    route.max_body = route.method == "POST" ? limits.body_bytes : 0;
    route.handler = [api, handler](const HttpRequest& request, const Args& args) {
      return handler(*api, request, args);
    };
    return route;
  };
  const auto products = [](const SearchApi& a, const HttpRequest& r, const Args&) {
    return a.products(r);
  };
  return {
      search("GET", "/v1/products/search", products),
      search("POST", "/v1/products/search", products),
      search("GET", "/v1/products/{id}",
             [](const SearchApi& a, const HttpRequest& r, const Args& args) {
               return a.product(r, args[0]);
             }),
      search("GET", "/v1/shops/search",
             [](const SearchApi& a, const HttpRequest& r, const Args&) { return a.shops(r); }),
      search("GET", "/v1/shops/{id}",
             [](const SearchApi& a, const HttpRequest& r, const Args& args) {
               return a.shop(r, args[0]);
             }),
      search("GET", "/v1/shops/{id}/products",
             [](const SearchApi& a, const HttpRequest& r, const Args& args) {
               return a.shop_products(r, args[0]);
             }),
      search("GET", "/v1/categories",
             [](const SearchApi& a, const HttpRequest& r, const Args&) { return a.categories(r); }),
      search("GET", "/v1/suggest",
             [](const SearchApi& a, const HttpRequest& r, const Args&) { return a.suggest(r); }),
      search(
          "POST", "/v1/multi_search",
          [](const SearchApi& a, const HttpRequest& r, const Args&) { return a.multi_search(r); }),
  };
}

}  // namespace souk
