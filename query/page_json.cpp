#include "query/page_json.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "data/formats.h"
#include "data/json_writer.h"
#include "data/product_json.h"
#include "query/explain.h"
#include "query/highlight.h"

namespace souk {
namespace {

void write_money(JsonWriter& json, std::string_view name, std::int64_t amount, Currency currency) {
  json.key(name);
  if (amount == kMissing) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("amount", amount);
  json.member("currency", currency.code());
  json.end_object();
}

void write_rating(JsonWriter& json, double rating) {
  json.key("rating");
  if (std::isnan(rating)) {
    json.null();
  } else {
    json.value(rating);
  }
}

void write_category(JsonWriter& json, const Snapshot& snapshot, std::uint32_t code,
                    std::string_view lang) {
  json.key("category").begin_array();
  if (code != 0) {
    for (const CategoryTree::NodeId node : snapshot.categories->path(code - 1)) {
      json.value(snapshot.categories->label(node, lang));
    }
  }
  json.end_array();
}

void write_seller(JsonWriter& json, const Snapshot& snapshot, std::uint32_t code) {
  json.key("shop");
  if (code == 0) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("id", snapshot.shops->id(code - 1));
  json.member("name", snapshot.shops->name(code - 1));
  json.end_object();
}

/// True for names that a product's page has of its own: an unknown feed field of such a name is not
/// written beside it.
bool is_product_member(std::string_view name) {
  return is_hit_member(name) || name == "translations" || name == "category_ids";
}

/// The members that hits and product pages share.
Result<Card> write_common(JsonWriter& json, const Snapshot& snapshot, const Segment& segment,
                          Docid doc, std::string_view lang) {
  const auto card = segment.cards.card(doc, lang);
  if (!card) return card.error();
  const ColumnRow row = segment.columns.row(doc);
  json.member("id", segment.ids[doc]);
  json.key("title").raw(card->title);
  json.key("description").raw(card->description);
  json.key("image").raw(card->image);
  json.key("brand").raw(card->brand);
  write_category(json, snapshot, segment.category[doc], lang);
  write_seller(json, snapshot, segment.shop[doc]);
  write_money(json, "price", row.own_price, row.currency);
  write_money(json, "list_price", row.own_list_price, row.list_currency);
  json.member("sales", row.sales);
  write_rating(json, row.rating);
  json.member("review_count", row.review_count);
  json.member("free_shipping", segment.columns.free_shipping(doc));
  json.key("stock");
  if (row.stock == kMissing) {
    json.null();
  } else {
    json.value(row.stock);
  }
  json.key("attributes").raw(card->attributes);
  return *card;
}

void write_or_null(JsonWriter& json, std::string_view name,
                   const std::optional<std::string>& text) {
  json.key(name);
  text ? json.value(std::string_view(*text)) : json.null();
}

/// What a search that found nothing suggests instead.
void write_categories_to_try(JsonWriter& json, const ResultPage& page) {
  const CategoryTree& tree = *page.plan.snapshot->categories;
  json.key("categories_to_try").begin_array();
  for (const CategoryToTry& each : page.categories) {
    json.begin_object();
    json.member("id", std::string_view(tree.nodes()[each.node].id));
    json.member("name", tree.label(each.node, page.plan.lang));
    json.member("count", each.products);
    json.end_object();
  }
  json.end_array();
}

void write_highlights(JsonWriter& json, const Card& card, const Highlighter& highlighter,
                      Analyzer& analyzer) {
  json.key("highlights").begin_object();
  const auto write = [&](std::string_view name, std::string_view text, std::string_view lang) {
    const std::string marked =
        highlighter.mark(read_json_string(text), Language::from_tag(lang), analyzer);
    json.member(name, std::string_view(marked));
  };
  write("title", card.title, card.title_lang);
  if (card.description != "null") write("description", card.description, card.description_lang);
  json.end_object();
}

void write_explanation(JsonWriter& json, const ResultPage& page, const Hit& hit) {
  const Plan& plan = page.plan_of(hit);
  const Explanation explanation = explain(plan, *hit.segment, hit.doc);
  json.key("explain").begin_object();
  json.member("relaxation", name(page.relaxation_of(hit)));
  json.member("score", explanation.score);
  json.key("words").begin_array();
  for (const WordExplanation& word : explanation.words) {
    json.begin_object();
    json.member("word", std::string_view(word.word));
    json.member("matched", std::string_view(word.matched));
    json.member("fields", std::string_view(field_names(word.mask)));
    json.member("document_frequency", word.document_frequency);
    json.member("idf", word.idf);
    json.member("points", word.points);
    json.end_object();
  }
  json.end_array();
  if (!explanation.boosts.empty()) {
    json.key("boosts").begin_array();
    for (const BoostExplanation& each : explanation.boosts) {
      json.begin_object();
      json.member(each.boost->buries ? "bury" : "boost", std::string_view(each.boost->text));
      json.member("by", each.boost->by);
      json.member("points", each.points);
      json.end_object();
    }
    json.end_array();
  }
  if (const auto& second = explanation.second) {
    json.key("second_phase").begin_object();
    json.member("factor", second->factor(*plan.ranking));
    json.member("phrase", second->phrase);
    json.member("sales", second->sales);
    json.member("title", second->title);
    json.member("text", second->text);
    json.end_object();
  }
  if (explanation.pinned) json.member("pinned", true);
  json.end_object();
}

/// What merchandising rules say about the whole page.
void write_rules(JsonWriter& json, const Plan& plan) {
  if (!plan.rules.redirect.empty()) {
    json.member("redirect", std::string_view(plan.rules.redirect));
  }
  if (!plan.request->explain) return;
  json.key("rules").begin_array();
  for (const std::string& id : plan.rules.ids) json.value(std::string_view(id));
  json.end_array();
}

void write_cursor(JsonWriter& json, const std::optional<Cursor>& after,
                  const SearchRequest& request) {
  write_or_null(json, "after",
                after ? std::optional(encode_cursor(*after, request.hash())) : std::nullopt);
}

void write_facets(JsonWriter& json, const ResultPage& page) {
  const SearchRequest& request = *page.plan.request;
  json.key("facets").begin_object();
  for (const Facet& facet : page.facets) {
    json.key(facet.key);
    if (facet.is_price) {
      const Currency unit = request.currency.value_or(page.plan.snapshot->rates.base());
      json.begin_object();
      for (const auto& [name, bound] : {std::pair{"min", facet.min}, {"max", facet.max}}) {
        json.key(name);
        if (bound) {
          json.value(*bound);
        } else {
          json.null();
        }
      }
      json.member("currency", unit.code());
      json.end_object();
      continue;
    }
    json.begin_array();
    for (const FacetValue& value : facet.values) {
      json.begin_object();
      json.member("value", std::string_view(value.value));
      json.member("label", std::string_view(value.label));
      json.member("count", value.count);
      json.end_object();
    }
    json.end_array();
  }
  json.end_object();
}

/// A hit is some fifteen loads from as many far places: all hits' are asked for before the first is
/// needed, so that they arrive together instead of one after the other.
void prefetch(const std::vector<Hit>& hits) {
  for (const Hit& hit : hits) {
    const Segment& segment = *hit.segment;
    segment.cards.prefetch_place(hit.doc);
    segment.columns.prefetch(hit.doc);
    segment.category.prefetch(hit.doc);
    segment.shop.prefetch(hit.doc);
  }
  for (const Hit& hit : hits) hit.segment->cards.prefetch(hit.doc);
}

}  // namespace

Result<void> append_page(std::string& out, const ResultPage& page, Analyzer& analyzer) {
  const Plan& plan = page.plan;
  const SearchRequest& request = *plan.request;
  const Snapshot& snapshot = *plan.snapshot;
  JsonWriter json(out);
  json.begin_object();
  json.member("query", std::string_view(request.q));
  json.member("lang", std::string_view(plan.lang));
  json.member("total", page.total);
  if (request.group) json.member("total_products", page.total_products);
  json.member("page", request.page);
  json.member("per_page", request.per_page);
  json.member("sort", name(request.sort));
  json.member("took_us", page.took_us);
  write_or_null(json, "corrected_query", page.corrected);
  json.member("relaxation", name(page.relaxation));
  json.member("generation", snapshot.generation);
  json.member("sequence", snapshot.sequence);
  write_cursor(json, page.after, request);
  json.key("hits").begin_array();
  prefetch(page.hits);
  std::optional<Highlighter> highlighter;
  if (request.highlight) highlighter.emplace(plan);
  for (const Hit& hit : page.hits) {
    json.begin_object();
    const auto card = write_common(json, snapshot, *hit.segment, hit.doc, plan.lang);
    if (!card) return card.error();
    out += card->extra;
    if (highlighter) write_highlights(json, *card, *highlighter, analyzer);
    if (request.explain) write_explanation(json, page, hit);
    json.end_object();
  }
  json.end_array();
  write_facets(json, page);
  write_rules(json, plan);
  if (page.total == 0 && !is_blank(request.q)) write_categories_to_try(json, page);
  json.end_object();
  return {};
}

void append_shop_page(std::string& out, const ShopPage& page) {
  const ShopDirectory& shops = *page.snapshot->shops;
  JsonWriter json(out);
  json.begin_object();
  json.member("query", std::string_view(page.request->q));
  json.member("lang", std::string_view(page.lang));
  json.member("total", page.total);
  json.member("page", page.request->page);
  json.member("per_page", page.request->per_page);
  json.member("sort", name(page.request->sort));
  json.member("took_us", page.took_us);
  write_or_null(json, "corrected_query", page.corrected);
  json.member("relaxation", name(page.relaxation));
  json.member("generation", page.snapshot->generation);
  json.member("sequence", page.snapshot->sequence);
  write_cursor(json, page.after, *page.request);
  json.key("hits").begin_array();
  for (const std::uint32_t shop : page.shops) {
    const Shop each = shops.shop(shop);
    json.begin_object();
    json.member("id", std::string_view(each.id));
    json.member("name", std::string_view(each.name));
    json.key("logo");
    each.logo.empty() ? json.null() : json.value(std::string_view(each.logo));
    json.key("country");
    each.country.empty() ? json.null() : json.value(std::string_view(each.country));
    write_rating(json, each.rating.value_or(std::nan("")));
    json.member("review_count", each.review_count);
    json.member("product_count", page.snapshot->shop_products(shop));
    json.end_object();
  }
  json.end_array();
  json.key("facets").begin_object().end_object();
  json.end_object();
}

void append_categories(std::string& out, const Snapshot& snapshot, std::string_view lang) {
  const CategoryTree& tree = *snapshot.categories;
  const auto counts = snapshot.category_products();
  JsonWriter json(out);
  json.begin_object();
  json.key("categories").begin_array();
  // Siblings yet to come, by level, in reverse. A tree may be deeper than a call stack.
  const auto reversed = [&](CategoryTree::NodeId parent) {
    auto nodes = tree.children(parent);
    std::reverse(nodes.begin(), nodes.end());
    return nodes;
  };
  std::vector<std::vector<CategoryTree::NodeId>> open{reversed(CategoryTree::kNone)};
  for (;;) {
    if (open.back().empty()) {
      json.end_array();
      json.end_object();
      open.pop_back();
      if (open.empty()) return;
      continue;
    }
    const CategoryTree::NodeId node = open.back().back();
    open.back().pop_back();
    json.begin_object();
    json.member("id", std::string_view(tree.nodes()[node].id));
    json.member("name", tree.label(node, lang));
    json.member("count", counts[node]);
    json.key("children").begin_array();
    open.push_back(reversed(node));
  }
}

void append_shop(std::string& out, const Snapshot& snapshot, std::uint32_t shop) {
  const Shop each = snapshot.shops->shop(shop);
  JsonWriter json(out);
  json.begin_object();
  json.member("id", std::string_view(each.id));
  json.member("name", snapshot.shops->name(shop));
  json.key("aliases").begin_array();
  for (const std::string& alias : each.aliases) json.value(std::string_view(alias));
  json.end_array();
  json.key("logo");
  each.logo.empty() ? json.null() : json.value(std::string_view(each.logo));
  json.key("country");
  each.country.empty() ? json.null() : json.value(std::string_view(each.country));
  write_rating(json, each.rating.value_or(std::nan("")));
  json.member("review_count", each.review_count);
  json.key("opened_at");
  each.opened_at ? json.value(std::string_view(format_timestamp(*each.opened_at))) : json.null();
  json.member("product_count", snapshot.shop_products(shop));
  json.end_object();
}

Result<void> append_product(std::string& out, const Snapshot& snapshot, Snapshot::Place place,
                            std::string_view lang) {
  const auto document = place.segment->documents.document(place.doc);
  if (!document) return document.error();
  FeedParser parser(snapshot.default_lang);
  const auto product = parser.product(*document);
  if (!product) return fail(ErrorCode::corrupt, "a stored document is damaged");
  const auto text_or_null = [](JsonWriter& json, std::string_view name, const std::string& text) {
    json.key(name);
    text.empty() ? json.null() : json.value(std::string_view(text));
  };
  JsonWriter json(out);
  json.begin_object();
  const auto card = write_common(json, snapshot, *place.segment, place.doc, lang);
  if (!card) return card.error();
  for (const auto& [name, value] : product->extra) {
    if (!is_product_member(name)) json.key(name).raw(value);
  }
  json.member("lang", std::string_view(product->lang));
  json.key("translations").begin_object();
  for (const auto& [name, text] :
       {std::pair{"title", &product->title}, {"description", &product->description}}) {
    json.key(name).begin_object();
    for (const auto& entry : text->entries) json.member(entry.lang, std::string_view(entry.text));
    json.end_object();
  }
  json.end_object();
  const std::uint32_t category = place.segment->category[place.doc];
  json.key("category_ids").begin_array();
  if (category != 0) {
    for (const auto node : snapshot.categories->path(category - 1)) {
      json.value(std::string_view(snapshot.categories->nodes()[node].id));
    }
  }
  json.end_array();
  json.key("images").begin_array();
  for (const std::string& image : product->images) json.value(std::string_view(image));
  json.end_array();
  json.key("ships_to");
  if (product->ships_to) {
    json.begin_array();
    for (const std::string& country : *product->ships_to) json.value(std::string_view(country));
    json.end_array();
  } else {
    json.null();
  }
  text_or_null(json, "gtin", product->gtin);
  text_or_null(json, "mpn", product->mpn);
  text_or_null(json, "group", product->group);
  json.key("created_at");
  product->created_at ? json.value(std::string_view(format_timestamp(*product->created_at)))
                      : json.null();
  json.end_object();
  return {};
}

}  // namespace souk
