#pragma once
// What the recorder (recorder.cpp, preloaded) writes down of each call that changes files below
// SOUK_RECORD_ROOT, and what images.cpp reads: a header, then `path` bytes, then `data` bytes.

#include <cstdint>

namespace souk::crash {

enum class Op : std::uint32_t {
  open,      ///< path: a name for inode; offset 1: emptied
  write,     ///< inode, offset, data
  truncate,  ///< inode, offset: the new size
  sync,      ///< inode, a file's
  sync_dir,  ///< path, a directory's
  rename,    ///< path, data: the new path
  unlink,    ///< path
  mkdir,     ///< path
  rmdir,     ///< path
  tell,      ///< data: bytes for standard output, before they are written
};

struct RecordHeader {
  Op op;
  std::uint32_t path_bytes;
  std::uint64_t inode;
  std::uint64_t offset;
  std::uint64_t data_bytes;
};

}  // namespace souk::crash
