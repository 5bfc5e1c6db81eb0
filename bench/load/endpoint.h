#pragma once
// Where the server under load listens, and fetching from it, one answer at a time. One thread.

#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <string_view>

#include "data/result.h"

namespace souk::bench {

/// Reads "http://127.0.0.1:8080/". Errors: bad_input for anything but plain HTTP to a loopback
/// address or "localhost": a load driver aimed at someone else's machine is an attack.
Result<boost::asio::ip::tcp::endpoint> loopback_endpoint(std::string_view url);

/// The body of a GET. Errors: io when the server cannot be reached or answers other than 200.
Result<std::string> fetch(const boost::asio::ip::tcp::endpoint& endpoint, std::string_view target);

}  // namespace souk::bench
