#pragma once
// The journal of live changes: DIR/journal/ holds files of frames. A frame is what one append made
// durable: one or more lines, with consecutive sequence numbers.
//
//   file   NNNNNNNNNNNNNNNNNNNN.log, named by the first sequence in it: "SOUKJRNL", u32 version,
//          u32 zero, u64 first sequence, u64 XXH3 of those 24 bytes; then frames
//   frame  8 bytes of magic that no UTF-8 text contains, u64 XXH3 of what follows, u32 bytes of
//          text, u32 lines, u64 sequence of the first line, the lines, each ended by '\n'
//
// Numbers are little-endian. A frame is written with one write and synced before the next begins,
// so a broken frame at the very end was never acknowledged (a crash tore it) and is cut off, while
// one with a sound frame behind it is damage, which is refused (compare LevelDB's log format).

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "data/file_io.h"
#include "data/result.h"

namespace souk {

/// The one writer of a journal. One thread at a time; the caller holds LOCK.live.
class Journal {
 public:
  /// A new file is begun when one has so many bytes.
  static constexpr std::uint64_t kFileBytes = 64U << 20;

  /// Reads all of it. `sequence`: what an empty journal goes on from. A torn end is cut, which
  /// `warning()` tells. Errors: corrupt, naming file:offset (damage before a sound frame, a gap, a
  /// foreign file, an end before `sequence`); io.
  static Result<Journal> open(const std::filesystem::path& dir, std::uint64_t sequence);

  /// Appends lines (without line breaks) as one frame. On return they are durable; the first has
  /// the number last_sequence() + 1 of before. Errors: io. After a failed write what was written is
  /// taken back; where that fails too, or a sync did, every later append fails until the journal is
  /// opened anew, as what a failed fsync leaves on the disk is unknown.
  Result<void> append(std::span<const std::string_view> lines);

  [[nodiscard]] std::uint64_t last_sequence() const { return last_; }
  [[nodiscard]] const std::string& warning() const { return warning_; }
  /// Removes files that hold nothing after `sequence`; the newest stays. Errors: io.
  Result<void> drop_until(std::uint64_t sequence);

  using Visit = std::function<Result<void>(std::uint64_t sequence, std::string_view line)>;
  /// Visits every line after `after`, in order, also while another process appends: a broken frame
  /// at the end is not there yet. Errors: corrupt as open(), and where lines after `after` were
  /// dropped; what visit() returns.
  static Result<void> read(const std::filesystem::path& dir, std::uint64_t after,
                           const Visit& visit);
  /// The first sequence that is there; 1 for an empty journal.
  static Result<std::uint64_t> first_in(const std::filesystem::path& dir);
  /// The last sequence that read() would visit; `none` for an empty journal.
  static Result<std::uint64_t> last_in(const std::filesystem::path& dir, std::uint64_t none);

 private:
  Journal() = default;
  Result<void> begin_file();
  Result<void> take_back(Error error);

  std::filesystem::path dir_;
  FileDescriptor file_;
  std::filesystem::path path_;
  std::uint64_t size_ = 0;  ///< durable bytes of file_
  std::uint64_t last_ = 0;
  std::string warning_;
  std::optional<Error> broken_;
};

}  // namespace souk
