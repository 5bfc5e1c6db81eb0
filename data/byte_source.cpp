#include "data/byte_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace souk {
namespace {

constexpr std::size_t kReadBytes = 256U << 10;
constexpr int kStopLookMs = 100;
constexpr std::uint64_t kMostGrowth = 1000;
/// Tiny inputs may grow a lot without harm.
constexpr std::uint64_t kGrowthFloor = 64U << 20;

}  // namespace

/// Turns compressed input, chunk by chunk, into output, chunk by chunk.
class Decoder {
 public:
  virtual ~Decoder() = default;
  void feed(std::string_view input) {
    input_ = input;
    bytes_in_ += input.size();
  }
  /// Output of what was fed; empty when more input is needed. Errors name no file.
  Result<std::string_view> next() {
    auto out = step();
    if (!out) return out;
    bytes_out_ += out->size();
    if (bytes_out_ > kGrowthFloor && bytes_out_ / kMostGrowth > bytes_in_) {
      return fail(ErrorCode::bad_input,
                  fmt::format("decompresses to over {} times its size", kMostGrowth));
    }
    return out;
  }
  /// False when the input ended inside a compressed stream.
  [[nodiscard]] virtual bool complete() const = 0;

 protected:
  virtual Result<std::string_view> step() = 0;
  std::string_view input_;
  std::vector<char> output_ = std::vector<char>(kReadBytes);

 private:
  std::uint64_t bytes_in_ = 0;
  std::uint64_t bytes_out_ = 0;
};

namespace {

/// Several members, one after the other, are one file (RFC 1952, section 2.2).
class GzipDecoder final : public Decoder {
 public:
  GzipDecoder() {
    // 16: gzip framing only.
    if (::inflateInit2(&stream_, 16 + MAX_WBITS) != Z_OK) throw std::bad_alloc();
  }
  GzipDecoder(const GzipDecoder&) = delete;
  GzipDecoder& operator=(const GzipDecoder&) = delete;
  ~GzipDecoder() override { ::inflateEnd(&stream_); }
  [[nodiscard]] bool complete() const override { return between_members_; }

 protected:
  Result<std::string_view> step() override {
    while (!input_.empty()) {
      if (between_members_ && ::inflateReset(&stream_) != Z_OK) {
        return fail(ErrorCode::io, "cannot reset gzip");
      }
      between_members_ = false;
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input_.data()));
      stream_.avail_in = static_cast<uInt>(input_.size());
      stream_.next_out = reinterpret_cast<Bytef*>(output_.data());
      stream_.avail_out = static_cast<uInt>(output_.size());
      const int status = ::inflate(&stream_, Z_NO_FLUSH);
      input_.remove_prefix(input_.size() - stream_.avail_in);
      if (status == Z_STREAM_END) {
        between_members_ = true;
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        return fail(ErrorCode::bad_input, "is damaged gzip");
      }
      const std::size_t made = output_.size() - stream_.avail_out;
      if (made != 0) return std::string_view(output_.data(), made);
      if (status == Z_BUF_ERROR) break;
    }
    return std::string_view();
  }

 private:
  z_stream stream_{};
  bool between_members_ = false;
};

class ZstdDecoder final : public Decoder {
 public:
  ZstdDecoder() : stream_(ZSTD_createDStream()) {
    if (stream_ == nullptr) throw std::bad_alloc();
  }
  ZstdDecoder(const ZstdDecoder&) = delete;
  ZstdDecoder& operator=(const ZstdDecoder&) = delete;
  ~ZstdDecoder() override { ZSTD_freeDStream(stream_); }
  [[nodiscard]] bool complete() const override { return between_frames_; }

 protected:
  Result<std::string_view> step() override {
    while (!input_.empty() || flushing_) {
      ZSTD_inBuffer in{input_.data(), input_.size(), 0};
      ZSTD_outBuffer out{output_.data(), output_.size(), 0};
      const std::size_t status = ZSTD_decompressStream(stream_, &out, &in);
      if (ZSTD_isError(status) != 0U) return fail(ErrorCode::bad_input, "is damaged zstd");
      input_.remove_prefix(in.pos);
      between_frames_ = status == 0;
      // More may be held inside a frame; a call after its end would ask for another frame.
      flushing_ = out.pos == out.size && !between_frames_;
      if (out.pos != 0) return std::string_view(output_.data(), out.pos);
    }
    return std::string_view();
  }

