// Galloping against lower_bound, from every start.

#include "query/seek.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace souk {
namespace {

RC_GTEST_PROP(Seek, FindsWhatLowerBoundFinds, ()) {
  std::vector<Docid> docids;
  Docid doc = 0;
  for (int n = *rc::gen::inRange(0, 300); n > 0; --n) {
    doc += static_cast<Docid>(*rc::gen::inRange(1, 12));
    docids.push_back(doc);
  }
  for (std::size_t at = 0; at <= docids.size(); at += 7) {
    const Docid wanted = static_cast<Docid>(*rc::gen::inRange(0, 2'500));
    const auto from = docids.begin() + static_cast<std::ptrdiff_t>(at);
    const auto expected = std::lower_bound(from, docids.end(), wanted) - docids.begin();
    RC_ASSERT(seek(docids, at, wanted) == static_cast<std::size_t>(expected));
  }
}

TEST(Seek, CrossesAMillionInOneCall) {
  std::vector<Docid> docids(1'000'000);
  for (Docid i = 0; i < docids.size(); ++i) docids[i] = 3 * i;
  for (const Docid wanted : {0U, 1U, 47U, 48U, 2'999'996U, 2'999'997U, 2'999'998U, 1'500'001U}) {
    EXPECT_EQ(seek(docids, 0, wanted), (wanted + 2) / 3) << wanted;
  }
  EXPECT_EQ(seek({}, 0, 5), 0U);
}

}  // namespace
}  // namespace souk
