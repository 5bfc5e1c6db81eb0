// Whatever a client writes becomes a request or an error: query strings, JSON bodies, filters,
// cursors.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "query/request.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace souk;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& params : {parse_query_string(text), parse_json_params(text)}) {
    if (!params) continue;
    const auto request = parse_search_request(*params, text.substr(0, 64));
    if (request) (void)request->hash();
    if (!request && request.error().param.empty()) std::abort();
  }
  (void)parse_json_searches(text);
  (void)parse_filter(text);
  if (decode_cursor(text, 1)) std::abort();  // no input finds a checksum and a hash by chance
  return 0;
}
