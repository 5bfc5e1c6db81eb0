#include "indexer/backup.h"

#include <fmt/format.h>

#include "data/file_io.h"
#include "data/generation.h"
#include "data/manifest.h"
#include "data/store.h"

namespace souk {
namespace fs = std::filesystem;
namespace {

Error copy_error(const fs::path& path, const std::error_code& code) {
  return fail(ErrorCode::io, fmt::format("cannot copy to {}: {}", path.string(), code.message()));
}

/// The copy has the bytes that were built.
Result<void> check_copy(const fs::path& generation) {
  const auto manifest = Manifest::read(generation);
  if (!manifest) return manifest.error();
  const auto found = check_files(generation, *manifest);
  if (!found) return found.error();
  if (found->empty()) return {};
  return fail(ErrorCode::corrupt, (generation / found->front()).string());
}

}  // namespace

Result<std::uint64_t> backup(const fs::path& from, const fs::path& to) {
  std::error_code code;
  if (fs::exists(to, code) && !fs::is_empty(to, code)) {
    return fail(ErrorCode::bad_input, to.string() + ": is not empty");
  }
  const Store source(from);
  const auto lock = StoreLock::acquire(from, "LOCK.build");
  if (!lock) return lock.error();
  const auto active = source.current();
  if (!active) return active.error();
  if (!*active) return fail(ErrorCode::not_found, from.string() + ": has no generation");
  const std::uint64_t number = **active;
  const Store copy(to);
  if (auto created = copy.create(); !created) return created.error();
  fs::copy(source.generation_dir(number), copy.generation_dir(number), fs::copy_options::recursive,
           code);
  if (code) return copy_error(copy.generation_dir(number), code);
  if (auto sound = check_copy(copy.generation_dir(number)); !sound) return sound.error();
  // After the generation: the journal then has all that was acknowledged meanwhile. What is being
  // written at this moment ends in a torn frame, which opening cuts.
  fs::copy(from / "journal", to / "journal",
           fs::copy_options::recursive | fs::copy_options::overwrite_existing, code);
  if (code) return copy_error(to / "journal", code);
  for (const char* file : {"rules.toml", "ranking.toml", "synonyms.txt"}) {
    if (!fs::exists(from / file, code)) continue;
    fs::copy_file(from / file, to / file, code);
    if (code) return copy_error(to / file, code);
  }
  if (auto synced = sync_tree(to); !synced) return synced.error();
  if (auto named = replace_file(to / "CURRENT", fmt::format("{}\n", number)); !named) {
    return named.error();
  }
  return number;
}

}  // namespace souk
