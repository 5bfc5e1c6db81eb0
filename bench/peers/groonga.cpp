// Groonga 13 in process: select with its query cache off. Terms are numbers in a hash table that a
// column of reference vectors names; its index has no positions and is made after the rows (which
// is faster). Record id = rank + 1. Relevance is _score, the number of words found. Cards are read
// with the column's own call. Not group: select cannot count groups and order hits by their best.

#include <fmt/format.h>
#include <groonga.h>
#include <simdjson.h>

#include <stdexcept>

#include "bench/peers/workload.h"

namespace souk::peers {
namespace {

class Groonga {
 public:
  explicit Groonga(const std::string& path, bool create) {
    grn_init();
    ctx_ = grn_ctx_open(0);
    db_ = create ? grn_db_create(ctx_, path.c_str(), nullptr) : grn_db_open(ctx_, path.c_str());
    if (db_ == nullptr) throw std::runtime_error("cannot open " + path);
  }
  Groonga(const Groonga&) = delete;
  Groonga& operator=(const Groonga&) = delete;
  ~Groonga() {
    grn_obj_close(ctx_, db_);
    grn_ctx_close(ctx_);
    grn_fin();
  }

  /// The answer's JSON, valid until the next command.
  std::string_view send(const std::string& command) {
    char* text = nullptr;
    unsigned int size = 0;
    int flags = 0;
    grn_ctx_send(ctx_, command.data(), static_cast<unsigned>(command.size()), 0);
    grn_ctx_recv(ctx_, &text, &size, &flags);
    if (ctx_->rc != GRN_SUCCESS) throw std::runtime_error(std::string(ctx_->errbuf) + command);
    return {text, size};
  }
  grn_obj* object(const char* name) { return grn_ctx_get(ctx_, name, -1); }
  [[nodiscard]] grn_ctx* ctx() const { return ctx_; }

 private:
  grn_ctx* ctx_ = nullptr;
  grn_obj* db_ = nullptr;
};

/// Sets one column, whose value it holds on to.
class Column {
 public:
  Column(Groonga& groonga, const char* name, const char* type, bool vector = false)
      : ctx_(groonga.ctx()), column_(groonga.object(name)) {
    GRN_VALUE_FIX_SIZE_INIT(&value_, vector ? GRN_OBJ_VECTOR : 0,
                            grn_obj_id(ctx_, groonga.object(type)));
  }
  Column(const Column&) = delete;
  Column& operator=(const Column&) = delete;
  ~Column() { GRN_OBJ_FIN(ctx_, &value_); }

  /// A reference, by id; 0: none.
  void refer(std::uint32_t id) { GRN_RECORD_PUT(ctx_, &value_, id); }
  void number(std::int64_t number) { GRN_INT64_SET(ctx_, &value_, number); }
  void flag(bool flag) { GRN_BOOL_SET(ctx_, &value_, flag); }
  void set(grn_id record) {
    grn_obj_set_value(ctx_, column_, record, &value_, GRN_OBJ_SET);
    GRN_BULK_REWIND(&value_);
  }

