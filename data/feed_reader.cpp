#include "data/feed_reader.h"

#include <fmt/format.h>

#include "data/byte_source.h"

namespace souk {

struct FeedReader::Impl {
  explicit Impl(ByteSource bytes) : source(std::move(bytes)) {}

  ByteSource source;
  std::string_view chunk;  ///< what is left of the source's last bytes
  std::string line;        ///< a line that spans chunks
  std::uint64_t number = 0;

  /// Appends up to the line break to `line`, but no more than a line may have and a carriage
  /// return. True at the break.
  bool take_part(bool& too_long) {
    const auto end = chunk.find('\n');
    const std::string_view part = chunk.substr(0, end);
    const std::size_t room = kMaxLineBytes + 1 - line.size();
    too_long = too_long || part.size() > room;
    line.append(part.substr(0, room));
    chunk.remove_prefix(end == std::string_view::npos ? chunk.size() : end + 1);
    return end != std::string_view::npos;
  }

  /// The encodings that no JSON of ours has: told by the first bytes.
  Result<void> check_start() {
    if (chunk.starts_with("\xef\xbb\xbf")) {
      chunk.remove_prefix(3);
      return {};
    }
    const bool utf16 = chunk.starts_with("\xff\xfe") || chunk.starts_with("\xfe\xff") ||
                       (chunk.size() >= 2 && (chunk[0] == '\0' || chunk[1] == '\0'));
    if (utf16) {
      return fail(ErrorCode::bad_input,
                  fmt::format("{}: is UTF-16 or UTF-32; a feed is UTF-8", source.name()));
    }
    return {};
  }
};

FeedReader::FeedReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FeedReader::~FeedReader() = default;
FeedReader::FeedReader(FeedReader&&) noexcept = default;
FeedReader& FeedReader::operator=(FeedReader&&) noexcept = default;

Result<FeedReader> FeedReader::open(const std::string& path, const std::atomic<bool>* stop) {
  auto source = ByteSource::open(path, stop);
  if (!source) return source.error();
  auto impl = std::make_unique<Impl>(std::move(*source));
  // Read at once, so that a file that cannot be a feed is refused by open.
  const auto bytes = impl->source.read();
  if (!bytes) return bytes.error();
  impl->chunk = *bytes;
  if (auto checked = impl->check_start(); !checked) return checked.error();
  return FeedReader(std::move(impl));
}

Result<FeedReader::Line> FeedReader::next() {
  Impl& in = *impl_;
  for (;;) {
    in.line.clear();
    bool too_long = false;
    bool ended = false;
    bool any = false;
    while (!ended) {
      if (in.chunk.empty()) {
        const auto bytes = in.source.read();
        if (!bytes) return bytes.error();
        in.chunk = *bytes;
        if (in.chunk.empty()) break;
      }
      any = true;
      ended = in.take_part(too_long);
    }
    if (!any) return Line{};
    ++in.number;
    if (!in.line.empty() && in.line.back() == '\r') in.line.pop_back();
    if (in.line.size() > kMaxLineBytes) {
      in.line.pop_back();
      too_long = true;
    }
    const bool blank = in.line.find_first_not_of(" \t\r") == std::string::npos;
    if (!blank || too_long) return Line{in.line, in.number, too_long};
  }
}

const std::string& FeedReader::name() const { return impl_->source.name(); }
std::uint64_t FeedReader::bytes_read() const { return impl_->source.bytes_read(); }
std::uint64_t FeedReader::bytes_total() const { return impl_->source.bytes_total(); }

}  // namespace souk
