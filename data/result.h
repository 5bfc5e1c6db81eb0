#pragma once
// The one way anything in Souk reports what input or the world did wrong.
// Result<T> holds a T or an Error; a programmer's mistake is an assert instead.
// Values; any thread.

#include <boost/system/result.hpp>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace souk {

/// What went wrong, coarsely. data/error_code.cpp maps each to one HTTP status and one exit code.
enum class ErrorCode : std::uint8_t {
  bad_input,    ///< a parameter, feed line or file that breaks its contract (400, exit 1)
  not_found,    ///< no such product, shop, generation (404, exit 1)
  gone,         ///< it was there: a cursor's generation that was pruned (410, exit 1)
  conflict,     ///< someone else holds it: a second build (409, exit 1)
  corrupt,      ///< bytes of ours that fail their checksum or format version (500, exit 1)
  io,           ///< disk, memory or network failed (500, exit 3)
  unavailable,  ///< over capacity or not ready: try again (503, exit 3)
  interrupted,  ///< SIGINT or SIGTERM asked us to stop (503, exit 130)
};

/// An error with its place. `param` names the parameter, field or file that is wrong, or is empty.
struct Error {
  ErrorCode code = ErrorCode::bad_input;
  std::string message;
  std::string param;

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = boost::system::result<T, Error>;

/// Makes an error: `return fail(ErrorCode::bad_input, "page must be at least 1", "page");`
[[nodiscard]] inline Error fail(ErrorCode code, std::string message, std::string param = {}) {
  return Error{code, std::move(message), std::move(param)};
}

/// The HTTP status that answers an error of this code.
int http_status(ErrorCode code);
/// The exit code of a command that failed with this code.
int exit_code(ErrorCode code);

/// Called by Result::value() on an error; only a programmer's mistake gets here.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw std::logic_error("unchecked error: " + error.message);
}

}  // namespace souk