 private:
  grn_ctx* ctx_;
  grn_obj* column_;
  grn_obj value_;
};

/// Keys "1", "2", … have ids 1, 2, …
void number_keys(Groonga& groonga, const char* table, std::size_t count) {
  grn_obj* object = groonga.object(table);
  for (std::size_t i = 1; i <= count; ++i) {
    const std::string key = std::to_string(i);
    const grn_id id = grn_table_add(groonga.ctx(), object, key.data(),
                                    static_cast<unsigned>(key.size()), nullptr);
    if (id != i) throw std::runtime_error("groonga numbers keys in another way");
  }
}

void build(const Workload& workload, const std::string& index) {
  Groonga groonga(index + "/db", true);
  for (const char* command :
       {"table_create Terms TABLE_HASH_KEY ShortText",
        "table_create Brands TABLE_HASH_KEY ShortText",
        "table_create Categories TABLE_HASH_KEY ShortText", "table_create Products TABLE_NO_KEY",
        "column_create Products terms COLUMN_VECTOR Terms",
        "column_create Products path COLUMN_VECTOR Categories",
        "column_create Products category COLUMN_SCALAR Categories",
        "column_create Products brand COLUMN_SCALAR Brands",
        "column_create Products price COLUMN_SCALAR Int64",
        "column_create Products free COLUMN_SCALAR Bool",
        "column_create Products card COLUMN_SCALAR Text"}) {
    groonga.send(command);
  }
  number_keys(groonga, "Terms", workload.terms().size());
  number_keys(groonga, "Brands", workload.brands().size() - 1);
  number_keys(groonga, "Categories", workload.categories() - 1);
  Column terms(groonga, "Products.terms", "Terms", true);
  Column path(groonga, "Products.path", "Categories", true);
  Column category(groonga, "Products.category", "Categories");
  Column brand(groonga, "Products.brand", "Brands");
  Column price(groonga, "Products.price", "Int64");
  Column free(groonga, "Products.free", "Bool");
  grn_obj* products = groonga.object("Products");
  grn_obj* card = groonga.object("Products.card");
  grn_ctx* ctx = groonga.ctx();
  grn_obj text;
  GRN_TEXT_INIT(&text, 0);
  for (const ProductView& each : workload.products()) {
    const grn_id id = grn_table_add(ctx, products, nullptr, 0, nullptr);
    for (const std::uint32_t term : each.terms) terms.refer(term + 1);
    terms.set(id);
    for (std::uint32_t node = each.record->category; node != 0; node = workload.parent(node)) {
      path.refer(node);
    }
    path.set(id);
    category.refer(each.record->category);
    category.set(id);
    brand.refer(each.record->brand);
    brand.set(id);
    price.number(each.record->price);
    price.set(id);
    free.flag(each.record->free_shipping != 0);
    free.set(id);
    GRN_TEXT_SET(ctx, &text, each.card.data(), each.card.size());
    grn_obj_set_value(ctx, card, id, &text, GRN_OBJ_SET);
  }
  GRN_OBJ_FIN(ctx, &text);
  groonga.send("column_create Terms products COLUMN_INDEX Products terms");
  groonga.send("column_create Categories products COLUMN_INDEX Products path");
}

std::string filter_of(const Query& query) {
  if (query.kind == Kind::browse) return fmt::format("path @ \"{}\"", query.category);
  std::string filter;
  for (const auto& word : query.words) {
    if (word.empty()) return "false";
    filter += filter.empty() ? "(" : " && (";
    for (std::size_t a = 0; a < word.size(); ++a) {
      filter += a == 0 ? "(" : " || (";
      for (std::size_t t = 0; t < word[a].size(); ++t) {
        filter += fmt::format("{}terms @ \"{}\"", t == 0 ? "" : " && ", word[a][t] + 1);
      }
      filter += ')';
    }
    filter += ')';
  }
  if (query.kind == Kind::facets) filter += " && free == true";
  if (query.kind == Kind::filter) {
    filter += fmt::format(" && price >= {} && price <= {}", kFilterMin, kFilterMax);
  }
  return filter;
}

std::string command_of(const Query& query) {
  const char* sort = query.kind == Kind::price                                 ? "price,_id"
                     : query.kind == Kind::sales || query.kind == Kind::browse ? "_id"
                                                                               : "-_score,_id";
  std::string command = fmt::format(
      "select Products --cache no --limit {} --output_columns _id --sort_keys {} --filter '{}'",
      kPageSize, sort, filter_of(query));
  if (query.kind == Kind::facets) {
    command += fmt::format(
        " --drilldowns[b].keys brand --drilldowns[b].sort_keys -_nsubrecs --drilldowns[b].limit {}"
        " --drilldowns[b].output_columns _key,_nsubrecs"
        " --drilldowns[c].keys category --drilldowns[c].limit -1"
        " --drilldowns[c].output_columns _key,_nsubrecs",
        kFacetValues);
  }
  return command;
}

class InProcess : public Engine {
 public:
  InProcess(const Workload& workload, const std::string& index)
      : workload_(workload),
        groonga_(index + "/db", false),
        card_(groonga_.object("Products.card")) {
    GRN_TEXT_INIT(&text_, 0);
  }
  ~InProcess() override { GRN_OBJ_FIN(groonga_.ctx(), &text_); }

  bool can(Kind kind) const override { return kind != Kind::group; }

  void search(const Query& query, Answer& answer) override {
    answer_ = groonga_.send(command_of(query));
    const simdjson::dom::array parts = parser_.parse(answer_).get_array();
    std::size_t at = 0;
    for (const simdjson::dom::element row : parts.at(0).get_array()) {
      // The total, the columns' names, then the hits.
      const auto value = static_cast<std::uint32_t>(at == 1 ? 0 : row.at(0).get_int64().value());
      if (at == 0) answer.total = value;
      if (at > 1) answer.ranks.push_back(value - 1);
      ++at;
    }
    if (query.kind != Kind::facets) return;
    std::vector<std::uint32_t> brands(workload_.brands().size());
    std::vector<std::uint32_t> categories(workload_.categories());
    count(parts.at(1)["b"].get_array(), brands);
    count(parts.at(1)["c"].get_array(), categories);
    list_facets(workload_, brands, categories, answer);
  }

  void write(const Query& query, const Answer& answer, std::string& json) override {
    const auto card = [this](std::uint32_t rank) {
      GRN_BULK_REWIND(&text_);
      grn_obj_get_value(groonga_.ctx(), card_, rank + 1, &text_);
      return std::string_view(GRN_TEXT_VALUE(&text_), GRN_TEXT_LEN(&text_));
    };
    write_page(workload_, query, answer, card, json);
  }

 private:
  static void count(const simdjson::dom::array& rows, std::vector<std::uint32_t>& counts) {
    std::size_t at = 0;
    for (const simdjson::dom::element row : rows) {
      if (at++ < 2) continue;
      const std::string code(row.at(0).get_string().value());
      counts.at(std::stoul(code)) = static_cast<std::uint32_t>(row.at(1).get_int64().value());
    }
  }

  const Workload& workload_;
  Groonga groonga_;
  grn_obj* card_;
  grn_obj text_;
  simdjson::dom::parser parser_;
  std::string answer_;
};

}  // namespace
}  // namespace souk::peers

int main(int argc, char** argv) {
  using namespace souk::peers;
  return drive<InProcess>(argc, argv, build);
}
