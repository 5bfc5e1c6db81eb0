#include "data/event_log.h"

#include <cstring>
#include <string>

#include "data/file_io.h"
#include "data/journal.h"

namespace souk {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kMagic = "SOUKEVT1";
constexpr std::size_t kHeader = 16;  // the magic and an XXH3 of the keys
constexpr const char* kFile = "events";

}  // namespace

EventLog::Key EventLog::key_of(const Change& change) {
  std::string text(1, change.subject == Change::Subject::shop ? 's' : 'p');
  text += change.id;
  text += '\0';
  text += change.event;
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return {hash.low64, hash.high64};
}

bool EventLog::add(const Change& change) { return seen_.insert(key_of(change)).second; }
bool EventLog::contains(const Change& change) const { return seen_.contains(key_of(change)); }

Result<EventLog> EventLog::load(const fs::path& dir) {
  EventLog events;
  const fs::path path = dir / kFile;
  std::error_code code;
  if (fs::exists(path, code)) {
    const auto mapped = map_file(path);
    if (!mapped) return mapped.error();
    const auto bytes = (*mapped)->bytes();
    const auto* data = reinterpret_cast<const char*>(bytes.data());
    std::uint64_t hash = 0;
    if (bytes.size() >= kHeader) std::memcpy(&hash, data + 8, sizeof hash);
    if (bytes.size() < kHeader || (bytes.size() - kHeader) % sizeof(Key) != 0 ||
        std::string_view(data, 8) != kMagic ||
        XXH3_64bits(data + kHeader, bytes.size() - kHeader) != hash) {
      return fail(ErrorCode::corrupt, path.string() + ": is damaged");
    }
    const std::size_t count = (bytes.size() - kHeader) / sizeof(Key);
    events.seen_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      Key key;
      std::memcpy(&key, data + kHeader + i * sizeof key, sizeof key);
      events.seen_.insert(key);
    }
  }
  const auto first = Journal::first_in(dir);
  if (!first) return first.error();
  ChangeParser parser("en");
  const auto read =
      Journal::read(dir, *first - 1, [&](std::uint64_t, std::string_view line) -> Result<void> {
        if (line.find("\"event\"") == std::string_view::npos) return {};
        const auto change = parser.change(line);
        if (change && !change->event.empty()) events.add(*change);
        return {};
      });
  if (!read) return read.error();
  return events;
}

Result<void> EventLog::save(const fs::path& dir) const {
  std::string bytes(kMagic);
  bytes.resize(kHeader);
  bytes.reserve(kHeader + seen_.size() * sizeof(Key));
  for (const Key& key : seen_) bytes.append(reinterpret_cast<const char*>(&key), sizeof key);
  const std::uint64_t hash = XXH3_64bits(bytes.data() + kHeader, bytes.size() - kHeader);
  std::memcpy(bytes.data() + 8, &hash, sizeof hash);
  return replace_file(dir / kFile, bytes);
}

}  // namespace souk
