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

}  // namespace souk
