#include "data/memory_limit.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/data/temp_dir.h"

namespace souk {
namespace {

using testing::TempDir;

void write(const std::filesystem::path& path, const char* text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

TEST(MemoryLimit, IsTheLeastOfTheMachineAndTheControlGroups) {
  const TempDir dir;
  const std::uint64_t machine = memory_limit(dir.path());
  ASSERT_GT(machine, 64U << 20);

  write(dir.path() / "proc/self/cgroup", "4:memory:/old\n0::/shop/souk.service\n");
  EXPECT_EQ(memory_limit(dir.path()), machine);
  const auto groups = dir.path() / "sys/fs/cgroup";
  write(groups / "shop/souk.service/memory.max", "max\n");
  write(groups / "old/memory.max", "4096\n");  // not its own
  EXPECT_EQ(memory_limit(dir.path()), machine);
  write(groups / "shop/memory.max", "40000000\n");
  EXPECT_EQ(memory_limit(dir.path()), 40'000'000U);
  write(groups / "shop/souk.service/memory.max", "30000000\n");
  EXPECT_EQ(memory_limit(dir.path()), 30'000'000U);
  write(groups / "memory.max", "20000000\n");  // a container's own top
  EXPECT_EQ(memory_limit(dir.path()), 20'000'000U);
}

}  // namespace
}  // namespace souk
