#pragma once
// What was asked and what was shown, as JSON lines: the raw material of suggestions and replays.
// {"ts","endpoint","params","total","took_us","ids"}. `record` from any thread.

#include <string>
#include <string_view>
#include <vector>

#include "data/file_io.h"
#include "query/request.h"
#include "server/line_writer.h"

namespace souk {

class QueryLog {
 public:
  /// Appends to a file; an empty path writes nothing.
  static Result<std::unique_ptr<QueryLog>> open(const std::string& path);

  void record(std::string_view endpoint, const std::vector<Param>& params, std::uint64_t total,
              std::uint64_t took_us, const std::vector<std::string_view>& ids);

 private:
  explicit QueryLog(FileDescriptor file) : file_(std::move(file)), lines_(file_.get()) {}
  FileDescriptor file_;
  LineWriter lines_;
};

}  // namespace souk
