#pragma once
// The scratch memory of searches, lent to one handler at a time: as many engines as ever searched
// at once, whatever the number of threads is.

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "query/search.h"
#include "query/suggest.h"
#include "server/search_api.h"

namespace souk {

/// What one search works with.
struct Engine {
  explicit Engine(const SearchLimits& limits) {
    searcher.use_synonyms(limits.synonyms);
    searcher.use_ranking(limits.ranking);
    searcher.use_rules(limits.rules);
  }

  Searcher searcher;
  Suggester suggester{searcher};
};

/// From any thread. The engine given back last is lent first: its memory is warm.
class EnginePool {
 public:
  /// `limits` outlive the pool.
  explicit EnginePool(const SearchLimits& limits) : limits_(limits) {}

  class Loan {
   public:
    explicit Loan(EnginePool& pool) : pool_(pool), engine_(pool.take()) {}
    ~Loan() { pool_.give_back(std::move(engine_)); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    Engine* operator->() const { return engine_.get(); }

   private:
    EnginePool& pool_;
    std::unique_ptr<Engine> engine_;
  };

 private:
  std::unique_ptr<Engine> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        auto engine = std::move(idle_.back());
        idle_.pop_back();
        return engine;
      }
    }
    return std::make_unique<Engine>(limits_);
  }
  void give_back(std::unique_ptr<Engine> engine) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(engine));
  }

  const SearchLimits& limits_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Engine>> idle_;
};

}  // namespace souk
