#include "server/metrics.h"

#include <prometheus/text_serializer.h>

namespace souk {
namespace {

/// Upper bounds of the latency histogram, in seconds.
const prometheus::Histogram::BucketBoundaries kSeconds = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
    0.05,   0.1,     0.25,   0.5,   1,      2.5,   5,    10};

prometheus::Gauge& gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

}  // namespace

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      requests_(prometheus::BuildCounter()
                    .Name("souk_http_requests_total")
                    .Help("Answered requests by route and status.")
                    .Register(*registry_)),
      seconds_(prometheus::BuildHistogram()
                   .Name("souk_http_request_seconds")
                   .Help("Seconds from a request's header to its answer, by route.")
                   .Register(*registry_)),
      generation_(gauge(*registry_, "souk_generation", "The generation being served.")),
      sequence_(gauge(*registry_, "souk_sequence", "The last change that searches see.")),
      products_(gauge(*registry_, "souk_products", "Products in the generation being served.")) {}

void Metrics::count(const RequestRecord& record) {
  // Only routes are labels: paths are the clients' and without bound.
  const std::string route(record.route.empty() ? "none" : record.route);
  requests_.Add({{"route", route}, {"status", std::to_string(record.status)}}).Increment();
  seconds_.Add({{"route", route}}, kSeconds).Observe(static_cast<double>(record.took_us) / 1e6);
}

std::string Metrics::text(const Snapshot& snapshot) const {
  generation_.Set(static_cast<double>(snapshot.generation));
  sequence_.Set(static_cast<double>(snapshot.sequence));
  products_.Set(static_cast<double>(snapshot.products()));
  return prometheus::TextSerializer().Serialize(registry_->Collect());
}

}  // namespace souk
