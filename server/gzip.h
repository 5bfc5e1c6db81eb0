#pragma once
// Compresses answers for clients that ask for it. Any thread; each keeps one deflate state.

#include <cstddef>
#include <string>
#include <string_view>

#include "server/http.h"

namespace souk {

/// Whether an Accept-Encoding value allows gzip (RFC 9110, 12.5.3); without one it does not.
bool allows_gzip(std::string_view accept_encoding);

/// `text` as one gzip member, zlib level 1: the level that costs less than the bytes it saves.
std::string gzip(std::string_view text);

/// Compresses the body of an answer that is worth it: of at least `from` bytes, of a textual type
/// and not encoded already; marks such an answer as varying. Leaves it alone if it would grow.
void compress(HttpResponse& response, bool allowed, std::size_t from);

}  // namespace souk
