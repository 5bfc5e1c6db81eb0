// Sphinx 2.2: indexer reads this program's dump through a pipe; searchd answers SphinxQL over a
// socket, so its times have the protocol in them, and always are the wall's. Terms are numbers,
// without positions; categories and free shipping are terms too; id = rank + 1; numbers and cards
// are attributes. Rankers: bm25, none for other sorts. Not group: exact totals of groups would need
// max_matches as high as there are groups.

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "bench/peers/sphinxql.h"
#include "bench/peers/workload.h"

namespace souk::peers {
namespace {

std::string socket_of(const std::string& index) { return index + "/socket"; }

void write_config(const std::string& workload, const std::string& index) {
  const std::string self = std::filesystem::read_symlink("/proc/self/exe");
  std::ofstream(index + "/sphinx.conf") << fmt::format(
      R"(source products {{
  type = tsvpipe
  tsvpipe_command = {} dump {} {}
  tsvpipe_field = terms
  tsvpipe_attr_bigint = price
  tsvpipe_attr_uint = brand
  tsvpipe_attr_uint = category
  tsvpipe_attr_string = card
}}
index products {{
  source = products
  path = {}/products
  docinfo = extern
  dict = keywords
  hitless_words = all
  charset_table = 0..9, a..z
  min_word_len = 1
}}
indexer {{
  mem_limit = 1024M
}}
searchd {{
  listen = {}:mysql41
  pid_file = {}/pid
  log = /dev/null
  workers = threads
  binlog_path =
}}
)",
      self, workload, index, index, socket_of(index), index);
}

/// What indexer reads.
void dump(const Workload& workload) {
  std::string line;
  for (const ProductView& each : workload.products()) {
    line = fmt::format("{}\t", each.record->rank + 1);
    for (const std::uint32_t term : each.terms) line += fmt::format("t{} ", term);
    for (std::uint32_t node = each.record->category; node != 0; node = workload.parent(node)) {
      line += fmt::format("c{} ", node);
    }
    if (each.record->free_shipping != 0) line += "free";
    line += fmt::format("\t{}\t{}\t{}\t{}\n", each.record->price, each.record->brand,
                        each.record->category, each.card);
    std::cout << line;
  }
}

std::string match_of(const Query& query) {
  if (query.kind == Kind::browse) return fmt::format("c{}", query.category);
  std::string match;
  for (const auto& word : query.words) {
    if (word.empty()) return "nothing";
    match += '(';
    for (std::size_t a = 0; a < word.size(); ++a) {
      match += a == 0 ? "(" : "|(";
      for (const std::uint32_t term : word[a]) match += fmt::format("t{} ", term);
      match += ')';
    }
    match += ") ";
  }
  return query.kind == Kind::facets ? match + "free" : match;
}

std::string statements_of(const Query& query, std::size_t most_values) {
  const bool scored =
      query.kind == Kind::relevance || query.kind == Kind::facets || query.kind == Kind::filter;
  std::string sql = fmt::format("SELECT id FROM products WHERE MATCH('{}')", match_of(query));
  if (query.kind == Kind::filter) {
    sql += fmt::format(" AND price BETWEEN {} AND {}", kFilterMin, kFilterMax);
  }
  if (query.kind == Kind::price) sql += " ORDER BY price ASC, id ASC";
  if (query.kind == Kind::sales || query.kind == Kind::browse) sql += " ORDER BY id ASC";
  sql +=
      fmt::format(" LIMIT {} OPTION ranker={}, max_matches={}", kPageSize, scored ? "bm25" : "none",
                  query.kind == Kind::facets ? most_values : kPageSize);
  if (query.kind != Kind::facets) return sql + "; SHOW META";
  // Every product has a category, if only 0: the total is their sum.
  return sql + fmt::format(
                   " FACET brand ORDER BY COUNT(*) DESC LIMIT {} FACET category ORDER BY COUNT(*) "
                   "DESC LIMIT {}",
                   kFacetValues + 1, most_values);
}

class Searchd : public Engine {
 public:
  Searchd(const Workload& workload, const std::string& index)
      : workload_(workload), process_(start(index)), connection_(socket_of(index)) {}
  ~Searchd() override {
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
  }

  bool can(Kind kind) const override { return kind != Kind::group; }

  void search(const Query& query, Answer& answer) override {
    const auto results = connection_.query(statements_of(query, most_values_));
    for (const auto& row : results.at(0)) answer.ranks.push_back(number(row.at(0)) - 1);
    if (query.kind == Kind::facets) {
      std::vector<std::uint32_t> brands(workload_.brands().size());
      std::vector<std::uint32_t> categories(workload_.categories());
      for (const auto& row : results.at(1)) brands.at(number(row.at(0))) = number(row.at(1));
      for (const auto& row : results.at(2)) {
        categories.at(number(row.at(0))) = number(row.at(1));
        answer.total += number(row.at(1));
      }
      list_facets(workload_, brands, categories, answer);
      return;
    }
    for (const auto& row : results.at(1)) {
      if (row.at(0) == "total_found") answer.total = number(row.at(1));
    }
  }

  void write(const Query& query, const Answer& answer, std::string& json) override {
    std::string ids;
    for (const std::uint32_t rank : answer.ranks) {
      ids += fmt::format("{}{}", ids.empty() ? "" : ",", rank + 1);
    }
    Connection::Rows rows;
    if (!ids.empty()) {
      const auto sql = fmt::format("SELECT id, card FROM products WHERE id IN ({}) LIMIT 20", ids);
      rows = connection_.query(sql).at(0);
    }
    const auto card = [&](std::uint32_t rank) -> std::string_view {
      for (const auto& row : rows) {
        if (number(row.at(0)) == rank + 1) return row.at(1);
      }
      throw std::runtime_error("a hit without a card");
    };
    write_page(workload_, query, answer, card, json);
  }

 private:
  static std::uint32_t number(const std::string& text) {
    return static_cast<std::uint32_t>(std::stoul(text));
  }
  static pid_t start(const std::string& index) {
    std::filesystem::remove(socket_of(index));
    const std::string config = index + "/sphinx.conf";
    const pid_t pid = fork();
    if (pid != 0) return pid;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
    execlp("searchd", "searchd", "--nodetach", "--config", config.c_str(), nullptr);
    _exit(127);
  }

  const Workload& workload_;
  std::size_t most_values_ = std::max(workload_.brands().size(), workload_.categories());
  pid_t process_;
  Connection connection_;
};

}  // namespace
}  // namespace souk::peers

int main(int argc, char** argv) {
  using namespace souk::peers;
  if (argc == 4 && std::string_view(argv[1]) == "dump") {
    dump(Workload(argv[2]));
    return 0;
  }
  if (argc == 4 && std::string_view(argv[1]) == "build") {
    write_config(argv[2], argv[3]);
    const std::string config = std::string(argv[3]) + "/sphinx.conf";
    execlp("indexer", "indexer", "--config", config.c_str(), "--quiet", "--all", nullptr);
    return 1;
  }
  return drive<Searchd>(argc, argv);
}
