// Whatever a journal's file holds is read as far as it is sound or refused; a writer that opens it
// finds the same end, and what it appends is there behind what was there.

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "data/journal.h"

namespace {

namespace fs = std::filesystem;

void require(bool holds) {
  if (!holds) std::abort();
}

fs::path make_directory() {
  const fs::path shared = fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path();
  const fs::path dir = shared / ("souk-journal-fuzz-" + std::to_string(::getpid()));
  fs::create_directories(dir);
  return dir;
}

std::vector<std::string> read_all(const fs::path& dir, bool& sound) {
  std::vector<std::string> lines;
  const auto read = souk::Journal::read(dir, 0, [&](std::uint64_t sequence, std::string_view line) {
    lines.emplace_back(line);
    require(sequence == lines.size());
    return souk::Result<void>();
  });
  sound = read.has_value();
  return lines;
}

/// A first frame that is sound, so that the input may be what stands behind it.
std::string sound_start(const fs::path& dir) {
  fs::remove_all(dir);
  fs::create_directories(dir);
  auto journal = souk::Journal::open(dir, 0).value();
  const std::string_view line = "first";
  require(journal.append(std::span(&line, 1)).has_value());
  std::ifstream in(dir / "00000000000000000001.log", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fs::path dir = make_directory();
  static const std::string start = sound_start(dir);
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  fs::remove(dir / "00000000000000000002.log");
  std::ofstream(dir / "00000000000000000001.log", std::ios::binary)
      << (data[0] % 2 == 0 ? std::string() : start) << rest;
  bool sound = false;
  auto lines = read_all(dir, sound);
  auto journal = souk::Journal::open(dir, 0);
  require(journal.has_value() == sound);
  if (!sound) return 0;
  require(journal->last_sequence() == lines.size());
  const std::string_view line = "more";
  require(journal->append(std::span(&line, 1)).has_value());
  lines.emplace_back(line);
  require(read_all(dir, sound) == lines && sound);
  return 0;
}
