#pragma once
// The storefront's files and the API's description, compiled into the program by souk_embed
// (cmake/embed.cmake). Constant data of static lifetime; any thread.

#include <span>
#include <string_view>

namespace souk {

struct WebAsset {
  std::string_view path;          ///< "/", "/assets/app.js", "/openapi.json"
  std::string_view content_type;  ///< with its charset
  std::string_view body;
};

/// All files, in the order that souk_embed was given them.
std::span<const WebAsset> web_assets();

/// The Content-Security-Policy that the page is written for: nothing inline, nothing from elsewhere
/// but product photos, which sellers host anywhere.
inline constexpr std::string_view kStorefrontPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' http: https: data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

}  // namespace souk
