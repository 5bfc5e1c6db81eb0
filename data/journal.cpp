#include "data/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <vector>

namespace souk {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kFileMagic = "SOUKJRNL";
constexpr std::string_view kFrameMagic = "\xff\xfeSOUK\xfe\xff";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kFileHeader = 32;
constexpr std::size_t kFrameHeader = 32;
constexpr std::string_view kSuffix = ".log";

template <class T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <class T>
T get(std::string_view bytes, std::size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

std::string file_header(std::uint64_t first) {
  std::string header(kFileMagic);
  put(header, kVersion);
  put(header, std::uint32_t{0});
  put(header, first);
  put(header, XXH3_64bits(header.data(), header.size()));
  return header;
}

std::string frame_of(std::span<const std::string_view> lines, std::uint64_t first) {
  std::string frame(kFrameMagic);
  put(frame, std::uint64_t{0});
  put(frame, std::uint32_t{0});
  put(frame, static_cast<std::uint32_t>(lines.size()));
  put(frame, first);
  for (const std::string_view line : lines) {
    frame += line;
    frame += '\n';
  }
  const auto bytes = static_cast<std::uint32_t>(frame.size() - kFrameHeader);
  std::memcpy(frame.data() + 16, &bytes, sizeof bytes);
  const std::uint64_t hash = XXH3_64bits(frame.data() + 16, frame.size() - 16);
  std::memcpy(frame.data() + 8, &hash, sizeof hash);
  return frame;
}

struct Frame {
  std::uint64_t first = 0;
  std::uint32_t lines = 0;
  std::string_view text;
  [[nodiscard]] std::size_t size() const { return kFrameHeader + text.size(); }
};

/// The sound frame that begins at `at`, if one does.
std::optional<Frame> frame_at(std::string_view bytes, std::size_t at) {
  if (bytes.size() - at < kFrameHeader || bytes.substr(at, 8) != kFrameMagic) return std::nullopt;
  const auto length = get<std::uint32_t>(bytes, at + 16);
  if (bytes.size() - at - kFrameHeader < length) return std::nullopt;
  const std::string_view hashed = bytes.substr(at + 16, kFrameHeader - 16 + length);
  if (XXH3_64bits(hashed.data(), hashed.size()) != get<std::uint64_t>(bytes, at + 8)) {
    return std::nullopt;
  }
  Frame frame{get<std::uint64_t>(bytes, at + 24), get<std::uint32_t>(bytes, at + 20),
              bytes.substr(at + kFrameHeader, length)};
  const auto ends = std::count(frame.text.begin(), frame.text.end(), '\n');
  if (frame.lines == 0 || ends != static_cast<std::ptrdiff_t>(frame.lines)) return std::nullopt;
  return frame;
}

bool sound_frame_after(std::string_view bytes, std::size_t at) {
  for (auto next = bytes.find(kFrameMagic, at + 1); next != std::string_view::npos;
       next = bytes.find(kFrameMagic, next + 1)) {
    if (frame_at(bytes, next)) return true;
  }
  return false;
}

struct File {
  std::uint64_t first = 0;
  fs::path path;
};

Result<std::vector<File>> list_files(const fs::path& dir) {
  std::vector<File> files;
  std::error_code code;
  for (fs::directory_iterator it(dir, code), end; !code && it != end; it.increment(code)) {
    const std::string name = it->path().filename().string();
    if (!name.ends_with(kSuffix)) continue;
    std::uint64_t first = 0;
    const char* last = name.data() + name.size() - kSuffix.size();
    const auto [stop, error] = std::from_chars(name.data(), last, first);
    if (error != std::errc() || stop != last || first == 0) {
      return fail(ErrorCode::corrupt, it->path().string() + ": is not a journal's file");
    }
    files.push_back({first, it->path()});
  }
  if (code && code != std::errc::no_such_file_or_directory) {
    return fail(ErrorCode::io, fmt::format("cannot list {}: {}", dir.string(), code.message()));
  }
  std::sort(files.begin(), files.end(),
            [](const File& a, const File& b) { return a.first < b.first; });
  return files;
}

Error damaged(const fs::path& path, std::size_t at, std::string_view what) {
  return fail(ErrorCode::corrupt, fmt::format("{}:{}: {}", path.string(), at, what));
}

/// Where a file's sound frames end, and the sequence after its last.
struct Scan {
  std::size_t end = 0;
  std::uint64_t next = 0;
  std::size_t bytes = 0;
};

/// Visits the lines of a file. The newest file may end in a broken frame.
Result<Scan> scan_file(const File& file, bool newest, const Journal::Visit& visit) {
  const auto mapped = map_file(file.path);
  if (!mapped) return mapped.error();
  const auto raw = (*mapped)->bytes();
  const std::string_view bytes(reinterpret_cast<const char*>(raw.data()), raw.size());
  Scan scan{0, file.first, bytes.size()};
  if (!bytes.starts_with(file_header(file.first))) {
    // A crash may leave a file before its header is whole; it holds nothing then.
    if (newest && !sound_frame_after(bytes, 0)) return scan;
    return damaged(file.path, 0, "is not a journal of this format");
  }
  scan.end = kFileHeader;
  while (scan.end < bytes.size()) {
    const auto frame = frame_at(bytes, scan.end);
    if (!frame) {
      if (newest && !sound_frame_after(bytes, scan.end)) return scan;
      return damaged(file.path, scan.end, "a frame is damaged, and there are sound ones behind it");
    }
    if (frame->first != scan.next) {
      return damaged(file.path, scan.end,
                     fmt::format("change {} follows {}", frame->first, scan.next - 1));
    }
    std::string_view rest = frame->text;
    for (; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
      const auto visited = visit(scan.next++, rest.substr(0, rest.find('\n')));
      if (!visited) return visited.error();
    }
    scan.end += frame->size();
  }
  return scan;
}

Result<void> write_all(int fd, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("cannot write", path);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

const Journal::Visit kIgnore = [](std::uint64_t, std::string_view) { return Result<void>(); };

/// Every line of the files from the one that holds `after` + 1; gives the scan of the newest.
Result<Scan> scan_files(const std::vector<File>& files, std::uint64_t after,
                        const Journal::Visit& visit) {
  Scan scan{0, after + 1, 0};
  for (std::size_t i = 0; i < files.size(); ++i) {
    const bool newest = i + 1 == files.size();
    if (!newest && files[i + 1].first <= after + 1) continue;
    if (files[i].first > scan.next) {
      return damaged(
          files[i].path, 0,
          fmt::format("begins with change {}; {} is missing", files[i].first, scan.next));
    }
    auto scanned = scan_file(files[i], newest, visit);
    if (!scanned) return scanned.error();
    scan = *scanned;
  }
  return scan;
}

}  // namespace

Result<Journal> Journal::open(const fs::path& dir, std::uint64_t sequence) {
  const auto files = list_files(dir);
  if (!files) return files.error();
  Journal journal;
  journal.dir_ = dir;
  journal.last_ = sequence;
  if (files->empty()) return journal;
  const auto scan = scan_files(*files, files->front().first - 1, kIgnore);
  if (!scan) return scan.error();
  journal.last_ = scan->next - 1;
  journal.path_ = files->back().path;
  if (journal.last_ < sequence) {
    return damaged(journal.path_, scan->end,
                   fmt::format("the journal ends with change {}, but the generation holds {}",
                               journal.last_, sequence));
  }
  if (scan->end == 0) {
    journal.warning_ = journal.path_.string() + ": was never begun; removed";
    if (::unlink(journal.path_.c_str()) != 0) return io_error("cannot remove", journal.path_);
    if (auto synced = sync_directory(dir); !synced) return synced.error();
    return journal;
  }
  journal.file_ = FileDescriptor(::open(journal.path_.c_str(), O_RDWR | O_APPEND | O_CLOEXEC));
  if (!journal.file_) return io_error("cannot open", journal.path_);
  journal.size_ = scan->end;
  if (scan->end < scan->bytes) {
    journal.warning_ = fmt::format("{}:{}: cut {} bytes of a change that was never acknowledged",
                                   journal.path_.string(), scan->end, scan->bytes - scan->end);
    if (::ftruncate(journal.file_.get(), static_cast<off_t>(scan->end)) != 0) {
      return io_error("cannot cut", journal.path_);
    }
  }
  // What a process that was killed had written but not synced is acknowledged from here on.
  if (::fsync(journal.file_.get()) != 0) return io_error("cannot sync", journal.path_);
  if (auto synced = sync_directory(dir); !synced) return synced.error();
  return journal;
}

Result<void> Journal::begin_file() {
  path_ = dir_ / fmt::format("{:020}{}", last_ + 1, kSuffix);
  file_ = FileDescriptor(
      ::open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  size_ = 0;
  if (!file_) return io_error("cannot create", path_);
  const std::string header = file_header(last_ + 1);
  if (auto written = write_all(file_.get(), header, path_); !written) return written;
  if (::fsync(file_.get()) != 0) return io_error("cannot sync", path_);
  if (auto synced = sync_directory(dir_); !synced) return synced;
  size_ = header.size();
  return {};
}

/// After a failed write: the file as it was, or no more appends.
Result<void> Journal::take_back(Error error) {
  if (::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0 || ::fsync(file_.get()) != 0) {
    broken_ = error;
  }
  return error;
}

Result<void> Journal::append(std::span<const std::string_view> lines) {
  if (broken_) return *broken_;
  if (!file_ || size_ >= kFileBytes) {
    if (auto begun = begin_file(); !begun) {
      // The next append begins it again.
      file_ = FileDescriptor();
      return begun;
    }
  }
  const std::string frame = frame_of(lines, last_ + 1);
  if (auto written = write_all(file_.get(), frame, path_); !written) {
    return take_back(written.error());
  }
  if (::fdatasync(file_.get()) != 0) {
    broken_ = io_error("cannot sync", path_);
    return *broken_;
  }
  size_ += frame.size();
  last_ += lines.size();
  return {};
}

Result<void> Journal::drop_until(std::uint64_t sequence) {
  const auto files = list_files(dir_);
  if (!files) return files.error();
  for (std::size_t i = 0; i + 1 < files->size(); ++i) {
    if ((*files)[i + 1].first > sequence + 1) break;
    if (::unlink((*files)[i].path.c_str()) != 0) {
      return io_error("cannot remove", (*files)[i].path);
    }
  }
  return sync_directory(dir_);
}

Result<void> Journal::read(const fs::path& dir, std::uint64_t after, const Visit& visit) {
  const auto files = list_files(dir);
  if (!files) return files.error();
  const auto scan =
      scan_files(*files, after, [&](std::uint64_t sequence, std::string_view line) -> Result<void> {
        return sequence > after ? visit(sequence, line) : Result<void>();
      });
  if (!scan) return scan.error();
  return {};
}

Result<std::uint64_t> Journal::first_in(const fs::path& dir) {
  const auto files = list_files(dir);
  if (!files) return files.error();
  return files->empty() ? 1 : files->front().first;
}

Result<std::uint64_t> Journal::last_in(const fs::path& dir, std::uint64_t none) {
  const auto files = list_files(dir);
  if (!files) return files.error();
  if (files->empty()) return none;
  const auto scan = scan_files(*files, files->back().first - 1, kIgnore);
  if (!scan) return scan.error();
  return scan->next - 1;
}

}  // namespace souk
