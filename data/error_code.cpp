#include "data/result.h"

namespace souk {

int http_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_input:
      return 400;
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::conflict:
      return 409;
    case ErrorCode::gone:
      return 410;
    case ErrorCode::corrupt:
      return 500;
    case ErrorCode::io:
      return 500;
    case ErrorCode::unavailable:
      return 503;
    case ErrorCode::interrupted:
      return 503;
  }
  return 500;
}

int exit_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_input:
    case ErrorCode::not_found:
    case ErrorCode::gone:
    case ErrorCode::conflict:
    case ErrorCode::corrupt:
      return 1;
    case ErrorCode::io:
    case ErrorCode::unavailable:
      return 3;
    case ErrorCode::interrupted:
      return 130;
  }
  return 3;
}

}  // namespace souk
