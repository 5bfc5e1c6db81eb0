#include "server/changes_api.h"

#include "data/json_writer.h"

namespace souk {
namespace {

using Args = std::vector<std::string>;

HttpResponse take_changes(SnapshotHub& hub, const HttpRequest& request) {
  const auto report = hub.live().change(request.body);
  if (!report) {
    // A full disk is the client's to know: nothing of this was taken.
    if (report.error().code == ErrorCode::io) return problem(507, report.error().message);
    return problem(report.error());
  }
  HttpResponse response;
  JsonWriter json(response.body);
  json.begin_object();
  json.member("accepted", report->accepted);
  json.member("sequence", report->sequence);
  json.key("errors").begin_array();
  for (const ChangeProblem& each : report->errors) {
    json.begin_object();
    json.member("line", each.line);
    json.key("param");
    each.param.empty() ? json.null() : json.value(std::string_view(each.param));
    json.member("detail", std::string_view(each.detail));
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return response;
}

}  // namespace

std::vector<Route> changes_routes(SnapshotHub& hub, std::size_t body_bytes) {
  Route route;
  route.method = "POST";
  route.pattern = "/v1/admin/changes";
  route.work = Work::change;
  route.max_body = body_bytes;
  route.admin = true;
  route.handler = [&hub](const HttpRequest& request, const Args&) {
    return take_changes(hub, request);
  };
  return {route};
}

}  // namespace souk
