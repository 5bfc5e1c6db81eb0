#include "indexer/sample/sample.h"

#include <algorithm>
#include <cassert>

#include "data/json_writer.h"
#include "indexer/sample/product_line.h"
#include "indexer/sample/shops.h"
#include "indexer/sample/tables.h"

namespace souk {

struct SampleCatalogue::Impl {
  sample::SampleWorld world;
};

SampleCatalogue::SampleCatalogue(const SampleOptions& options) {
  const std::uint64_t shops = std::max<std::uint64_t>(options.products / 80, 3);
  const auto roots = static_cast<std::uint32_t>(sample::tables().roots.size());
  impl_ =
      std::make_unique<Impl>(Impl{{options.products, options.seed, shops, sample::Brands(roots)}});
}
SampleCatalogue::~SampleCatalogue() = default;
SampleCatalogue::SampleCatalogue(SampleCatalogue&&) noexcept = default;
SampleCatalogue& SampleCatalogue::operator=(SampleCatalogue&&) noexcept = default;

std::uint64_t SampleCatalogue::product_count() const { return impl_->world.products; }
std::uint64_t SampleCatalogue::shop_count() const { return impl_->world.shops; }

std::string SampleCatalogue::categories_json() const {
  std::string out = "[";
  const std::vector<sample::CategoryNode>& nodes = sample::tables().nodes;
  for (const sample::CategoryNode& node : nodes) {
    JsonWriter json(out);
    json.begin_object();
    json.member("id", std::string_view(node.id)).key("parent");
    if (node.depth == 1) {
      json.null();
    } else {
      json.value(std::string_view(nodes[node.parent].id));
    }
    json.key("name").begin_object();
    for (std::size_t i = 0; i < sample::kLanguages; ++i) {
      json.member(sample::kSampleLanguages[i], node.words[i].name);
    }
    json.end_object().key("synonyms").begin_object();
    for (std::size_t i = 0; i < sample::kLanguages; ++i) {
      const sample::CategoryWords& words = node.words[i];
      if (words.synonyms.empty() && words.noun == words.name) continue;
      json.key(sample::kSampleLanguages[i]).begin_array();
      if (words.noun != words.name) json.value(words.noun);
      for (const std::string_view synonym : words.synonyms) json.value(synonym);
      json.end_array();
    }
    json.end_object().end_object();
    out += &node == &nodes.back() ? "\n" : ",\n";
  }
  out += "]\n";
  return out;
}

void SampleCatalogue::append_shop(std::uint64_t i, std::string& out) const {
  assert(i < shop_count());
  sample::append_sample_shop(impl_->world.seed, i, impl_->world.brands, out);
}

void SampleCatalogue::append_product(std::uint64_t i, std::string& out) const {
  assert(i < product_count());
  sample::append_product_line(impl_->world, i, out);
}

}  // namespace souk
