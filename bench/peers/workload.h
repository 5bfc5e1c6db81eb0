#pragma once
// The files of souk-bench-workload, as the C++ engines read them, and the driver they share.
// An engine is a process: `ENGINE build WORKLOAD INDEX` indexes the catalogue; `ENGINE serve
// WORKLOAD INDEX` opens the index, prints "ready" and then answers lines of standard input:
// "docids FILE" or "json FILE" runs the whole log once, in order, timing each query (and, for json,
// its page written as well), writes a PassRecord a query to FILE and prints "done". One thread.

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace souk::peers {

inline constexpr std::array<std::string_view, 7> kKinds = {"relevance", "price",  "sales", "browse",
                                                           "facets",    "filter", "group"};
enum class Kind : std::uint8_t { relevance, price, sales, browse, facets, filter, group };

/// A product without a comparable price sorts last.
inline constexpr std::int64_t kNoPrice = std::numeric_limits<std::int64_t>::max();
inline constexpr std::size_t kPageSize = 20;
inline constexpr std::size_t kFacetValues = 100;  ///< brands listed; all root categories are
inline constexpr std::int64_t kFilterMin = 500;   ///< the filter kind's prices, both included
inline constexpr std::int64_t kFilterMax = 4999;

/// products.bin: this, then u32 × terms (numbers), u8 × terms (masks), the id, the hit's JSON, and
/// zeros up to a multiple of 8.
struct ProductRecord {
  std::uint32_t rank = 0;      ///< in the sales order, ties by id: every engine's tie-break
  std::uint32_t category = 0;  ///< node + 1; 0: none
  std::uint32_t brand = 0;     ///< 0: none
  std::uint32_t group = 0;     ///< 0: none
  std::uint32_t free_shipping = 0;
  std::uint32_t terms = 0;
  std::uint32_t id_bytes = 0;
  std::uint32_t card_bytes = 0;
  std::int64_t sales = 0;
  std::int64_t price = kNoPrice;  ///< base minor units
  std::int64_t created_at = 0;
};
static_assert(sizeof(ProductRecord) == 56);

/// A product, read in place.
struct ProductView {
  const ProductRecord* record;
  std::span<const std::uint32_t> terms;
  std::span<const std::uint8_t> masks;
  std::string_view id;
  std::string_view card;
};

struct Query {
  Kind kind = Kind::relevance;
  std::string q;
  std::string lang;
  std::uint32_t category = 0;
  std::string category_id;
  /// AND of words, each an OR of alternatives, each an AND of terms. A word without alternatives
  /// matches nothing.
  std::vector<std::vector<std::vector<std::uint32_t>>> words;
};

class Workload {
 public:
  /// Throws std::runtime_error when a file is missing.
  explicit Workload(const std::string& dir);

  /// The products in order of rank. They stay mapped as long as the process lives.
  [[nodiscard]] std::vector<ProductView> products() const;
  [[nodiscard]] std::vector<std::string> terms() const;
  [[nodiscard]] std::vector<Query> queries() const;
  [[nodiscard]] const std::vector<std::string>& brands() const { return brands_; }
  [[nodiscard]] const std::vector<std::string>& category_names() const { return category_names_; }
  [[nodiscard]] std::size_t categories() const { return parents_.size(); }
  /// The parent's code; 0 for a root.
  [[nodiscard]] std::uint32_t parent(std::uint32_t category) const { return parents_[category]; }
  [[nodiscard]] std::uint32_t root(std::uint32_t category) const { return roots_[category]; }

 private:
  std::string dir_;
  std::vector<std::string> brands_;          ///< by code
  std::vector<std::string> category_names_;  ///< by code
  std::vector<std::uint32_t> parents_;
  std::vector<std::uint32_t> roots_;
};

struct FacetCount {
  std::uint32_t code = 0;
  std::uint64_t count = 0;
};

/// What an engine finds. Ranks are compared for explicit sorts only.
struct Answer {
  std::uint64_t total = 0;
  std::vector<std::uint32_t> ranks;
  std::vector<FacetCount> brands;      ///< the first kFacetValues by count
  std::vector<FacetCount> categories;  ///< roots, by count
};

/// From counts by brand and by category node to what an answer lists.
void list_facets(const Workload& workload, std::span<const std::uint32_t> brand_counts,
                 std::span<const std::uint32_t> category_counts, Answer& answer);

/// A page around stored cards: what an engine without a JSON of its own writes.
void write_page(const Workload& workload, const Query& query, const Answer& answer,
                const std::function<std::string_view(std::uint32_t rank)>& card, std::string& json);

class Engine {
 public:
  virtual ~Engine() = default;
  /// Timed.
  virtual void search(const Query& query, Answer& answer) = 0;
  /// Timed after search in json passes.
  virtual void write(const Query& query, const Answer& answer, std::string& json) = 0;
  /// Not timed: puts what was found into the answer's form, where that costs something.
  virtual void finish(const Query& /*query*/, Answer& /*answer*/) {}
  /// Kinds that an engine cannot do in a comparable way are left out.
  [[nodiscard]] virtual bool can(Kind /*kind*/) const { return true; }
};

/// One query of a pass. nanoseconds −1: the engine cannot do this kind.
struct PassRecord {
  std::int64_t nanoseconds;
  std::int64_t total;
  std::uint64_t order;   ///< h = h·31 + rank + 1 over the page; 0 for relevance, filter and group
  std::uint64_t facets;  ///< h = h·31 + count over brands, then categories
};

/// main() of an engine.
int drive(
    int argc, char** argv,
    const std::function<void(const Workload&, const std::string& index)>& build,
    const std::function<std::unique_ptr<Engine>(const Workload&, const std::string& index)>& open);

/// The same for an engine that opens as E(workload, index).
template <class E>
int drive(int argc, char** argv,
          const std::function<void(const Workload&, const std::string& index)>& build = {}) {
  return drive(argc, argv, build, [](const Workload& workload, const std::string& index) {
    return std::make_unique<E>(workload, index);
  });
}

}  // namespace souk::peers
