#include "data/json_writer.h"
#include "server/http.h"
#include "server/status.h"

namespace souk {

std::string_view status_title(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 402:
      return "Payment Required";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return "Status";
  }
}

HttpResponse problem(int status, std::string_view detail, std::string_view param) {
  HttpResponse response;
  response.status = status;
  response.content_type = "application/problem+json; charset=utf-8";
  JsonWriter json(response.body);
  json.begin_object()
      .member("type", "about:blank")
      .member("title", status_title(status))
      .member("status", status)
      .member("detail", detail)
      .key("param");
  if (param.empty()) {
    json.null();
  } else {
    json.value(param);
  }
  json.end_object();
  if (status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

HttpResponse problem(const Error& error) {
  return problem(http_status(error.code), error.message, error.param);
}

}  // namespace souk