 private:
  ZSTD_DStream* stream_;
  bool between_frames_ = false;
  bool flushing_ = false;
};

bool starts_with(std::string_view bytes, std::initializer_list<unsigned char> magic) {
  return bytes.size() >= magic.size() &&
         std::equal(magic.begin(), magic.end(), bytes.begin(),
                    [](unsigned char m, char b) { return m == static_cast<unsigned char>(b); });
}

/// A path that names no feed is the caller's mistake, not the system's failure.
Error open_error(const std::string& name) {
  const bool mistaken = errno == ENOENT || errno == ENOTDIR || errno == EISDIR || errno == EACCES;
  Error error = io_error("cannot open", name);
  if (mistaken) error.code = ErrorCode::bad_input;
  return error;
}

}  // namespace

ByteSource::ByteSource() = default;
ByteSource::~ByteSource() = default;
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource& ByteSource::operator=(ByteSource&&) noexcept = default;

std::string input_name(const std::string& path) { return path == "-" ? "<stdin>" : path; }

Result<ByteSource> ByteSource::open(const std::string& path, const std::atomic<bool>* stop) {
  ByteSource source;
  source.name_ = input_name(path);
  source.file_ = FileDescriptor(path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                                            : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!source.file_) return open_error(source.name_);
  struct stat info {};
  if (::fstat(source.file_.get(), &info) != 0) return io_error("cannot stat", source.name_);
  if (S_ISDIR(info.st_mode)) {
    errno = EISDIR;
    return open_error(source.name_);
  }
  if (S_ISREG(info.st_mode)) {
    source.bytes_total_ = static_cast<std::uint64_t>(info.st_size);
  } else {
    source.stop_ = stop;
  }
  source.raw_.resize(kReadBytes);
  return source;
}

Result<void> ByteSource::wait_for_input() {
  while (stop_ != nullptr) {
    if (*stop_) return fail(ErrorCode::interrupted, "interrupted");
    pollfd watched{file_.get(), POLLIN, 0};
    // Signals reach other threads too: look at the flag rather than count on EINTR.
    if (::poll(&watched, 1, kStopLookMs) != 0) break;
  }
  return {};
}

Result<std::string_view> ByteSource::read_raw() {
  std::size_t got = 0;
  // The first read must show the magic bytes even when a pipe dribbles.
  do {
    if (auto ready = wait_for_input(); !ready) return ready.error();
    const ssize_t n = ::read(file_.get(), raw_.data() + got, raw_.size() - got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("cannot read", name_);
    if (n == 0) break;
    got += static_cast<std::size_t>(n);
  } while (!started_ && got < 4);
  bytes_read_ += got;
  return std::string_view(raw_.data(), got);
}

Result<std::string_view> ByteSource::read() {
  if (!started_) {
    const auto first = read_raw();
    if (!first) return first;
    started_ = true;
    if (starts_with(*first, {0x1f, 0x8b})) {
      decoder_ = std::make_unique<GzipDecoder>();
    } else if (starts_with(*first, {0x28, 0xb5, 0x2f, 0xfd})) {
      decoder_ = std::make_unique<ZstdDecoder>();
    } else {
      return first;
    }
    decoder_->feed(*first);
  }
  if (!decoder_) return read_raw();
  for (;;) {
    const auto out = decoder_->next();
    if (!out) {
      return fail(out.error().code, fmt::format("{}: {}", name_, out.error().message));
    }
    if (!out->empty()) return out;
    const auto more = read_raw();
    if (!more) return more;
    if (more->empty()) {
      if (decoder_->complete()) return std::string_view();
      return fail(ErrorCode::bad_input, fmt::format("{}: ends inside its compression", name_));
    }
    decoder_->feed(*more);
  }
}

}  // namespace souk
