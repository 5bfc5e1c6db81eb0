// Opening damaged files of a generation never crashes, and neither does reading what was opened:
// ids, cards, documents, columns, dictionaries, terms, completions, shops, categories. (Docids
// inside lists are `verify`'s to check.)
//
// The input is a list of edits, eight bytes each, to the files of a small sound generation:
//   u8 file · u8 what · u16 place · u32 value
// With the lowest bit of `what` set, the file's table gets its right checksum back afterwards, so
// that damage to it goes deeper than the checksum.

#include <xxhash.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <vector>

#include "data/category_tree.h"
#include "data/generation.h"
#include "data/store.h"
#include "indexer/build.h"
#include "tests/fuzz/tiny_catalogue.h"

namespace {

namespace fs = std::filesystem;
using namespace souk;

using Bytes = std::vector<std::byte>;
constexpr std::size_t kFiles = 7;
constexpr std::array<const char*, kFiles> kNames = {
    generation_file::kColumns,    generation_file::kPostings, generation_file::kCards,
    generation_file::kDocuments,  generation_file::kShops,    generation_file::kCategories,
    generation_file::kCompletions};

void require(bool holds) {
  if (!holds) std::abort();
}

/// The files of a generation that a build makes of the tiny catalogue.
std::array<Bytes, kFiles> sound_files() {
  char name[] = "/tmp/souk-fuzz-XXXXXX";
  require(::mkdtemp(name) != nullptr);
  const fs::path dir(name);
  {
    std::ofstream feed(dir / "feed.jsonl");
    for (const char* line : testing::kTinyProducts) feed << line << '\n';
  }
  BuildOptions options;
  options.feeds = {dir / "feed.jsonl"};
  options.store = dir / "store";
  require(build(options, BuildEvents{}).has_value());
  std::array<Bytes, kFiles> files;
  const fs::path generation = Store(options.store).generation_dir(1);
  for (std::size_t i = 0; i < kFiles; ++i) {
    const auto text = read_file(generation / kNames[i]);
    require(text.has_value());
    const auto* bytes = reinterpret_cast<const std::byte*>(text->data());
    files[i].assign(bytes, bytes + text->size());
  }
  fs::remove_all(dir);
  return files;
}

struct Edit {
  std::uint8_t file;
  std::uint8_t what;
  std::uint16_t place;
  std::uint32_t value;
};
static_assert(sizeof(Edit) == 8);

void seal_table(Bytes& bytes) {
  struct Footer {
    std::uint64_t table_offset, sections, table_hash;
    char magic[8];
  } footer{};
  if (bytes.size() < sizeof footer) return;
  std::byte* end = bytes.data() + bytes.size() - sizeof footer;
  std::memcpy(&footer, end, sizeof footer);
  const std::uint64_t table_end = bytes.size() - sizeof footer;
  if (footer.table_offset > table_end) return;
  footer.table_hash =
      XXH3_64bits(bytes.data() + footer.table_offset, table_end - footer.table_offset);
  std::memcpy(end, &footer, sizeof footer);
}

void damage(const Edit& edit, Bytes& bytes) {
  if (bytes.empty()) return;
  // Places count from both ends, for the table and the footer stand at the end.
  const std::size_t at = edit.place < 0x8000
                             ? edit.place % bytes.size()
                             : bytes.size() - 1 - (edit.place - 0x8000) % bytes.size();
  const auto write = [&](auto value) {
    std::memcpy(bytes.data() + at, &value, std::min(sizeof value, bytes.size() - at));
  };
  const std::uint64_t wide = edit.value;
  switch (edit.what / 2 % 6) {
    case 0:
      write(static_cast<std::uint8_t>(wide));
      break;
    case 1:
      write(static_cast<std::uint32_t>(wide));
      break;
    case 2:
      write(wide);
      break;
    case 3:
      write(~wide);
      break;
    case 4:
      bytes.resize(at);
      break;
    default:
      bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), wide % 256, std::byte{});
      break;
  }
  if (edit.what % 2 != 0) seal_table(bytes);
}

/// Reads into a sum, so that every byte is touched.
std::size_t g_sum = 0;
void touch(std::string_view text) {
  for (const char c : text) g_sum += static_cast<unsigned char>(c);
}

