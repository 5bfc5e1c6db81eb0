#include "indexer/chunk.h"
#include "indexer/product_row.h"

#include <algorithm>

#include "data/cards.h"
#include "data/documents.h"
#include "data/formats.h"
#include "data/segment.h"

namespace souk {

namespace {

/// Four times zstd's default: 1,000,000 sample products' cards and documents take 20 MB less, and
/// reading them no longer.
constexpr std::size_t kMostDictionaryBytes = 448U << 10;
/// A dictionary is at most this part of what it is learnt from.
constexpr std::size_t kSampleBytesPerByte = 16;

std::string learn(const std::vector<std::string>& samples) {
  std::size_t bytes = 0;
  for (const std::string& sample : samples) bytes += sample.size();
  return train_dictionary(samples, std::min(kMostDictionaryBytes, bytes / kSampleBytesPerByte));
}

}  // namespace

TextCompression::TextCompression(const std::vector<std::string>& cards,
                                 const std::vector<std::string>& lines)
    : card_dictionary_(learn(cards)),
      block_dictionary_(learn(lines)),
      cards_(card_dictionary_),
      blocks_(block_dictionary_) {}

std::string TextCompression::card(std::string card) const {
  return card_dictionary_.empty() ? card : cards_.compress(card);
}

std::string TextCompression::block(std::string_view lines) const { return blocks_.compress(lines); }

void ChunkStrings::add(const std::string& value) {
  codes.push_back(value.empty() ? kNoValue : values.add(casefold(value), value));
}

void ChunkBuilder::add(const Product& product, std::string_view json) {
  chunk_.ids.push_back(product.id);
  chunk_.rows.push_back(column_row(product, catalogue_.rates));
  chunk_.category.push_back(catalogue_.category_code(product));
  chunk_.shop.push_back(catalogue_.shop_code(product));
  chunk_.brand.add(product.brand);
  chunk_.group.add(product.group);
  chunk_.gtin.add(product.gtin);
  chunk_.mpn.add(product.mpn);
  add_attributes(product);

  std::size_t countries = 0;
  if (product.ships_to) {
    for (const std::string& country : *product.ships_to) {
      chunk_.ships_to.push_back(pack_country(country));
    }
    countries = product.ships_to->size();
  }
  chunk_.ships_to_counts.push_back(static_cast<std::uint32_t>(countries));

  std::string card;
  append_card(product, card);
  card = compression_.card(std::move(card));
  chunk_.card_sizes.push_back(static_cast<std::uint32_t>(card.size()));
  chunk_.cards += card;

  lines_ += json;
  lines_ += '\n';
  if (++lines_count_ == kDocumentsPerBlock) flush_block();
}

void ChunkBuilder::add_attributes(const Product& product) {
  const std::size_t before = chunk_.attribute_codes.size();
  for (const Attribute& attribute : product.attributes) {
    for (const AttributeValue& value : attribute.values) {
      const std::string label = canonical(value);
      std::string key = attribute.name;
      key += '\0';
      key += casefold(label);
      key += '\0';
      key += std::holds_alternative<double>(value) ? '1' : '0';
      chunk_.attribute_codes.push_back(chunk_.attributes.add(key, label));
    }
  }
  // An array may say the same value twice.
  const auto first = chunk_.attribute_codes.begin() + static_cast<std::ptrdiff_t>(before);
  std::sort(first, chunk_.attribute_codes.end());
  chunk_.attribute_codes.erase(std::unique(first, chunk_.attribute_codes.end()),
                               chunk_.attribute_codes.end());
  chunk_.attribute_counts.push_back(
      static_cast<std::uint32_t>(chunk_.attribute_codes.size() - before));
}

void ChunkBuilder::flush_block() {
  if (lines_count_ == 0) return;
  chunk_.document_blocks.push_back(compression_.block(lines_));
  chunk_.block_products.push_back(lines_count_);
  lines_.clear();
  lines_count_ = 0;
}

Chunk ChunkBuilder::finish() {
  flush_block();
  return std::move(chunk_);
}

}  // namespace souk
