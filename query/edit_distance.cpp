#include "query/edit_distance.h"

#include <algorithm>
#include <array>
#include <vector>

namespace souk {

unsigned edit_distance(std::u32string_view a, std::u32string_view b, unsigned most, bool prefix) {
  // Row i: the distances of a's first i letters from every beginning of b; three rows are kept.
  const std::size_t width = std::min(b.size(), a.size() + most);
  if (a.size() > b.size() + most || (!prefix && b.size() > width)) return most + 1;
  thread_local std::array<std::vector<unsigned>, 3> rows;
  for (auto& row : rows) row.assign(width + 1, most + 1);
  for (std::size_t j = 0; j <= width; ++j) rows[0][j] = static_cast<unsigned>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const auto& before = rows[(i + 1) % 3];
    const auto& last = rows[(i + 2) % 3];
    auto& row = rows[i % 3];
    // Beyond the diagonal's neighbours everything is too far.
    const std::size_t from = i > most ? i - most : 1;
    const std::size_t to = std::min(width, i + most);
    std::fill(row.begin(), row.end(), most + 1);
    row[0] = static_cast<unsigned>(i);
    unsigned least = row[0];
    for (std::size_t j = from; j <= to; ++j) {
      unsigned best = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) best = std::min(best, before[j - 2] + 1);
      row[j] = std::min(best, most + 1);
      least = std::min(least, row[j]);
    }
    if (least > most && i < a.size()) {
      // A swap may still come from the row before.
      if (*std::min_element(last.begin(), last.end()) > most) return most + 1;
    }
  }
  const auto& row = rows[a.size() % 3];
  if (!prefix) return std::min(row[b.size()], most + 1);
  return std::min(*std::min_element(row.begin(), row.end()), most + 1);
}

}  // namespace souk