void read(const Postings& postings) {
  for (Postings::TermId term = 0; term < postings.term_count(); ++term) {
    touch(postings.term(term));
    static_cast<void>(postings.find(postings.term(term)));
    static_cast<void>(postings.prefix_range(postings.term(term).substr(0, 2)));
    const PostingList list = postings.list(term);
    std::vector<Docid> docids;
    list.append_to(docids);
    for (const Docid doc : docids) {
      g_sum += doc;
      if (list.has_buckets() && doc < postings.documents()) g_sum += list.find(doc).value_or(0);
    }
    for (const FieldMask mask : list.masks) g_sum += static_cast<std::size_t>(mask);
  }
  static_cast<void>(postings.find("usb"));
}

void read(const Completions& completions) {
  for (Completions::Entry entry = 0; entry < completions.size(); ++entry) {
    touch(completions.text(entry));
    touch(completions.lang(entry));
    g_sum += completions.weight(entry) + completions.value(entry);
    for (const auto& start : completions.starting_with(completions.key(entry).substr(0, 2))) {
      touch(completions.key(start.entry).substr(start.at));
    }
  }
}

void read(const Segment& segment) {
  for (Docid doc = 0; doc < segment.size(); ++doc) {
    touch(segment.ids[doc]);
    static_cast<void>(segment.find(segment.ids[doc]));
    g_sum += static_cast<std::size_t>(segment.columns.row(doc).stock);
    for (const char* lang : {"en", "fr"}) {
      if (const auto card = segment.cards.card(doc, lang)) {
        for (const auto part : {card->title, card->title_lang, card->description, card->brand,
                                card->image, card->attributes, card->extra}) {
          touch(part);
        }
      }
    }
    if (const auto document = segment.documents.document(doc)) touch(*document);
    for (const auto* column : {&segment.brand, &segment.group, &segment.gtin, &segment.mpn}) {
      if (const std::uint32_t code = column->code(doc); code != 0) {
        touch(column->key(code));
        touch(column->label(code));
        g_sum += column->docids(code).size();
        static_cast<void>(column->find(column->key(code)));
      }
    }
    for (const std::uint32_t code : segment.attributes.of(doc)) {
      touch(segment.attributes.key(code));
      touch(segment.attributes.label(code));
      g_sum += segment.attributes.docids(code).size();
    }
    g_sum += segment.countries[segment.ships_to[doc]].size();
  }
  for (std::uint32_t i = 0; i < segment.attributes.attribute_count(); ++i) {
    touch(segment.attributes.name(i));
    static_cast<void>(segment.attributes.find(segment.attributes.name(i)));
    static_cast<void>(segment.attributes.find_value(i, "red"));
  }
  for (std::size_t i = 0; i < segment.documents.block_count(); ++i) {
    static_cast<void>(segment.documents.block(i));
  }
  read(segment.postings);
  read(segment.completions);
}

void read(const ShopDirectory& shops) {
  for (std::uint32_t shop = 0; shop < shops.size(); ++shop) {
    touch(shops.shop(shop).name);
    static_cast<void>(shops.find(shops.id(shop)));
  }
  read(shops.names());
  read(shops.completions());
}

void read(const CategoryTree& categories) {
  static_cast<void>(categories.children(CategoryTree::kNone));
  for (CategoryTree::NodeId node = 0; node < categories.size(); ++node) {
    static_cast<void>(categories.path(node));
    static_cast<void>(categories.children(node));
    static_cast<void>(categories.find(categories.nodes()[node].id));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::array<Bytes, kFiles> sound = sound_files();
  std::array<Bytes, kFiles> files = sound;
  for (; size >= sizeof(Edit); data += sizeof(Edit), size -= sizeof(Edit)) {
    Edit edit{};
    std::memcpy(&edit, data, sizeof edit);
    damage(edit, files[edit.file % kFiles]);
  }
  std::vector<Result<SectionFile>> opened;
  for (std::size_t i = 0; i < kFiles; ++i) {
    opened.push_back(SectionFile::over(hold_bytes(std::move(files[i])), kNames[i]));
  }
  if (opened[0] && opened[1] && opened[2] && opened[3] && opened[6]) {
    const auto segment =
        Segment::open({*opened[0], *opened[1], *opened[2], *opened[3], *opened[6]});
    if (segment) read(**segment);
  }
  if (opened[4]) {
    if (const auto shops = ShopDirectory::open(*opened[4])) read(*shops);
  }
  if (opened[5]) {
    if (const auto categories = CategoryTree::open(*opened[5])) read(*categories);
  }
  return 0;
}
