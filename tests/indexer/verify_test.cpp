// Verification: silent about sound generations, never silent about damaged ones.

#include "indexer/verify.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/file_io.h"
#include "indexer/memory_segment.h"
#include "tests/indexer/temp_store.h"

namespace souk {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::read_bytes;
using testing::TempStore;
using testing::write_bytes;

class Verify : public ::testing::Test {
 protected:
  void SetUp() override {
    testing::use_sample(store_, SampleCatalogue({.products = 300, .seed = 6}));
    store_.must_build();
    dir_ = store_.store().generation_dir(1);
  }
  std::vector<std::string> findings() const {
    const auto found = verify_generation(dir_);
    return found ? *found : std::vector{found.error().message};
  }
  /// Names of all files but the manifest, relative to the generation.
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(dir_)) {
      if (entry.is_regular_file() && entry.path().filename() != generation_file::kManifest) {
        names.push_back(fs::relative(entry.path(), dir_));
      }
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  /// Makes the manifest's digests fit the files, as a careless or hostile hand might.
  void bless() const {
    const fs::path path = dir_ / generation_file::kManifest;
    auto manifest = Manifest::parse(read_bytes(path), "manifest");
    ASSERT_TRUE(manifest);
    const auto digests = digest_tree(dir_);
    ASSERT_TRUE(digests);
    manifest->files = *digests;
    write_bytes(path, manifest->to_json());
  }
  /// Flips a bit of a section of a file, at a byte of the section.
  void flip_in_section(const char* name, const char* section, std::size_t at) const {
    const fs::path path = dir_ / name;
    std::string bytes = read_bytes(path);
    const auto mapped = map_file(path);
    ASSERT_TRUE(mapped);
    const auto file = SectionFile::over(*mapped, name);
    ASSERT_TRUE(file);
    const auto span = file->section(section);
    ASSERT_TRUE(span) << section;
    ASSERT_LT(at, span->size()) << section;
    const auto offset = static_cast<std::size_t>(span->data() - (*mapped)->bytes().data());
    bytes[offset + at] = static_cast<char>(bytes[offset + at] ^ 1);
    write_bytes(path, bytes);
  }

  TempStore store_;
  fs::path dir_;
};

TEST_F(Verify, FindsNothingInASoundGeneration) { EXPECT_THAT(findings(), IsEmpty()); }

TEST_F(Verify, FindsAFlippedByteInEveryFile) {
  const auto names = files();
  EXPECT_THAT(names, ::testing::IsSupersetOf({"cards", "categories", "columns", "documents",
                                              "postings", "shops", "xapian/iamglass"}));
  for (const std::string& name : names) {
    const std::string whole = read_bytes(dir_ / name);
    const std::size_t size = whole.size();
    for (const std::size_t at : {std::size_t{0}, size / 3, size / 2, size - 33, size - 1}) {
      if (at >= size) continue;  // a file of a few bytes
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x04);
      write_bytes(dir_ / name, damaged);
      EXPECT_THAT(findings(), ElementsAre(name + ": fails its checksum")) << at;
    }
    write_bytes(dir_ / name, whole);
  }
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(Verify, FindsFilesCutMissingAndAdded) {
  for (const std::string& name : files()) {
    const std::string whole = read_bytes(dir_ / name);
    if (whole.empty()) continue;
    write_bytes(dir_ / name, std::string_view(whole).substr(0, whole.size() - 1));
    EXPECT_THAT(findings(), ElementsAre(name + ": fails its checksum"));
    fs::remove(dir_ / name);
    EXPECT_THAT(findings(), ElementsAre(name + ": is missing"));
    write_bytes(dir_ / name, whole);
  }
  write_bytes(dir_ / "xapian" / "stray", "x");
  EXPECT_THAT(findings(), ElementsAre("xapian/stray: is not in the manifest"));
}

TEST_F(Verify, FindsABrokenManifest) {
  const fs::path path = dir_ / generation_file::kManifest;
  const std::string whole = read_bytes(path);
  write_bytes(path, whole.substr(0, whole.size() / 2));
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("manifest.json")));
  std::string other = whole;
  const std::string own = fmt::format("\"format\":{}", kStoreFormat);
  other.replace(other.find(own), own.size(), fmt::format("\"format\":{}", kStoreFormat + 1));
  write_bytes(path, other);
  EXPECT_THAT(findings(),
              ElementsAre(HasSubstr(fmt::format("store format {};", kStoreFormat + 1))));
  other = whole;
  other.replace(other.find("\"products\":300"), 14, "\"products\":301");
  write_bytes(path, other);
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("manifest.json: fails its checksum")));
  // As an earlier build wrote it, without a digest of its own.
  other.replace(other.rfind(R"(,"digest":)"), std::string::npos, "}\n");
  write_bytes(path, other);
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("do not fit together")));
  fs::remove(path);
  EXPECT_FALSE(verify_generation(dir_));
}

