#include "indexer/live/change_batch.h"

#include "indexer/product_row.h"

namespace souk {

Result<Product> stored_product(const Segment& segment, Docid doc, FeedParser& parser) {
  const auto line = segment.documents.document(doc);
  if (!line) return line.error();
  return stored_product(segment, doc, *line, parser);
}

Result<Product> stored_product(const Segment& segment, Docid doc, std::string_view line,
                               FeedParser& parser) {
  auto product = parser.product(line);
  if (!product) {
    return fail(ErrorCode::corrupt, "the stored document of " + std::string(segment.ids[doc]) +
                                        " is damaged: " + product.error().message);
  }
  if (segment.has_newer_row(doc)) take_row(segment.columns.row(doc), *product);
  return product;
}

Result<void> ChangeBatch::fold(std::span<const SequencedChange> changes) {
  for (const auto& [number, change] : changes) {
    if (number <= sequence_) continue;
    sequence_ = number;
    const auto applied = change.subject == Change::Subject::product ? apply_to_product(change)
                                                                    : apply_to_shop(change);
    if (!applied) return applied.error();
  }
  for (const std::uint32_t shop : renamed_shops_) {
    if (auto done = reindex_shop(shop); !done) return done;
  }
  for (const auto& [id, entry] : products_) {
    if (entry.product) refer(*entry.product);
  }
  return {};
}

Result<void> ChangeBatch::index_rows() {
  const auto rows = std::move(rows_);
  rows_.clear();
  const Segment& generation = *snapshot_.segments.front();
  for (const auto& [doc, row] : rows) {
    auto product = stored_product(generation, doc, parser_);
    if (!product) return product.error();
    take_row(row, *product);
    products_.emplace(generation.ids[doc], Entry{std::move(*product), true});
  }
  return {};
}

/// As the batch has it so far: its row leaves rows_.
Result<Product> ChangeBatch::stored(const Snapshot::Place& place) {
  auto product = stored_product(*place.segment, place.doc, parser_);
  if (!product || place.ordinal != 0) return product;
  if (const auto row = rows_.extract(place.doc)) take_row(row.mapped(), *product);
  return product;
}

Result<std::optional<Product>> ChangeBatch::product(const std::string& id) {
  if (const auto changed = products_.find(id); changed != products_.end()) {
    return changed->second.product;
  }
  const auto place = snapshot_.find(id);
  if (!place) return std::optional<Product>();
  auto found = stored(*place);
  if (!found) return found.error();
  return std::optional(std::move(*found));
}

void ChangeBatch::put(const std::string& id, Entry entry) {
  if (!rows_.empty() && !products_.contains(id)) {
    if (const auto place = snapshot_.find(id); place && place->ordinal == 0) {
      rows_.erase(place->doc);
    }
  }
  products_.insert_or_assign(id, std::move(entry));
}

Result<void> ChangeBatch::apply_to_product(const Change& change) {
  if (change.op == Change::Op::upsert) {
    put(change.id, {change.product});
    return {};
  }
  if (change.op == Change::Op::remove) {
    put(change.id, {});
    return {};
  }
  const auto known = products_.find(change.id);
  bool numbers_alone = change.changes_numbers_alone();
  if (known != products_.end()) {
    numbers_alone &= known->second.numbers_alone;
  } else if (numbers_alone) {
    const auto place = snapshot_.find(change.id);
    if (!place) return {};
    if (place->ordinal == 0) {
      const auto [row, added] = rows_.try_emplace(place->doc);
      if (added) row->second = place->segment->columns.row(place->doc);
      row->second = patched_row(row->second, change, snapshot_.rates);
      return {};
    }
  }
  auto before = product(change.id);
  if (!before) return before.error();
  if (!*before) return {};
  put(change.id, {apply_patch(std::move(**before), change), numbers_alone});
  return {};
}

Catalogue& ChangeBatch::edit() {
  if (edited_ == nullptr) {
    edited_ = std::make_shared<Catalogue>(*catalogue_);
    catalogue_ = edited_;
  }
  return *edited_;
}

Result<void> ChangeBatch::apply_to_shop(const Change& change) {
  const auto known = catalogue_->find_shop(change.id);
  const bool put = known && !catalogue_->shops[*known].name.empty();
  if (!put && change.op != Change::Op::upsert) return {};
  const std::uint32_t entry = edit().shop_entry(change.id);
  Shop& shop = edit().shops[entry];
  Shop next;
  next.id = change.id;
  if (change.op == Change::Op::upsert) next = change.shop;
  if (change.op == Change::Op::patch) next = apply_patch(shop, change);
  // A shop's name is a word of its products.
  if (known && (next.name != shop.name || next.lang != shop.lang)) renamed_shops_.insert(entry);
  shop = std::move(next);
  shops_changed_ = true;
  return {};
}

Result<void> ChangeBatch::reindex_shop(std::uint32_t shop) {
  for (std::size_t s = 0; s < snapshot_.segments.size(); ++s) {
    const Segment& segment = *snapshot_.segments[s];
    const Deletions* gone = snapshot_.deletions_of(s);
    for (const Docid doc : segment.docids_of_shop(shop)) {
      if (gone != nullptr && gone->deleted(doc)) continue;
      const std::string id(segment.ids[doc]);
      if (const auto known = products_.find(id); known != products_.end()) {
        known->second.numbers_alone = false;
        continue;
      }
      auto product = stored({&segment, doc, s});
      if (!product) return product.error();
      products_.emplace(id, Entry{std::move(*product)});
    }
  }
  return {};
}

/// Makes the catalogue know the category and the shop that a product names.
void ChangeBatch::refer(const Product& product) {
  if (!product.category_path.empty() && !catalogue_->categories.find_path(product.category_path)) {
    CategoryTree& tree = edit().categories;
    tree = tree.with_path(product.category_path, product.lang);
  }
  if (!product.shop_id.empty() && !catalogue_->find_shop(product.shop_id)) {
    edit().shop_entry(product.shop_id);
  }
}

}  // namespace souk
