// What live changes of numbers cost: the next column epoch.
//
//   column_epoch/N   1,000,000 rows, of which N (by chance) get another stock and one sale more, as
//                    orders bring them; every order is made anew, for sales break its ties
//
// Prices have ten products each, reviews and ratings thousands, as catalogues do.

#include "data/columns.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "bench/micro/synthetic.h"

namespace souk::bench {
namespace {

const Columns& million() {
  static const SectionFile file = [] {
    std::mt19937_64 random(9);
    std::vector<ColumnRow> rows(kDocuments);
    for (ColumnRow& row : rows) {
      row.price = static_cast<std::int64_t>(random() % 100'000);
      row.sales = static_cast<std::int64_t>(random() % 50'000);
      row.stock = static_cast<std::int64_t>(random() % 100);
      row.review_count = static_cast<std::int64_t>(random() % 1'000);
      row.rating = static_cast<double>(random() % 50) / 10;
      row.created_at = static_cast<std::int64_t>(random() % 100'000'000);
      row.flags = static_cast<std::uint8_t>(random() % 4);
    }
    std::sort(rows.begin(), rows.end(),
              [](const ColumnRow& a, const ColumnRow& b) { return a.sales > b.sales; });
    SectionWriter out;
    Columns::write(out, rows);
    return SectionFile::over(hold_bytes(out.finish_bytes()), "columns").value();
  }();
  static const Columns columns = Columns::open(file).value();
  return columns;
}

void column_epoch(benchmark::State& state) {
  const Columns& columns = million();
  std::vector<Docid> id_order(kDocuments);
  std::iota(id_order.begin(), id_order.end(), 0U);
  std::shuffle(id_order.begin(), id_order.end(), std::mt19937_64(6));
  const auto docs = random_docids(kDocuments / static_cast<std::size_t>(state.range(0)), 3);
  std::vector<RowChange> changes;
  for (const Docid doc : docs) {
    changes.push_back({doc, columns.row(doc)});
    ++changes.back().row.sales;
    changes.back().row.stock = (changes.back().row.stock + 1) % 100;
  }
  for (auto _ : state) benchmark::DoNotOptimize(columns.with(changes, id_order));
}
BENCHMARK(column_epoch)
    ->Arg(1'000)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Arg(250'000)
    ->Arg(kDocuments)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace souk::bench
