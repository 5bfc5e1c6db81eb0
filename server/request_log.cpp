#include "server/request_log.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <ctime>

#include <fmt/format.h>

#include "data/json_writer.h"
#include "server/header_syntax.h"

namespace souk {
namespace {

constexpr std::size_t kMostBuffered = 1 << 20;
constexpr std::size_t kLongestPath = 1024;
constexpr std::chrono::milliseconds kGather{5};

std::int64_t now_milliseconds() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

// RFC 3339 in UTC with milliseconds.
std::string timestamp(std::int64_t unix_milliseconds) {
  const auto seconds = static_cast<std::time_t>(unix_milliseconds / 1000);
  std::tm tm{};
  gmtime_r(&seconds, &tm);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", tm.tm_year + 1900, tm.tm_mon + 1,
                     tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, unix_milliseconds % 1000);
}

// A log line must be JSON whatever a stranger sent.
std::string printable(std::string_view text) {
  const bool cut = text.size() > kLongestPath;
  text = text.substr(0, kLongestPath);
  if (!cut && is_utf8(text)) return std::string(text);
  std::string escaped;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x80) {
      escaped += c;
    } else {
      fmt::format_to(std::back_inserter(escaped), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  if (cut) escaped += "...";
  return escaped;
}

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nobody reads the log any more; the requests matter more
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

std::string log_line(const RequestRecord& record, std::int64_t unix_milliseconds) {
  std::string line;
  JsonWriter json(line);
  json.begin_object()
      .member("time", timestamp(unix_milliseconds))
      .member("remote", printable(record.remote))
      .member("method", printable(record.method))
      .member("path", printable(record.path))
      .member("route", record.route)
      .member("status", record.status)
      .member("took_us", record.took_us)
      .member("bytes", record.body_bytes)
      .end_object();
  line += '\n';
  return line;
}

RequestLog::RequestLog(int descriptor) : descriptor_(descriptor) {
  if (descriptor_ >= 0) writer_ = std::thread([this] { write_loop(); });
}

RequestLog::~RequestLog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_one();
  if (writer_.joinable()) writer_.join();
}

void RequestLog::record(const RequestRecord& record) {
  if (descriptor_ >= 0) append(log_line(record, now_milliseconds()));
}

void RequestLog::error(std::string_view message) {
  if (descriptor_ < 0) return;
  std::string line;
  JsonWriter json(line);
  json.begin_object()
      .member("time", timestamp(now_milliseconds()))
      .member("level", "error")
      .member("message", printable(message))
      .end_object();
  line += '\n';
  append(std::move(line));
}

void RequestLog::append(std::string line) {
  {
    const std::lock_guard lock(mutex_);
    if (buffer_.size() + line.size() > kMostBuffered) {
      ++dropped_;
      return;
    }
    const bool wake = buffer_.empty();
    buffer_ += line;
    if (!wake) return;
  }
  ready_.notify_one();
}

void RequestLog::write_loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ready_.wait(lock, [this] { return stopping_ || !buffer_.empty(); });
    // Under load a line follows within microseconds: gather, rather than wake up for each.
    ready_.wait_for(lock, kGather, [this] { return stopping_; });
    std::string taken;
    taken.swap(buffer_);
    if (dropped_ > 0) {
      fmt::format_to(std::back_inserter(taken), "{{\"level\":\"warning\",\"dropped_lines\":{}}}\n",
                     dropped_);
      dropped_ = 0;
    }
    const bool last = stopping_;
    lock.unlock();
    write_all(descriptor_, taken);
    lock.lock();
    if (last) return;
  }
}

}  // namespace souk
