#pragma once
// A line of the server's query log: what was asked, and how much was found. Pure; any thread.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/result.h"

namespace souk {

struct LoggedQuery {
  std::string endpoint;
  /// As they were asked; one that was given several times is there as often.
  std::vector<std::pair<std::string, std::string>> params;
  std::uint64_t total = 0;
  std::uint64_t uses = 1;  ///< how many askings the line stands for

  /// The value of a parameter; empty where it was not given.
  [[nodiscard]] std::string_view param(std::string_view name) const;
};

/// Parses {"endpoint","params","total"} and, where a line stands for several, "uses"; other members
/// are left alone. Errors: bad_input naming the member ("line": no JSON object).
class QueryLogParser {
 public:
  QueryLogParser();
  ~QueryLogParser();
  QueryLogParser(const QueryLogParser&) = delete;
  QueryLogParser& operator=(const QueryLogParser&) = delete;
  Result<LoggedQuery> parse(std::string_view line);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace souk
