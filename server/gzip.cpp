#include "server/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>

#include "server/header_syntax.h"

namespace souk {
namespace {

constexpr int kLevel = 1;
constexpr int kGzipWindow = 15 + 16;  // the largest window, in gzip's wrapping
constexpr int kMemory = 8;

// Setting a deflate state up allocates 256 KiB; resetting one does not.
class Deflater {
 public:
  Deflater() {
    if (deflateInit2(&stream_, kLevel, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  std::string run(std::string_view text) {
    deflateReset(&stream_);
    std::string packed(deflateBound(&stream_, text.size()), '\0');
    // zlib's interface lacks a const that it keeps.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream_.avail_in = static_cast<uInt>(text.size());
    stream_.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream_.avail_out = static_cast<uInt>(packed.size());
    if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) throw std::runtime_error("deflate failed");
    packed.resize(packed.size() - stream_.avail_out);
    return packed;
  }

 private:
  z_stream stream_{};
};

bool has_zero_weight(std::string_view parameters) {
  const auto q = parameters.find("q=");
  if (q == std::string_view::npos) return false;
  const auto weight = parameters.substr(q + 2);
  return weight.starts_with('0') && weight.find_first_of("123456789") == std::string_view::npos;
}

bool is_textual(std::string_view type) {
  constexpr std::array<std::string_view, 5> kTextual = {"text/", "application/json",
                                                        "application/problem+json",
                                                        "application/javascript", "image/svg+xml"};
  return std::any_of(kTextual.begin(), kTextual.end(),
                     [&](std::string_view start) { return type.starts_with(start); });
}

bool is_encoded(const HttpResponse& response) {
  return std::any_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
    return equals_ignoring_case(header.first, "content-encoding");
  });
}

}  // namespace

bool allows_gzip(std::string_view accept_encoding) {
  bool any = false;
  bool named = false;
  bool refused = false;
  for_each_member(accept_encoding, [&](std::string_view member) {
    const auto semicolon = member.find(';');
    const auto coding = trim(member.substr(0, semicolon));
    const bool zero =
        semicolon != std::string_view::npos && has_zero_weight(member.substr(semicolon));
    if (equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip")) {
      (zero ? refused : named) = true;
    } else if (coding == "*") {
      any = !zero;
    }
  });
  return named || (any && !refused);
}

std::string gzip(std::string_view text) {
  thread_local Deflater deflater;
  return deflater.run(text);
}

void compress(HttpResponse& response, bool allowed, std::size_t from) {
  if (response.body.size() < from || !is_textual(response.content_type) || is_encoded(response)) {
    return;
  }
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!allowed) return;
  auto packed = gzip(response.body);
  if (packed.size() >= response.body.size()) return;
  response.body = std::move(packed);
  response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace souk
