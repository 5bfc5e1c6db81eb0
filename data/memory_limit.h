#pragma once
// How much memory this process may use.

#include <cstdint>
#include <filesystem>

namespace souk {

/// Bytes of the machine's memory, or the least that the process's control group and those above it
/// allow (cgroup v2, memory.max). `root`: for tests, what the files are below.
std::uint64_t memory_limit(const std::filesystem::path& root = "/");

}  // namespace souk
