#pragma once
// Files as Souk needs them: memory-mapped for reading, written to a temporary name and made durable
// before they are renamed. Every system error becomes an io Error that names the path.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/result.h"

namespace souk {

/// An io error for `what` on `path`, with errno's text.
Error io_error(std::string_view what, const std::filesystem::path& path);

/// An open file descriptor, closed on destruction.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~FileDescriptor();
  [[nodiscard]] int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

/// Opens descriptors 0 to 2 where the process was started without them, before a file gets their
/// number and is written over by messages. What is printed to a closed standard output fails; what
/// is said to a closed standard error vanishes. Called first by main.
void keep_standard_descriptors();

/// Bytes that stay where they are for the owner's life: a read-only mapping or a heap buffer.
class ByteStore {
 public:
  virtual ~ByteStore() = default;
  [[nodiscard]] virtual std::span<const std::byte> bytes() const = 0;
};

/// Maps a whole file. An empty file maps to no bytes.
Result<std::shared_ptr<const ByteStore>> map_file(const std::filesystem::path& path);
/// Asks the kernel to read a mapping in pages of 2 MB, where the file system has them (ext4 from
/// Linux 6.16 on, XFS earlier): reads from all over a large file then miss the TLB a fraction as
/// often. Costs whole pages of memory, and a read of 2 MB or more for the first byte of each.
void prefer_huge_pages(const ByteStore& mapped);
/// Holds a buffer (segments that live in memory only).
std::shared_ptr<const ByteStore> hold_bytes(std::vector<std::byte> bytes);

/// Reads a small file whole; bad_input when it is over `limit` bytes.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit = 64U << 20);

/// The same for a file that a user named: one that is not there is bad_input.
Result<std::string> read_input(const std::filesystem::path& path);

/// Writes bytes under a temporary name, fsyncs, renames over `path`, fsyncs the directory: after a
/// crash either the old or the new content is there.
Result<void> replace_file(const std::filesystem::path& path, std::string_view content);

Result<void> sync_directory(const std::filesystem::path& dir);
/// fsyncs every regular file below `dir`, then its directories, innermost first.
Result<void> sync_tree(const std::filesystem::path& dir);

/// XXH3-128 of a file's bytes as 32 hex digits. Reads at disk speed.
/// Ends early, with an io error, once `stop` (if given) is true.
Result<std::string> digest_file(const std::filesystem::path& path,
                                const std::atomic<bool>* stop = nullptr);
std::string digest_bytes(std::span<const std::byte> bytes);

}  // namespace souk
