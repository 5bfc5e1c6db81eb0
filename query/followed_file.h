#pragma once
// A file of ops that is read again within a second of a change. While it is broken, what it said
// before stays in force. Any thread.

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "data/file_io.h"

namespace souk {

/// What changes when a file does; the default one where there is none.
struct FileVersion {
  std::filesystem::file_time_type written;
  std::uintmax_t bytes = 0;
  friend bool operator==(const FileVersion&, const FileVersion&) = default;

  static FileVersion of(const std::filesystem::path& file) {
    std::error_code absent;
    FileVersion version;
    version.written = std::filesystem::last_write_time(file, absent);
    version.bytes = std::filesystem::file_size(file, absent);
    return absent ? FileVersion() : version;
  }
};

template <class T>
class FollowedFile {
 public:
  /// Makes a T of a text; errors name the file as it is given.
  using Parse = Result<T> (*)(std::string_view text, const std::string& file);
  using Talk = std::function<void(const std::string&)>;

  /// What never changes.
  explicit FollowedFile(T value) : value_(std::make_shared<const T>(std::move(value))) {}

  /// Reads the file `named`, else `own`, which may be missing (as an empty one). `talk`: where it
  /// is said that it changed, or is broken. Errors: as `parse`; bad_input where the file named is
  /// not there; io.
  static Result<std::shared_ptr<FollowedFile>> open(const std::string& named,
                                                    const std::filesystem::path& own, Parse parse,
                                                    Talk talk = {}) {
    if (!named.empty()) {
      if (auto there = read_input(named); !there) return there.error();
    }
    auto file = std::make_shared<FollowedFile>(T());
    file->path_ = named.empty() ? own : std::filesystem::path(named);
    file->parse_ = parse;
    file->talk_ = std::move(talk);
    file->version_ = FileVersion::of(file->path_);
    if (auto read = file->read(); !read) return read.error();
    return file;
  }

  /// What it says now.
  std::shared_ptr<const T> get() {
    const std::lock_guard lock(mutex_);
    if (path_.empty() || Clock::now() < next_look_) return value_;
    next_look_ = Clock::now() + kBetweenLooks;
    const FileVersion now = FileVersion::of(path_);
    if (now == version_) return value_;
    version_ = now;
    const auto read_again = read();
    if (talk_) {
      talk_(read_again ? path_.string() + ": read again"
                       : read_again.error().message + "; what was before stays in force");
    }
    return value_;
  }

  /// Checks a text, writes it to the file durably and puts it in force. Errors: as `parse`, and
  /// nothing changed; io.
  Result<std::shared_ptr<const T>> replace(std::string_view text) {
    auto value = parse_(text, path_.filename().string());
    if (!value) return value.error();
    const std::lock_guard lock(mutex_);
    if (auto written = replace_file(path_, text); !written) return written.error();
    version_ = FileVersion::of(path_);
    value_ = std::make_shared<const T>(std::move(*value));
    return value_;
  }

  /// The file's text; empty where there is none. Errors: io.
  [[nodiscard]] Result<std::string> text() const {
    std::error_code unreadable;
    if (!std::filesystem::exists(path_, unreadable) && !unreadable) return std::string();
    return read_file(path_);
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kBetweenLooks{500};

  Result<void> read() {
    const auto content = text();
    if (!content) return content.error();
    auto value = parse_(*content, path_.string());
    if (!value) return value.error();
    value_ = std::make_shared<const T>(std::move(*value));
    return {};
  }

  std::filesystem::path path_;  ///< empty: none
  Parse parse_ = nullptr;
  Talk talk_;
  std::mutex mutex_;
  std::shared_ptr<const T> value_;
  FileVersion version_;
  Clock::time_point next_look_;
};

}  // namespace souk
