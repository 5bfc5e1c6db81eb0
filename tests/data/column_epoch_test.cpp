// Column epochs against columns of the same rows: every value, and every order by its definition.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "data/columns.h"

namespace souk {
namespace {

ColumnRow random_row() {
  const auto number = [](std::int64_t most) {
    return *rc::gen::weightedOneOf<std::int64_t>(
        {{1, rc::gen::just(kMissing)}, {4, rc::gen::inRange<std::int64_t>(0, most)}});
  };
  ColumnRow row;
  row.price = number(5);
  row.list_price = number(300);
  row.own_price = number(70'000);
  row.own_list_price = number(std::int64_t{1} << 40);
  row.currency = *rc::gen::element(*Currency::find("USD"), *Currency::find("EUR"));
  row.list_currency = *rc::gen::element(*Currency::find("USD"), *Currency::find("JPY"));
  row.sales = *rc::gen::inRange(0, 4);
  row.rating = *rc::gen::element(std::nan(""), 0.0, 3.5, 4.25, 5.0);
  row.review_count = *rc::gen::inRange(0, 300);
  row.stock = number(3);
  row.created_at = number(4);
  row.flags = static_cast<std::uint8_t>(*rc::gen::inRange(0, 4));
  return row;
}

bool same(const ColumnRow& a, const ColumnRow& b) {
  const auto numbers = [](const ColumnRow& r) {
    return std::tuple(r.price, r.list_price, r.own_price, r.own_list_price, r.currency,
                      r.list_currency, r.sales, std::isnan(r.rating) ? -1 : r.rating,
                      r.review_count, r.stock, r.created_at, r.flags);
  };
  return numbers(a) == numbers(b);
}

struct World {
  std::vector<ColumnRow> rows;
  std::vector<std::string> ids;
  std::vector<Docid> id_order;
  SectionFile file;
};

/// Rows in docid order, with their ids.
World make_world(const std::vector<ColumnRow>& rows) {
  World world;
  std::vector<std::pair<ColumnRow, std::string>> all;
  for (const ColumnRow& row : rows) all.emplace_back(row, "p" + std::to_string(all.size()));
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::pair(-a.first.sales, a.second) < std::pair(-b.first.sales, b.second);
  });
  SectionWriter out;
  for (auto& [row, id] : all) {
    world.rows.push_back(row);
    world.ids.push_back(id);
  }
  Columns::write(out, world.rows);
  world.id_order.resize(world.ids.size());
  std::iota(world.id_order.begin(), world.id_order.end(), Docid{0});
  std::sort(world.id_order.begin(), world.id_order.end(),
            [&](Docid a, Docid b) { return world.ids[a] < world.ids[b]; });
  world.file = SectionFile::over(hold_bytes(out.finish_bytes()), "test").value();
  return world;
}

void check(const Columns& columns, const World& world) {
  RC_ASSERT(columns.size() == world.rows.size());
  for (Docid doc = 0; doc < world.rows.size(); ++doc) {
    RC_ASSERT(same(columns.row(doc), world.rows[doc]));
    RC_ASSERT(columns.price(doc) == world.rows[doc].price);
    RC_ASSERT(columns.in_stock(doc) == (world.rows[doc].stock != 0));
  }
  for (const Sort sort : {Sort::relevance, Sort::sales, Sort::price_asc, Sort::price_desc,
                          Sort::reviews, Sort::rating, Sort::free_shipping, Sort::newest}) {
    std::vector<Docid> expected(world.rows.size());
    std::iota(expected.begin(), expected.end(), Docid{0});
    std::sort(expected.begin(), expected.end(), [&](Docid a, Docid b) {
      const auto key = [&](Docid doc) {
        return std::tuple(sort_key(sort, world.rows[doc].sort_fields()), -world.rows[doc].sales,
                          world.ids[doc]);
      };
      return key(a) < key(b);
    });
    const auto order = columns.order(sort);
    const auto ranks = columns.ranks(sort);
    RC_ASSERT(order.size() == ranks.size());
    for (std::uint32_t rank = 0; rank < expected.size(); ++rank) {
      const Docid at = order.empty() ? rank : order[rank];
      RC_ASSERT(at == expected[rank]);
      if (!ranks.empty()) RC_ASSERT(ranks[at] == rank);
    }
  }
}

TEST(ColumnEpoch, HasTheRowsAndOrdersOfColumnsWithNewValues) {
  EXPECT_TRUE(rc::check([] {
    std::vector<ColumnRow> rows(*rc::gen::inRange<std::size_t>(1, 80));
    for (ColumnRow& row : rows) row = random_row();
    World world = make_world(rows);
    Columns columns = Columns::open(world.file).value();
    check(columns, world);
    for (int epoch = 0; epoch < 3; ++epoch) {
      std::vector<RowChange> changes;
      const bool numbers = *rc::gen::inRange(0, 2) == 0;
      const int one_in = *rc::gen::element(1, 2, 6, 20);  // where many move, all are sorted
      for (Docid doc = 0; doc < world.rows.size(); ++doc) {
        if (*rc::gen::inRange(0, one_in) != 0) continue;
        ColumnRow row = world.rows[doc];
        if (numbers) {
          row.stock = *rc::gen::inRange(0, 300);
        } else {
          row = random_row();
        }
        world.rows[doc] = row;
        changes.push_back({doc, row});
      }
      std::reverse(changes.begin(), changes.end());
      columns = columns.with(changes, world.id_order);
      check(columns, world);
    }
  }));
}

TEST(ColumnEpoch, SharesWhatStaysAndLeavesTheOneBeforeAsItWas) {
  const World world = make_world(std::vector<ColumnRow>(50));
  const Columns before = Columns::open(world.file).value();
  ColumnRow row = before.row(7);
  row.stock = before.stock(7) == 9 ? 8 : 9;
  const Columns after = before.with(std::vector<RowChange>{{7, row}}, world.id_order);
  EXPECT_EQ(after.stock(7), row.stock);
  EXPECT_NE(before.stock(7), row.stock);
  EXPECT_TRUE(after.ranks(Sort::sales).empty());
  EXPECT_EQ(after.order(Sort::price_asc).data(), before.order(Sort::price_asc).data());
  row.price = 1'000'000'000'000;
  const Columns dear = after.with(std::vector<RowChange>{{7, row}}, world.id_order);
  EXPECT_EQ(dear.order(Sort::price_asc).size(), 50U);
  EXPECT_EQ(dear.price(7), row.price);
  EXPECT_EQ(dear.stock(7), row.stock);
  EXPECT_TRUE(dear.ranks(Sort::sales).empty());
  EXPECT_EQ(dear.order(Sort::reviews).data(), before.order(Sort::reviews).data());
}

}  // namespace
}  // namespace souk
