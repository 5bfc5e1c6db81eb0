#pragma once
// What /metrics tells, in Prometheus' text format. Counters are shared by all threads.

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>

#include "server/request_log.h"
#include "server/snapshot_hub.h"

namespace souk {

class Metrics {
 public:
  Metrics();

  /// Counts an answered request. Any thread.
  void count(const RequestRecord& record);
  /// The exposition, with gauges of the snapshot being served.
  [[nodiscard]] std::string text(const Snapshot& snapshot) const;

 private:
  std::shared_ptr<prometheus::Registry> registry_;
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Histogram>& seconds_;
  prometheus::Gauge& generation_;
  prometheus::Gauge& sequence_;
  prometheus::Gauge& products_;
};

}  // namespace souk
