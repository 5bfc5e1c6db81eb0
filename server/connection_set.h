#pragma once
// The sessions that are alive, so that a stop can reach them all. Any thread.

#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace souk {

class Session;

class ConnectionSet {
 public:
  void add(const std::shared_ptr<Session>& session) {
    const std::lock_guard lock(mutex_);
    sessions_.emplace(session.get(), session);
  }
  void remove(const Session* session) {
    const std::lock_guard lock(mutex_);
    sessions_.erase(session);
  }
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return sessions_.size();
  }
  /// Those alive now; a copy, so that the caller holds no lock while it talks to them.
  std::vector<std::shared_ptr<Session>> all() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::shared_ptr<Session>> alive;
    alive.reserve(sessions_.size());
    for (const auto& [key, session] : sessions_) {
      if (auto held = session.lock()) alive.push_back(std::move(held));
    }
    return alive;
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_map<const Session*, std::weak_ptr<Session>> sessions_;
};

}  // namespace souk
