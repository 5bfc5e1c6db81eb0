#include "data/memory_limit.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace souk {
namespace fs = std::filesystem;

std::uint64_t memory_limit(const fs::path& root) {
  auto limit = static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) *
               static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  // One line: "0::/path". Earlier versions' hierarchies have other numbers.
  std::ifstream groups(root / "proc/self/cgroup");
  const fs::path top = root / "sys/fs/cgroup";
  for (std::string line; std::getline(groups, line);) {
    if (!line.starts_with("0::/")) continue;
    for (fs::path group = top / line.substr(4);; group = group.parent_path()) {
      std::ifstream file(group / "memory.max");
      if (std::uint64_t bytes = 0; file >> bytes) limit = std::min(limit, bytes);  // not of "max"
      if (group == top || group == group.parent_path()) break;
    }
  }
  return limit;
}

}  // namespace souk
