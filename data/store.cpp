#include "data/store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

namespace souk {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kBuildingSuffix = ".building";

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

Error system_error(std::string_view what, const fs::path& path, const std::error_code& code) {
  return fail(ErrorCode::io, fmt::format("{} {}: {}", what, path.string(), code.message()));
}

}  // namespace

Result<StoreLock> StoreLock::acquire(const fs::path& dir, const std::string& file) {
  const fs::path path = dir / file;
  FileDescriptor fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!fd) return io_error("cannot open", path);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return io_error("cannot lock", path);
    const auto holder = read_file(path, 256);
    return fail(ErrorCode::conflict,
                fmt::format("{} is held by {}", path.string(),
                            holder && !holder->empty() ? *holder : "another process"));
  }
  // The holder's name is only for the message above; the lock itself is the kernel's.
  const std::string holder = fmt::format("process {}", ::getpid());
  if (::ftruncate(fd.get(), 0) != 0 ||
      ::pwrite(fd.get(), holder.data(), holder.size(), 0) != static_cast<ssize_t>(holder.size())) {
    return io_error("cannot write", path);
  }
  return StoreLock(std::move(fd));
}

fs::path Store::generation_dir(std::uint64_t number) const {
  return dir_ / "generations" / std::to_string(number);
}

fs::path Store::building_dir(std::uint64_t number) const {
  return dir_ / "generations" / (std::to_string(number) + std::string(kBuildingSuffix));
}

Result<void> Store::create() const {
  std::error_code code;
  for (const char* name : {"generations", "journal"}) {
    fs::create_directories(dir_ / name, code);
    if (code) return system_error("cannot create", dir_ / name, code);
  }
  return {};
}

Result<std::optional<std::uint64_t>> Store::current() const {
  const fs::path path = dir_ / "CURRENT";
  std::error_code code;
  if (!fs::exists(path, code) && !code) return std::optional<std::uint64_t>();
  const auto text = read_file(path, 64);
  if (!text) return text.error();
  const auto number = parse_number(std::string_view(*text).substr(0, text->find('\n')));
  if (!number) {
    return fail(ErrorCode::corrupt, fmt::format("{}: is not a generation's number", path.string()));
  }
  return std::optional(*number);
}

Result<std::vector<std::uint64_t>> Store::generations() const {
  std::vector<std::uint64_t> numbers;
  std::error_code code;
  for (fs::directory_iterator it(dir_ / "generations", code), end; !code && it != end;
       it.increment(code)) {
    if (const auto number = parse_number(it->path().filename().string())) {
      numbers.push_back(*number);
    }
  }
  if (code == std::errc::no_such_file_or_directory) {
    return fail(ErrorCode::not_found, fmt::format("{}: is not a store", dir_.string()));
  }
  if (code) return system_error("cannot list", dir_ / "generations", code);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Result<std::shared_ptr<const Generation>> Store::open_current() const {
  const auto number = current();
  if (!number) return number.error();
  if (!*number) {
    return fail(ErrorCode::not_found,
                fmt::format("{}: has no generation yet; build one first", dir_.string()));
  }
  return Generation::open(generation_dir(**number));
}

Result<Store::Opened> Store::open_newest_sound() const {
  auto opened = open_current();
  if (opened) return Opened{*opened, ""};
  if (opened.error().code == ErrorCode::not_found) return opened.error();
  const Error first = opened.error();
  const auto active = current();
  const auto numbers = generations();
  if (!numbers) return first;
  for (auto it = numbers->rbegin(); it != numbers->rend(); ++it) {
    if (active && *active && *it >= **active) continue;
    if (auto older = Generation::open(generation_dir(*it))) {
      return Opened{*older, fmt::format("{}; serving generation {} instead", first.message, *it)};
    }
  }
  return first;
}

Result<std::shared_ptr<const Generation>> Store::open_checked(std::uint64_t number,
                                                              const std::atomic<bool>& stop) const {
  auto opened = Generation::open(generation_dir(number));
  if (!opened) return opened;
  const auto found = check_files(generation_dir(number), (*opened)->manifest, &stop);
  if (!found) return found.error();
  if (found->empty()) return opened;
  return fail(ErrorCode::corrupt,
              fmt::format("{}/{}", generation_dir(number).string(), found->front()));
}

Result<std::shared_ptr<const Generation>> Store::open_sound_before(
    std::uint64_t number, const std::atomic<bool>& stop) const {
  const auto numbers = generations();
  if (!numbers) return numbers.error();
  for (auto it = numbers->rbegin(); it != numbers->rend(); ++it) {
    if (*it >= number) continue;
    if (auto older = open_checked(*it, stop)) return older;
  }
  return fail(ErrorCode::not_found, fmt::format("no sound generation before {}", number));
}

Result<void> Store::remove_orphans() const {
  std::error_code code;
  std::vector<fs::path> orphans;
  for (fs::directory_iterator it(dir_ / "generations", code), end; !code && it != end;
       it.increment(code)) {
    if (it->path().filename().string().ends_with(kBuildingSuffix)) orphans.push_back(it->path());
  }
  for (const fs::path& orphan : orphans) {
    if (!code) fs::remove_all(orphan, code);
  }
  if (code) return system_error("cannot clean", dir_ / "generations", code);
  return {};
}

Result<std::uint64_t> Store::next_generation() const {
  const auto numbers = generations();
  if (!numbers) return numbers.error();
  const auto active = current();
  if (!active) return active.error();
  // CURRENT may name a generation that is gone: its number is not used again.
  const std::uint64_t newest = numbers->empty() ? 0 : numbers->back();
  return std::max(newest, active->value_or(0)) + 1;
}

Result<void> Store::publish(std::uint64_t number) const {
  if (auto synced = sync_tree(building_dir(number)); !synced) return synced;
  std::error_code code;
  fs::rename(building_dir(number), generation_dir(number), code);
  if (code) return system_error("cannot publish", building_dir(number), code);
  auto activated = sync_directory(dir_ / "generations");
  if (activated) activated = replace_file(dir_ / "CURRENT", fmt::format("{}\n", number));
  if (activated) return {};
  // A full disk must not keep what failed to be published, unless CURRENT names it after all.
  const auto active = current();
  if (active && *active != number) fs::rename(generation_dir(number), building_dir(number), code);
  return activated;
}

Result<void> Store::activate(std::uint64_t number) const {
  std::error_code code;
  if (!fs::exists(generation_dir(number), code)) {
    return fail(ErrorCode::not_found, fmt::format("there is no generation {}", number),
                "generation");
  }
  const auto opened = Generation::open(generation_dir(number));
  if (!opened) return opened.error();
  return replace_file(dir_ / "CURRENT", fmt::format("{}\n", number));
}

Result<void> Store::remove(std::uint64_t number) const {
  std::error_code code;
  fs::rename(generation_dir(number), building_dir(number), code);
  if (!code) fs::remove_all(building_dir(number), code);
  if (code) return system_error("cannot remove", generation_dir(number), code);
  return {};
}

Result<std::vector<std::uint64_t>> Store::prune(std::size_t keep) const {
  const auto numbers = generations();
  if (!numbers) return numbers.error();
  const auto active = current();
  if (!active) return active.error();
  std::vector<std::uint64_t> removed;
  for (std::size_t i = 0; i + keep < numbers->size(); ++i) {
    const std::uint64_t number = (*numbers)[i];
    if (*active && number == **active) continue;
    if (auto gone = remove(number); !gone) return gone.error();
    removed.push_back(number);
  }
  return removed;
}

}  // namespace souk
