// Preloaded into a process, writes down every call that changes files below $SOUK_RECORD_ROOT, in
// order, into $SOUK_RECORD_LOG (record.h). Calls are made one at a time, so that the order is the
// kernel's. What stdio writes inside libc is not seen: nothing durable is written so.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>

#include "tests/crash/record.h"

namespace {

using souk::crash::Op;
using souk::crash::RecordHeader;

std::recursive_mutex& order() {
  static std::recursive_mutex mutex;
  return mutex;
}

std::string_view root() {
  static const char* value = std::getenv("SOUK_RECORD_ROOT");
  return value == nullptr ? std::string_view() : std::string_view(value);
}

int log_fd() {
  static const int fd = [] {
    const char* path = std::getenv("SOUK_RECORD_LOG");
    if (path == nullptr) return -1;
    return static_cast<int>(
        ::syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  }();
  return fd;
}

void put(std::string_view bytes) {
  while (!bytes.empty()) {
    const long n = ::syscall(SYS_write, log_fd(), bytes.data(), bytes.size());
    if (n <= 0) std::abort();
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void record(Op op, std::string_view path, std::uint64_t inode, std::uint64_t offset,
            std::string_view data = {}) {
  const RecordHeader header{op, static_cast<std::uint32_t>(path.size()), inode, offset,
                            data.size()};
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
  bytes += path;
  bytes += data;
  put(bytes);
}

std::string path_of(int fd) {
  char link[64];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  char path[4096];
  const long n = ::syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path);
  return n <= 0 ? std::string() : std::string(path, static_cast<std::size_t>(n));
}

std::string resolve(int dir, const char* path) {
  if (path[0] == '/') return path;
  if (dir == AT_FDCWD) return path;
  return path_of(dir) + "/" + path;
}

bool watched(std::string_view path) {
  return log_fd() >= 0 && !root().empty() && path.starts_with(root());
}

struct stat status_of(int fd) {
  struct stat status {};
  ::fstat(fd, &status);
  return status;
}

/// Is the descriptor's file watched? Sockets, pipes and others are not.
bool watched(int fd) { return watched(path_of(fd)); }

void record_open(int fd, const std::string& path, int flags) {
  if (fd < 0 || (flags & (O_CREAT | O_TRUNC)) == 0 || !watched(path)) return;
  record(Op::open, path, status_of(fd).st_ino, (flags & O_TRUNC) != 0 ? 1 : 0);
}

int open_at(int dir, const char* path, int flags, mode_t mode) {
  const std::lock_guard lock(order());
  const int fd = static_cast<int>(::syscall(SYS_openat, dir, path, flags, mode));
  const int error = errno;
  record_open(fd, resolve(dir, path), flags);
  errno = error;
  return fd;
}

mode_t mode_of(int flags, va_list arguments) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

int sync_of(int fd, long call) {
  const std::lock_guard lock(order());
  const long result = ::syscall(call, fd);
  if (result != 0 || !watched(fd)) return static_cast<int>(result);
  const struct stat status = status_of(fd);
  S_ISDIR(status.st_mode) ? record(Op::sync_dir, path_of(fd), 0, 0)
                          : record(Op::sync, "", status.st_ino, 0);
  return 0;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_at(AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_at(AT_FDCWD, path, flags, mode);
}
int openat(int dir, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_at(dir, path, flags, mode);
}
int openat64(int dir, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_at(dir, path, flags, mode);
}

/// Streams of libstdc++ open by this, and then write by write and writev.
FILE* fopen(const char* path, const char* mode) {
  const std::lock_guard lock(order());
  static const auto real =
      reinterpret_cast<FILE* (*)(const char*, const char*)>(::dlsym(RTLD_NEXT, "fopen"));
  FILE* file = real(path, mode);
  const int error = errno;
  if (file != nullptr && mode[0] == 'w') record_open(::fileno(file), path, O_CREAT | O_TRUNC);
  errno = error;
  return file;
}
FILE* fopen64(const char* path, const char* mode) { return fopen(path, mode); }

ssize_t write(int fd, const void* data, size_t bytes) {
  const std::lock_guard lock(order());
  if (fd == STDOUT_FILENO && log_fd() >= 0) {
    record(Op::tell, "", 0, 0, {static_cast<const char*>(data), bytes});
  }
  const ssize_t n = ::syscall(SYS_write, fd, data, bytes);
  if (n <= 0 || fd == STDOUT_FILENO || !watched(fd)) return n;
  const bool append = (::fcntl(fd, F_GETFL) & O_APPEND) != 0;
  const auto end = append ? status_of(fd).st_size : ::lseek(fd, 0, SEEK_CUR);
  record(Op::write, "", status_of(fd).st_ino, static_cast<std::uint64_t>(end - n),
         {static_cast<const char*>(data), static_cast<std::size_t>(n)});
  return n;
}
ssize_t writev(int fd, const iovec* parts, int count) {
  const std::lock_guard lock(order());
  std::string bytes;
  for (int i = 0; i < count; ++i) {
    bytes.append(static_cast<const char*>(parts[i].iov_base), parts[i].iov_len);
  }
  return write(fd, bytes.data(), bytes.size());
}
ssize_t pwrite64(int fd, const void* data, size_t bytes, off64_t offset) {
  const std::lock_guard lock(order());
  const ssize_t n = ::syscall(SYS_pwrite64, fd, data, bytes, offset);
  if (n > 0 && watched(fd)) {
    record(Op::write, "", status_of(fd).st_ino, static_cast<std::uint64_t>(offset),
           {static_cast<const char*>(data), static_cast<std::size_t>(n)});
  }
  return n;
}
ssize_t pwrite(int fd, const void* data, size_t bytes, off_t offset) {
  return pwrite64(fd, data, bytes, offset);
}

int fsync(int fd) { return sync_of(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_of(fd, SYS_fdatasync); }

int ftruncate64(int fd, off64_t size) {
  const std::lock_guard lock(order());
  const long result = ::syscall(SYS_ftruncate, fd, size);
  if (result == 0 && watched(fd)) {
    record(Op::truncate, "", status_of(fd).st_ino, static_cast<std::uint64_t>(size));
  }
  return static_cast<int>(result);
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int rename(const char* from, const char* to) {
  const std::lock_guard lock(order());
  const long result = ::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
  if (result == 0 && watched(std::string_view(from))) record(Op::rename, from, 0, 0, to);
  return static_cast<int>(result);
}

int unlinkat(int dir, const char* path, int flags) {
  const std::lock_guard lock(order());
  const std::string whole = resolve(dir, path);
  const long result = ::syscall(SYS_unlinkat, dir, path, flags);
  if (result == 0 && watched(whole)) {
    record((flags & AT_REMOVEDIR) != 0 ? Op::rmdir : Op::unlink, whole, 0, 0);
  }
  return static_cast<int>(result);
}
int unlink(const char* path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char* path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char* path) {
  struct stat status {};
  const bool directory = ::lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
  return unlinkat(AT_FDCWD, path, directory ? AT_REMOVEDIR : 0);
}

int mkdir(const char* path, mode_t mode) {
  const std::lock_guard lock(order());
  const long result = ::syscall(SYS_mkdirat, AT_FDCWD, path, mode);
  if (result == 0 && watched(std::string_view(path))) record(Op::mkdir, path, 0, 0);
  return static_cast<int>(result);
}

}  // extern "C"
