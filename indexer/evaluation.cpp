#include "indexer/evaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <random>

#include "data/file_io.h"
#include "data/formats.h"

namespace souk {
namespace {

constexpr int kResamplings = 10'000;
constexpr std::uint64_t kSeed = 20'240'229;

/// Calls visit(line, number) with every line that is not blank; it returns what is wrong with it.
template <class Visit>
Result<void> for_each_line(const std::string& path, Visit visit) {
  const auto text = read_file(path);
  if (!text) return text.error();
  std::size_t number = 0;
  for (std::string_view line : split(*text, '\n')) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    const std::string wrong = visit(line);
    if (!wrong.empty()) {
      return fail(ErrorCode::bad_input, fmt::format("{}:{}: {}", path, number, wrong));
    }
  }
  return {};
}

double gain(int grade) { return std::exp2(grade) - 1; }
double discount(std::size_t rank) { return 1 / std::log2(static_cast<double>(rank) + 2); }

double dcg(const std::vector<int>& grades, std::size_t k) {
  double sum = 0;
  for (std::size_t i = 0; i < std::min(k, grades.size()); ++i) sum += gain(grades[i]) * discount(i);
  return sum;
}

double preference_of(const std::vector<std::string>& ids, const Judgments& judgments) {
  std::map<std::string_view, std::size_t> ranks;
  for (std::size_t i = 0; i < ids.size(); ++i) ranks.emplace(ids[i], i);
  const auto rank = [&](const std::string& id) {
    const auto found = ranks.find(id);
    return found == ranks.end() ? ids.size() : found->second;
  };
  double right = 0;
  double pairs = 0;
  for (const auto& [better, high] : judgments) {
    for (const auto& [worse, low] : judgments) {
      if (high <= low) continue;
      pairs += 1;
      if (rank(better) < rank(worse)) right += 1;
      if (rank(better) == rank(worse)) right += 0.5;  // neither was ranked
    }
  }
  return pairs == 0 ? 1 : right / pairs;
}

double mean_of(const std::vector<double>& values) {
  if (values.empty()) return 0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

Result<std::vector<JudgedQuery>> read_judged_queries(const std::string& queries_path,
                                                     const std::string& judgments_path) {
  std::map<std::string, Judgments, std::less<>> judgments;
  const auto judged = for_each_line(judgments_path, [&](std::string_view line) -> std::string {
    std::vector<std::string_view> fields;
    for (const std::string_view part : split(line, line.find('\t') == line.npos ? ' ' : '\t')) {
      if (!part.empty()) fields.push_back(part);
    }
    if (fields.size() != 4) return "line: must be a query, 0, a product and a grade";
    int grade = 0;
    const auto* end = fields[3].data() + fields[3].size();
    const auto parsed = std::from_chars(fields[3].data(), end, grade);
    if (parsed.ec != std::errc() || parsed.ptr != end || grade < 0 || grade > 30) {
      return "grade: must be an integer from 0 to 30";
    }
    judgments[std::string(fields[0])][std::string(fields[2])] = grade;
    return {};
  });
  if (!judged) return judged.error();
  std::vector<JudgedQuery> queries;
  const auto read = for_each_line(queries_path, [&](std::string_view line) -> std::string {
    const auto fields = split(line, '\t');
    if (fields.size() < 2 || fields.size() > 3) {
      return "line: must be an id, a query and maybe a language, with tabs between";
    }
    const auto found = judgments.find(fields[0]);
    if (found == judgments.end()) return {};
    const bool good = std::any_of(found->second.begin(), found->second.end(),
                                  [](const auto& each) { return each.second > 0; });
    if (!good) return {};
    queries.push_back({std::string(fields[0]), std::string(fields[1]),
                       fields.size() == 3 ? std::string(fields[2]) : "", found->second});
    return {};
  });
  if (!read) return read.error();
  if (queries.empty()) {
    return fail(ErrorCode::bad_input, fmt::format("{}: has no query with a good product in {}",
                                                  queries_path, judgments_path));
  }
  return queries;
}

QueryMeasures measure(const std::vector<std::string>& ids, const Judgments& judgments,
                      std::size_t k) {
  QueryMeasures measures;
  std::vector<int> raw;
  std::vector<int> condensed;
  std::size_t judged = 0;
  std::size_t good = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto found = judgments.find(ids[i]);
    const bool known = found != judgments.end();
    raw.push_back(known ? found->second : 0);
    if (known) condensed.push_back(found->second);
    if (known && i < k) ++judged;
    if (raw.back() == 0) continue;
    if (good++ == 0) measures.mrr = 1 / static_cast<double>(i + 1);
  }
  std::vector<int> ideal;
  for (const auto& [id, grade] : judgments) ideal.push_back(grade);
  std::sort(ideal.rbegin(), ideal.rend());
  const double best = dcg(ideal, k);
  const auto positives =
      std::count_if(ideal.begin(), ideal.end(), [](int grade) { return grade > 0; });
  const std::size_t shown = std::min(k, ids.size());
  measures.condensed_ndcg = best == 0 ? 0 : dcg(condensed, k) / best;
  measures.ndcg = best == 0 ? 0 : dcg(raw, k) / best;
  measures.judged = shown == 0 ? 0 : static_cast<double>(judged) / static_cast<double>(shown);
  measures.recall = positives == 0 ? 0 : static_cast<double>(good) / static_cast<double>(positives);
  measures.preference = preference_of(ids, judgments);
  return measures;
}

QueryMeasures mean(const std::vector<QueryMeasures>& all) {
  QueryMeasures result;
  for (double QueryMeasures::*each :
       {&QueryMeasures::condensed_ndcg, &QueryMeasures::ndcg, &QueryMeasures::judged,
        &QueryMeasures::mrr, &QueryMeasures::recall, &QueryMeasures::preference}) {
    std::vector<double> values;
    values.reserve(all.size());
    for (const QueryMeasures& one : all) values.push_back(one.*each);
    result.*each = mean_of(values);
  }
  return result;
}

std::pair<double, double> bootstrap_interval(const std::vector<double>& values) {
  if (values.empty()) return {0, 0};
  std::mt19937_64 random(kSeed);
  std::vector<double> means;
  means.reserve(kResamplings);
  for (int i = 0; i < kResamplings; ++i) {
    double sum = 0;
    for (std::size_t n = 0; n < values.size(); ++n) sum += values[random() % values.size()];
    means.push_back(sum / static_cast<double>(values.size()));
  }
  std::sort(means.begin(), means.end());
  return {means[kResamplings / 40], means[kResamplings - kResamplings / 40 - 1]};
}

double randomisation_test(const std::vector<double>& a, const std::vector<double>& b) {
  const double observed = std::abs(mean_of(a) - mean_of(b));
  constexpr double kRounding = 1e-12;
  std::mt19937_64 random(kSeed);
  int as_large = 0;
  for (int i = 0; i < kResamplings; ++i) {
    double sum = 0;
    for (std::size_t n = 0; n < a.size(); ++n) {
      sum += (random() & 1) == 0 ? a[n] - b[n] : b[n] - a[n];
    }
    const double difference = a.empty() ? 0 : std::abs(sum / static_cast<double>(a.size()));
    as_large += difference + kRounding >= observed ? 1 : 0;
  }
  return static_cast<double>(as_large) / kResamplings;
}

}  // namespace souk
