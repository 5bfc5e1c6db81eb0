#pragma once
// What a batch of changes makes of a snapshot, before any of it is visible: products to index anew,
// products of the generation whose numbers alone change, and the catalogue. One thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "data/change.h"
#include "data/product_json.h"
#include "data/snapshot.h"
#include "indexer/catalogue.h"

namespace souk {

/// A change with its number in the journal.
struct SequencedChange {
  std::uint64_t sequence = 0;
  Change change;
};

/// The product of a document, with the numbers that its columns have. `line`: the document, where
/// the caller has it. Errors: corrupt.
Result<Product> stored_product(const Segment& segment, Docid doc, FeedParser& parser);
Result<Product> stored_product(const Segment& segment, Docid doc, std::string_view line,
                               FeedParser& parser);

class ChangeBatch {
 public:
  /// `snapshot` outlives the batch.
  ChangeBatch(const Snapshot& snapshot, std::shared_ptr<const Catalogue> catalogue)
      : snapshot_(snapshot),
        parser_(snapshot.default_lang),
        catalogue_(std::move(catalogue)),
        sequence_(snapshot.sequence) {}

  /// Adds changes in ascending order of sequence; those up to the snapshot's are skipped. A patch
  /// of what is not there changes nothing. Once. Errors: corrupt.
  Result<void> fold(std::span<const SequencedChange> changes);
  /// Makes every change of numbers alone one of a product to index anew. Errors: corrupt.
  Result<void> index_rows();

  /// A product as the batch leaves it.
  struct Entry {
    std::optional<Product> product;  ///< nothing: it is deleted
    bool numbers_alone = false;      ///< no word of it has changed
  };
  [[nodiscard]] std::unordered_map<std::string, Entry>& products() { return products_; }
  [[nodiscard]] const std::unordered_map<std::string, Entry>& products() const { return products_; }
  /// By docid of the snapshot's first segment. Of products that products() does not name.
  [[nodiscard]] const std::unordered_map<Docid, ColumnRow>& rows() const { return rows_; }
  [[nodiscard]] std::uint64_t sequence() const { return sequence_; }
  [[nodiscard]] const std::shared_ptr<const Catalogue>& catalogue() const { return catalogue_; }
  [[nodiscard]] bool shops_changed() const { return shops_changed_; }

 private:
  Result<void> apply_to_product(const Change& change);
  Result<void> apply_to_shop(const Change& change);
  Result<void> reindex_shop(std::uint32_t shop);
  Result<std::optional<Product>> product(const std::string& id);
  Result<Product> stored(const Snapshot::Place& place);
  void put(const std::string& id, Entry entry);
  void refer(const Product& product);
  Catalogue& edit();

  const Snapshot& snapshot_;
  FeedParser parser_;
  std::unordered_map<std::string, Entry> products_;
  std::unordered_map<Docid, ColumnRow> rows_;
  std::shared_ptr<const Catalogue> catalogue_;
  std::shared_ptr<Catalogue> edited_;  ///< the same, once something in it changes
  std::uint64_t sequence_;
  bool shops_changed_ = false;
  std::unordered_set<std::uint32_t> renamed_shops_;
};

}  // namespace souk
