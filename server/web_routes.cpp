#include "server/web_routes.h"

#include "server/web_assets.h"

namespace souk {
namespace {

/// Nothing from elsewhere but photos, which sellers host; no inline script or style.
constexpr const char* kContentSecurityPolicy =
    "default-src 'self'; img-src 'self' https: http: data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'";

}  // namespace

std::vector<Route> web_routes() {
  std::vector<Route> routes;
  for (const WebAsset& asset : web_assets()) {
    Route route;
    route.method = "GET";
    route.pattern = asset.path;
    route.work = Work::light;
    route.handler = [asset](const HttpRequest&, const std::vector<std::string>&) {
      HttpResponse response;
      response.content_type = asset.content_type;
      response.body = asset.body;
      response.headers = {{"Cache-Control", "no-cache"},
                          {"Content-Security-Policy", kContentSecurityPolicy}};
      return response;
    };
    routes.push_back(std::move(route));
  }
  return routes;
}

}  // namespace souk