TEST_F(Verify, FindsStructuresThatDisagreeUnderFittingChecksums) {
  // One flipped bit each; the manifest is made to fit, so that only the structures can tell.
  const struct {
    const char* file;
    const char* section;
    std::size_t at;
  } flips[] = {
      {"columns", "sales", 8},         {"columns", "order.2", 4},
      {"columns", "rank.2", 4},        {"columns", "price", 0},
      {"columns", "id_order", 0},      {"columns", "id.str", 2},
      {"columns", "brand.code", 0},    {"columns", "brand.list.val", 0},
      {"columns", "attr.doc.val", 0},  {"columns", "attr.list.val", 0},
      {"columns", "category", 0},      {"columns", "category.list.val", 0},
      {"columns", "shop", 0},          {"columns", "shop.list.val", 0},
      {"columns", "brand.key.str", 0}, {"postings", "lists", 0},
      {"columns", "free.bits", 0},     {"columns", "ships.bits", 0},
      {"columns", "base", 0},          {"columns", "rating", 0},
      {"columns", "currency", 0},      {"columns", "countries.val", 0},
      {"columns", "ships_to", 0},      {"postings", "terms.str", 3},
      {"postings", "slots", 0},        {"documents", "block.val", 9},
      {"cards", "card.val", 0},        {"shops", "lists", 3},
      {"shops", "products", 0},        {"documents", "first", 4},
      {"documents", "first", 36},      {"documents", "block.val", 20'000},
  };
  for (const auto& flip : flips) {
    const std::string whole = read_bytes(dir_ / flip.file);
    flip_in_section(flip.file, flip.section, flip.at);
    if (HasFatalFailure()) return;
    bless();
    EXPECT_FALSE(findings().empty()) << flip.file << " " << flip.section;
    write_bytes(dir_ / flip.file, whole);
  }
  bless();
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(Verify, FindsDenseListsThatDisagreeWithTheirRanks) {
  // Where the parts of the first dense list lie in "lists".
  std::vector<std::size_t> parts;
  {
    const auto mapped = map_file(dir_ / "postings");
    ASSERT_TRUE(mapped);
    const auto file = SectionFile::over(*mapped, "postings");
    ASSERT_TRUE(file);
    const auto lists = file->section("lists");
    const auto postings = Postings::open(*file);
    ASSERT_TRUE(lists && postings);
    Postings::TermId term = 0;
    while (!postings->list(term).is_dense()) ASSERT_LT(++term, postings->term_count());
    const PostingList list = postings->list(term);
    const auto place = [&](const auto* at) {
      parts.push_back(
          static_cast<std::size_t>(reinterpret_cast<const std::byte*>(at) - lists->data()));
    };
    place(list.bits.data());
    place(list.before);
    place(list.base);
    place(list.masks.data());
  }
  const std::string whole = read_bytes(dir_ / "postings");
  for (const std::size_t at : parts) {
    flip_in_section("postings", "lists", at);
    if (HasFatalFailure()) return;
    bless();
    EXPECT_FALSE(findings().empty()) << at;
    write_bytes(dir_ / "postings", whole);
  }
}

TEST_F(Verify, FindsADatabaseThatIsNotTheOneDecoded) {
  TempStore other;
  testing::use_sample(other, SampleCatalogue({.products = 300, .seed = 7}));
  other.must_build();
  fs::remove_all(dir_ / "xapian");
  fs::copy(other.store().generation_dir(1) / "xapian", dir_ / "xapian",
           fs::copy_options::recursive);
  bless();
  EXPECT_FALSE(findings().empty());
}

}  // namespace
}  // namespace souk
