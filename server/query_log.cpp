#include "server/query_log.h"

#include <fcntl.h>

#include <map>

#include "data/json_writer.h"

namespace souk {

Result<std::unique_ptr<QueryLog>> QueryLog::open(const std::string& path) {
  FileDescriptor file;
  if (!path.empty()) {
    file = FileDescriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640));
    if (!file) return io_error("cannot open", path);
  }
  return std::unique_ptr<QueryLog>(new QueryLog(std::move(file)));
}

void QueryLog::record(std::string_view endpoint, const std::vector<Param>& params,
                      std::uint64_t total, std::uint64_t took_us,
                      const std::vector<std::string_view>& ids) {
  if (!lines_.writes()) return;
  // A name given several times (brand=A&brand=B) becomes an array.
  std::map<std::string_view, std::vector<std::string_view>> values;
  for (const Param& param : params) values[param.name].push_back(param.value);
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.member("ts", std::string_view(timestamp_now()));
  json.member("endpoint", endpoint);
  json.key("params").begin_object();
  for (const auto& [name, given] : values) {
    json.key(name);
    if (given.size() == 1) {
      json.value(given.front());
      continue;
    }
    json.begin_array();
    for (const std::string_view value : given) json.value(value);
    json.end_array();
  }
  json.end_object();
  json.member("total", total);
  json.member("took_us", took_us);
  json.key("ids").begin_array();
  for (const std::string_view id : ids) json.value(id);
  json.end_array();
  json.end_object();
  lines_.write(line);
}

}  // namespace souk
