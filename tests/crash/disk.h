#pragma once
// A disk as a power loss leaves it: from the recorded calls (record.h) up to some moment, what was
// synced, and of the rest any part. Deliberately worse than real file systems: unsynced writes and
// directory entries survive or vanish each by itself, and a write may be torn.

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "tests/crash/record.h"

namespace souk::crash {

struct Record {
  Op op;
  std::uint64_t inode;
  std::uint64_t offset;
  std::string path;
  std::string data;
};

std::vector<Record> read_records(const std::filesystem::path& log);

/// Writes the files below `root`, as they may be after a power loss before record `end`, to
/// `image`. `mode` 0: nothing unsynced survived; 1: all of it did; else any part.
void write_image(const std::vector<Record>& records, std::size_t end, const std::string& root,
                 const std::filesystem::path& image, int mode, std::mt19937_64& random);

}  // namespace souk::crash
