#pragma once
// A store's directory: which generations there are, which one is active, and the locks. Publishing
// is: build under a temporary name, make it durable, rename, then replace CURRENT atomically.
// Values naming paths; the lock belongs to its holder.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/file_io.h"
#include "data/generation.h"
#include "data/result.h"

namespace souk {

/// An exclusive lock on a file of the store; released when destroyed or when the process dies.
class StoreLock {
 public:
  /// `file`: "LOCK.build" or "LOCK.live". Errors: conflict, naming the holder; io.
  static Result<StoreLock> acquire(const std::filesystem::path& dir, const std::string& file);

 private:
  explicit StoreLock(FileDescriptor fd) : fd_(std::move(fd)) {}
  FileDescriptor fd_;
};

class Store {
 public:
  /// Names a store; touches nothing.
  explicit Store(std::filesystem::path dir) : dir_(std::move(dir)) {}

  [[nodiscard]] const std::filesystem::path& dir() const { return dir_; }
  [[nodiscard]] std::filesystem::path generation_dir(std::uint64_t number) const;
  [[nodiscard]] std::filesystem::path building_dir(std::uint64_t number) const;

  /// Makes the directories of an empty store where they are missing.
  Result<void> create() const;
  /// The number in CURRENT; nothing in a store without one. Errors: io, corrupt.
  [[nodiscard]] Result<std::optional<std::uint64_t>> current() const;
  /// Published generations, ascending.
  [[nodiscard]] Result<std::vector<std::uint64_t>> generations() const;
  /// Opens the active generation. Errors: not_found for a store without one.
  [[nodiscard]] Result<std::shared_ptr<const Generation>> open_current() const;
  /// Opens the active generation, or, when it is damaged, the newest older one that opens.
  /// `warning` tells what was wrong with the ones passed over.
  struct Opened {
    std::shared_ptr<const Generation> generation;
    std::string warning;
  };
  [[nodiscard]] Result<Opened> open_newest_sound() const;
  /// Opens a generation all of whose files have the bytes that its manifest says; reads them all,
  /// until `stop` is true.
  [[nodiscard]] Result<std::shared_ptr<const Generation>> open_checked(
      std::uint64_t number, const std::atomic<bool>& stop) const;
  /// The newest generation before `number` that open_checked() opens. Errors: not_found.
  [[nodiscard]] Result<std::shared_ptr<const Generation>> open_sound_before(
      std::uint64_t number, const std::atomic<bool>& stop) const;

  /// Removes what killed builds left behind. Under LOCK.build.
  Result<void> remove_orphans() const;
  /// The number the next build gets. Under LOCK.build.
  [[nodiscard]] Result<std::uint64_t> next_generation() const;
  /// Makes `building_dir(number)` durable, renames it and activates it; on an error it has its old
  /// name again. Under LOCK.build.
  Result<void> publish(std::uint64_t number) const;
  /// Points CURRENT at a generation that opens.
  Result<void> activate(std::uint64_t number) const;
  /// Removes a generation; at no moment is half of it there under its name.
  [[nodiscard]] Result<void> remove(std::uint64_t number) const;
  /// Removes the oldest generations beyond `keep`, never the active one. Returns what it removed.
  [[nodiscard]] Result<std::vector<std::uint64_t>> prune(std::size_t keep) const;

 private:
  std::filesystem::path dir_;
};

}  // namespace souk
