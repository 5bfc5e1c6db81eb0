#include "data/file_io.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace souk {
namespace fs = std::filesystem;
namespace {

class MappedFile final : public ByteStore {
 public:
  MappedFile(void* address, std::size_t size) : address_(address), size_(size) {}
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile() override {
    if (size_ != 0) ::munmap(address_, size_);
  }
  [[nodiscard]] std::span<const std::byte> bytes() const override {
    return {static_cast<const std::byte*>(address_), size_};
  }

 private:
  void* address_;
  std::size_t size_;
};

class HeapBytes final : public ByteStore {
 public:
  explicit HeapBytes(std::vector<std::byte> bytes) : bytes_(std::move(bytes)) {}
  [[nodiscard]] std::span<const std::byte> bytes() const override { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

Result<FileDescriptor> open_for_reading(const fs::path& path) {
  FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return io_error("cannot open", path);
  return fd;
}

Result<std::size_t> size_of(const FileDescriptor& fd, const fs::path& path) {
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return io_error("cannot stat", path);
  if (S_ISDIR(info.st_mode)) {
    errno = EISDIR;
    return io_error("cannot read", path);
  }
  return static_cast<std::size_t>(info.st_size);
}

Result<void> write_all(const FileDescriptor& fd, std::string_view content, const fs::path& path) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd.get(), content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("cannot write", path);
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

Result<void> sync_path(const fs::path& path, int flags) {
  const FileDescriptor fd(::open(path.c_str(), flags | O_CLOEXEC));
  if (!fd) return io_error("cannot open", path);
  if (::fsync(fd.get()) != 0) return io_error("cannot fsync", path);
  return {};
}

}  // namespace

Error io_error(std::string_view what, const fs::path& path) {
  return fail(ErrorCode::io, fmt::format("{} {}: {}", what, path.string(), std::strerror(errno)));
}

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) ::close(fd_);
}

void keep_standard_descriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest free number is this one.
    if (::open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY) != fd) return;
  }
}

Result<std::shared_ptr<const ByteStore>> map_file(const fs::path& path) {
  auto fd = open_for_reading(path);
  if (!fd) return fd.error();
  const auto size = size_of(*fd, path);
  if (!size) return size.error();
  if (*size == 0) return std::make_shared<const MappedFile>(nullptr, 0);
  void* address = ::mmap(nullptr, *size, PROT_READ, MAP_SHARED, fd->get(), 0);
  if (address == MAP_FAILED) return io_error("cannot map", path);
  return std::make_shared<const MappedFile>(address, *size);
}

void prefer_huge_pages(const ByteStore& mapped) {
  const auto bytes = mapped.bytes();
  // Advice: whether it is taken is the kernel's business.
  (void)::madvise(const_cast<std::byte*>(bytes.data()), bytes.size(), MADV_HUGEPAGE);
}

std::shared_ptr<const ByteStore> hold_bytes(std::vector<std::byte> bytes) {
  return std::make_shared<const HeapBytes>(std::move(bytes));
}

Result<std::string> read_file(const fs::path& path, std::size_t limit) {
  auto fd = open_for_reading(path);
  if (!fd) return fd.error();
  const auto size = size_of(*fd, path);
  if (!size) return size.error();
  std::string content;
  std::vector<char> buffer(64U << 10);
  for (;;) {
    const ssize_t n = ::read(fd->get(), buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("cannot read", path);
    if (n == 0) return content;
    content.append(buffer.data(), static_cast<std::size_t>(n));
    if (content.size() > limit) {
      return fail(ErrorCode::bad_input,
                  fmt::format("{}: larger than {} bytes", path.string(), limit));
    }
  }
}

Result<std::string> read_input(const fs::path& path) {
  auto text = read_file(path);
  std::error_code code;
  if (text || fs::is_regular_file(path, code)) return text;
  return fail(ErrorCode::bad_input, text.error().message);
}

Result<void> replace_file(const fs::path& path, std::string_view content) {
  const fs::path temporary = path.string() + ".tmp";
  const auto write = [&]() -> Result<void> {
    const FileDescriptor fd(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!fd) return io_error("cannot create", temporary);
    if (auto written = write_all(fd, content, temporary); !written) return written;
    if (::fsync(fd.get()) != 0) return io_error("cannot fsync", temporary);
    return {};
  };
  auto written = write();
  if (written && ::rename(temporary.c_str(), path.c_str()) != 0) {
    written = io_error("cannot rename to", path);
  }
  if (!written) {
    ::unlink(temporary.c_str());
    return written;
  }
  return sync_directory(path.parent_path().empty() ? fs::path(".") : path.parent_path());
}

Result<void> sync_directory(const fs::path& dir) { return sync_path(dir, O_RDONLY | O_DIRECTORY); }

Result<void> sync_tree(const fs::path& dir) {
  std::error_code code;
  std::vector<fs::path> directories{dir};
  for (fs::recursive_directory_iterator it(dir, code), end; it != end; it.increment(code)) {
    if (code) break;
    if (it->is_directory()) {
      directories.push_back(it->path());
    } else if (it->is_regular_file()) {
      if (auto synced = sync_path(it->path(), O_RDONLY); !synced) return synced;
    }
  }
  if (code) {
    return fail(ErrorCode::io, fmt::format("cannot list {}: {}", dir.string(), code.message()));
  }
  for (auto it = directories.rbegin(); it != directories.rend(); ++it) {
    if (auto synced = sync_directory(*it); !synced) return synced;
  }
  return {};
}

namespace {
std::string digest_text(XXH128_hash_t hash) {
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}
}  // namespace

Result<std::string> digest_file(const fs::path& path, const std::atomic<bool>* stop) {
  constexpr std::size_t kStep = 64U << 20;
  const auto mapped = map_file(path);
  if (!mapped) return mapped.error();
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(),
                                                                       XXH3_freeState);
  XXH3_128bits_reset(state.get());
  for (auto rest = (*mapped)->bytes(); !rest.empty();) {
    if (stop != nullptr && *stop) return fail(ErrorCode::io, "stopped reading " + path.string());
    const auto step = rest.first(std::min(kStep, rest.size()));
    XXH3_128bits_update(state.get(), step.data(), step.size());
    rest = rest.subspan(step.size());
  }
  return digest_text(XXH3_128bits_digest(state.get()));
}

std::string digest_bytes(std::span<const std::byte> bytes) {
  return digest_text(XXH3_128bits(bytes.data(), bytes.size()));
}

}  // namespace souk
