#pragma once
// Rankings against human judgments, in the measures of the field: nDCG (Järvelin and Kekäläinen
// 2002), condensed lists (Sakai 2007), bootstrap intervals (Efron) and a paired randomisation test
// (Smucker, Allan and Carterette 2007). Pure; any thread.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "data/result.h"

namespace souk {

/// Grades by product id; 0 is wrong.
using Judgments = std::map<std::string, int, std::less<>>;

struct JudgedQuery {
  std::string id;
  std::string text;
  std::string lang;  ///< empty: not said
  Judgments judgments;
};

/// Queries of a TSV (id, text, and optionally a language), with the judgments of a TREC file
/// (query, anything, product, grade), without those that nothing good was found for. Errors:
/// bad_input naming file:line: field; not_found, system.
Result<std::vector<JudgedQuery>> read_judged_queries(const std::string& queries_path,
                                                     const std::string& judgments_path);

/// How good one ranking of a query is.
struct QueryMeasures {
  double condensed_ndcg = 0;  ///< at k, of the judged products alone
  double ndcg = 0;            ///< at k, unjudged products being wrong
  double judged = 0;          ///< the share of the first k that is judged
  double mrr = 0;             ///< one over the rank of the first good product
  double recall = 0;          ///< the share of good products that were ranked
  double preference = 0;      ///< the share of pairs of different grades that are in order
};
/// Gain 2^grade − 1, discount log2(rank + 1). `ids`: best first.
QueryMeasures measure(const std::vector<std::string>& ids, const Judgments& judgments,
                      std::size_t k);

/// The mean of every measure.
QueryMeasures mean(const std::vector<QueryMeasures>& all);

/// The 95 % interval of a mean, from 10,000 resamplings with a fixed seed.
std::pair<double, double> bootstrap_interval(const std::vector<double>& values);

/// How likely a difference of means as large as this one is if the two were the same: 10,000 random
/// swaps, with a fixed seed. `a[i]` and `b[i]` belong together.
double randomisation_test(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace souk
