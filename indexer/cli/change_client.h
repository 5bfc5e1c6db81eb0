#pragma once
// A client of POST /v1/admin/changes: plain HTTP, one connection that is opened again when the
// server has closed it. One thread.

#include <memory>
#include <string>

#include "data/result.h"
#include "indexer/live/change_writer.h"

namespace souk::cli {

class ChangeClient {
 public:
  /// `url`: http://HOST[:PORT]. Errors: bad_input, for what is no such URL. Connects at the first
  /// change.
  static Result<ChangeClient> open(const std::string& url, std::string key);
  ~ChangeClient();
  ChangeClient(ChangeClient&&) noexcept;
  ChangeClient& operator=(ChangeClient&&) noexcept;

  /// Sends JSON Lines. Errors: what the server answered, by its status; io where it did not.
  Result<ChangeReport> change(const std::string& lines);

 private:
  struct Impl;
  explicit ChangeClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace souk::cli
