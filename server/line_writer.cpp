#include "server/line_writer.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <iterator>
#include <utility>

#include "data/formats.h"

namespace souk {
namespace {

constexpr std::size_t kMostBuffered = 1U << 20;
constexpr std::chrono::milliseconds kGather{5};

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nobody reads the log any more; the requests matter more
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

LineWriter::LineWriter(int descriptor) : descriptor_(descriptor) {
  if (descriptor_ >= 0) writer_ = std::thread([this] { write_loop(); });
}

LineWriter::~LineWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_one();
  if (writer_.joinable()) writer_.join();
}

void LineWriter::write(std::string_view line) {
  if (descriptor_ < 0) return;
  {
    const std::lock_guard lock(mutex_);
    if (buffer_.size() + line.size() + 1 > kMostBuffered) {
      ++dropped_;
      return;
    }
    const bool wake = buffer_.empty();
    buffer_ += line;
    buffer_ += '\n';
    if (!wake) return;
  }
  ready_.notify_one();
}

void LineWriter::write_loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ready_.wait(lock, [this] { return stopping_ || !buffer_.empty(); });
    // Under load a line follows within microseconds: gather, rather than wake up for each.
    ready_.wait_for(lock, kGather, [this] { return stopping_; });
    std::string taken = std::exchange(buffer_, {});
    if (dropped_ > 0) {
      fmt::format_to(std::back_inserter(taken), "{{\"level\":\"warning\",\"dropped_lines\":{}}}\n",
                     std::exchange(dropped_, 0));
    }
    const bool last = stopping_;
    lock.unlock();
    write_all(descriptor_, taken);
    lock.lock();
    if (last) return;
  }
}

std::int64_t unix_milliseconds_now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string timestamp_at(std::int64_t unix_milliseconds) {
  std::string text = format_timestamp(unix_milliseconds / 1000);
  text.pop_back();  // the Z
  return fmt::format("{}.{:03}Z", text, unix_milliseconds % 1000);
}

std::string timestamp_now() { return timestamp_at(unix_milliseconds_now()); }

}  // namespace souk
