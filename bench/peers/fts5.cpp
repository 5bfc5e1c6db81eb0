// SQLite FTS5: a contentless table of term numbers (rowid = rank + 1), a table of columns and
// cards, a table (category, rank). One statement a query; its rows, which FTS5 gives in rowid
// order, are counted and the best kept here, since ORDER BY would need a second statement for the
// exact total. Relevance is bm25(). Files are mapped; the index is one merged b-tree ("optimize").

#include <sqlite3.h>

#include <stdexcept>
#include <unordered_map>

#include "bench/peers/top.h"
#include "bench/peers/workload.h"

namespace souk::peers {
namespace {

class Database {
 public:
  explicit Database(const std::string& path, int flags) {
    check(sqlite3_open_v2(path.c_str(), &db_, flags, nullptr));
    run("PRAGMA mmap_size = 100000000000; PRAGMA temp_store = MEMORY");
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() { sqlite3_close_v2(db_); }

  void run(const char* sql) { check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr)); }
  void check(int code) const {
    if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
  }
  [[nodiscard]] sqlite3* get() const { return db_; }

 private:
  sqlite3* db_ = nullptr;
};

class Statement {
 public:
  Statement(Database& db, const std::string& sql) : db_(db) {
    db.check(sqlite3_prepare_v3(db.get(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement_,
                                nullptr));
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }

  void bind(int at, std::int64_t value) { sqlite3_bind_int64(statement_, at, value); }
  void bind(int at, std::string_view text) {
    sqlite3_bind_text(statement_, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  bool step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    db_.check(sqlite3_reset(statement_));
    return false;
  }
  void reset() { sqlite3_reset(statement_); }
  [[nodiscard]] std::int64_t integer(int column) const {
    return sqlite3_column_int64(statement_, column);
  }
  [[nodiscard]] std::uint32_t code(int column) const {
    return static_cast<std::uint32_t>(integer(column));
  }
  [[nodiscard]] double real(int column) const { return sqlite3_column_double(statement_, column); }
  [[nodiscard]] std::string_view text(int column) const {
    return {reinterpret_cast<const char*>(sqlite3_column_text(statement_, column)),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  Database& db_;
  sqlite3_stmt* statement_ = nullptr;
};

void build(const Workload& workload, const std::string& index) {
  Database db(index + "/db", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  db.run(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;"
      "CREATE VIRTUAL TABLE text USING fts5(terms, content = '', tokenize = 'ascii');"
      "CREATE TABLE product(id INTEGER PRIMARY KEY, price, free, brand, category, grp);"
      "CREATE TABLE card(id INTEGER PRIMARY KEY, json TEXT);"
      "CREATE TABLE in_category(category, id, PRIMARY KEY(category, id)) WITHOUT ROWID;"
      "BEGIN");
  Statement text(db, "INSERT INTO text(rowid, terms) VALUES(?, ?)");
  Statement product(db, "INSERT INTO product VALUES(?, ?, ?, ?, ?, ?)");
  Statement card(db, "INSERT INTO card VALUES(?, ?)");
  Statement in_category(db, "INSERT INTO in_category VALUES(?, ?)");
  std::string terms;
  for (const ProductView& each : workload.products()) {
    const std::int64_t id = std::int64_t{each.record->rank} + 1;
    terms.clear();
    for (const std::uint32_t term : each.terms) (terms += ' ') += std::to_string(term);
    text.bind(1, id);
    text.bind(2, terms);
    text.step();
    product.bind(1, id);
    product.bind(2, each.record->price);
    product.bind(3, std::int64_t{each.record->free_shipping});
    product.bind(4, std::int64_t{each.record->brand});
    product.bind(5, std::int64_t{each.record->category});
    product.bind(6, std::int64_t{each.record->group});
    product.step();
    card.bind(1, id);
    card.bind(2, each.card);
    card.step();
    for (std::uint32_t node = each.record->category; node != 0; node = workload.parent(node)) {
      in_category.bind(1, std::int64_t{node});
      in_category.bind(2, id);
      in_category.step();
    }
  }
  db.run("INSERT INTO text(text) VALUES('optimize'); COMMIT; ANALYZE");
}

/// Empty when nothing can match.
std::string match_of(const Query& query) {
  std::string match;
  for (const auto& word : query.words) {
    if (word.empty()) return {};
    match += match.empty() ? "(" : " AND (";
    for (std::size_t a = 0; a < word.size(); ++a) {
      match += a == 0 ? "(" : " OR (";
      for (std::size_t t = 0; t < word[a].size(); ++t) {
        match += (t == 0 ? "" : " AND ") + std::to_string(word[a][t]);
      }
      match += ')';
    }
    match += ')';
  }
  return match;
}

constexpr const char* kJoin = " FROM text JOIN product p ON p.id = text.rowid WHERE text MATCH ?";

class Fts5 : public Engine {
 public:
  Fts5(const Workload& workload, const std::string& index)
      : workload_(workload), db_(index + "/db", SQLITE_OPEN_READONLY) {}

  void search(const Query& query, Answer& answer) override {
    if (query.kind == Kind::browse) return first(by_category_, query.category, answer);
    match_ = match_of(query);
    if (match_.empty()) return;
    switch (query.kind) {
      case Kind::relevance:
        return best(by_relevance_, answer);
      case Kind::price:
        return cheapest(answer);
      case Kind::facets:
        return facets(answer);
      case Kind::filter:
        by_filter_.bind(2, kFilterMin);
        by_filter_.bind(3, kFilterMax);
        return best(by_filter_, answer);
      case Kind::group:
        return groups(answer);
      default:
        return first(by_sales_, match_, answer);
    }
  }

  void write(const Query& query, const Answer& answer, std::string& json) override {
    const auto card = [this](std::uint32_t rank) {
      card_.reset();
      card_.bind(1, std::int64_t{rank} + 1);
      card_.step();
      return card_.text(0);
    };
    write_page(workload_, query, answer, card, json);
    card_.reset();
  }

 private:
  static std::uint32_t rank(const Statement& row) { return row.code(0) - 1; }

  template <class Value>
  static void first(Statement& rows, const Value& value, Answer& answer) {
    for (bind(rows, value); rows.step(); ++answer.total) {
      if (answer.ranks.size() < kPageSize) answer.ranks.push_back(rank(rows));
    }
  }
  static void bind(Statement& rows, std::uint32_t value) { rows.bind(1, std::int64_t{value}); }
  static void bind(Statement& rows, const std::string& value) { rows.bind(1, value); }

  void best(Statement& rows, Answer& answer) {
    Lowest<double> lowest;
    for (rows.bind(1, match_); rows.step(); ++answer.total) lowest.add(rows.real(1), rank(rows));
    lowest.ranks(answer.ranks);
  }

  void cheapest(Answer& answer) {
    Lowest<std::int64_t> lowest;
    for (by_price_.bind(1, match_); by_price_.step(); ++answer.total) {
      lowest.add(by_price_.integer(1), rank(by_price_));
    }
    lowest.ranks(answer.ranks);
  }

  void facets(Answer& answer) {
    std::vector<std::uint32_t> brands(workload_.brands().size());
    std::vector<std::uint32_t> categories(workload_.categories());
    Lowest<double> lowest;
    for (by_facets_.bind(1, match_); by_facets_.step(); ++answer.total) {
      lowest.add(by_facets_.real(1), rank(by_facets_));
      ++brands[by_facets_.code(2)];
      ++categories[by_facets_.code(3)];
    }
    lowest.ranks(answer.ranks);
    list_facets(workload_, brands, categories, answer);
  }

  void groups(Answer& answer) {
    std::unordered_map<std::uint32_t, std::pair<double, std::uint32_t>> bests;
    Lowest<double> lowest;
    for (by_group_.bind(1, match_); by_group_.step();) {
      const std::pair hit(by_group_.real(1), rank(by_group_));
      const std::uint32_t group = by_group_.code(2);
      if (group == 0) {
        ++answer.total;
        lowest.add(hit.first, hit.second);
      } else {
        const auto [found, added] = bests.emplace(group, hit);
        if (!added && hit < found->second) found->second = hit;
      }
    }
    answer.total += bests.size();
    for (const auto& [group, hit] : bests) lowest.add(hit.first, hit.second);
    lowest.ranks(answer.ranks);
  }

  const Workload& workload_;
  Database db_;
  std::string match_;
  Statement by_relevance_{db_, "SELECT rowid, rank FROM text WHERE text MATCH ?"};
  Statement by_sales_{db_, "SELECT rowid FROM text WHERE text MATCH ? ORDER BY rowid"};
  Statement by_category_{db_, "SELECT id FROM in_category WHERE category = ? ORDER BY id"};
  Statement by_price_{db_, std::string("SELECT text.rowid, p.price") + kJoin};
  Statement by_facets_{
      db_, std::string("SELECT text.rowid, rank, p.brand, p.category") + kJoin + " AND p.free = 1"};
  Statement by_filter_{
      db_, std::string("SELECT text.rowid, rank") + kJoin + " AND p.price BETWEEN ? AND ?"};
  Statement by_group_{db_, std::string("SELECT text.rowid, rank, p.grp") + kJoin};
  Statement card_{db_, "SELECT json FROM card WHERE id = ?"};
};

}  // namespace
}  // namespace souk::peers

int main(int argc, char** argv) {
  using namespace souk::peers;
  return drive<Fts5>(argc, argv, build);
}
