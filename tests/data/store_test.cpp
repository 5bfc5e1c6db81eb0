// A store's directory: publishing, activating, pruning, locks, and what is left by crashes.

#include "data/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/data/empty_generation.h"
#include "tests/data/temp_dir.h"

namespace souk {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::read_bytes;
using testing::TempDir;
using ::testing::UnorderedElementsAre;
using testing::write_bytes;
using testing::write_empty_generation;

/// A store with generations 1 to `count`, the last one active.
void fill(const Store& store, std::uint64_t count) {
  ASSERT_TRUE(store.create());
  for (std::uint64_t number = 1; number <= count; ++number) {
    write_empty_generation(store.building_dir(number), number);
    const auto published = store.publish(number);
    ASSERT_TRUE(published) << published.error().message;
  }
}

std::vector<std::string> names_in(const fs::path& dir) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(dir)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

std::uint64_t active(const Store& store) {
  const auto opened = store.open_current();
  EXPECT_TRUE(opened) << opened.error().message;
  return opened ? (*opened)->manifest.generation : 0;
}

TEST(Store, IsEmptyAtFirst) {
  const TempDir dir;
  const Store store(dir.path() / "deep" / "store");
  EXPECT_EQ(store.generations().error().code, ErrorCode::not_found);
  EXPECT_EQ(store.open_current().error().code, ErrorCode::not_found);
  ASSERT_TRUE(store.create());
  ASSERT_TRUE(store.create()) << "again does no harm";
  EXPECT_EQ(*store.current(), std::nullopt);
  EXPECT_THAT(*store.generations(), IsEmpty());
  EXPECT_EQ(*store.next_generation(), 1U);
  EXPECT_EQ(store.open_current().error().code, ErrorCode::not_found);
  EXPECT_EQ(store.open_newest_sound().error().code, ErrorCode::not_found);
}

TEST(Store, PublishesByRenamesAndLeavesNothingBehind) {
  const TempDir dir;
  const Store store(dir.path());
  fill(store, 2);
  EXPECT_EQ(read_bytes(dir.path() / "CURRENT"), "2\n");
  EXPECT_THAT(names_in(dir.path()), ElementsAre("CURRENT", "generations", "journal"));
  EXPECT_THAT(names_in(dir.path() / "generations"), ElementsAre("1", "2"));
  EXPECT_EQ(active(store), 2U);
  EXPECT_EQ(*store.next_generation(), 3U);
}

TEST(Store, TakesBackWhatItFailedToPublish) {
  const TempDir dir;
  const Store store(dir.path());
  fill(store, 1);
  // CURRENT cannot be written.
  fs::create_directory(dir.path() / "CURRENT.tmp");
  write_empty_generation(store.building_dir(2), 2);
  EXPECT_FALSE(store.publish(2));
  EXPECT_EQ(active(store), 1U);
  EXPECT_THAT(names_in(dir.path() / "generations"), ElementsAre("1", "2.building"));
}

TEST(Store, RefusesToPublishWhatIsNotThereOrWasPublished) {
  const TempDir dir;
  const Store store(dir.path());
  fill(store, 1);
  EXPECT_FALSE(store.publish(2));
  write_empty_generation(store.building_dir(1), 1);
  EXPECT_FALSE(store.publish(1));
  EXPECT_EQ(active(store), 1U);
}

TEST(Store, ServesTheOldGenerationAfterACrashBetweenTheRenames) {
  const TempDir dir;
  const Store store(dir.path());
  fill(store, 1);
  // Killed while building, and killed between the generation's rename and CURRENT's.
  write_empty_generation(store.building_dir(2), 2);
  EXPECT_EQ(active(store), 1U);
  EXPECT_THAT(*store.generations(), ElementsAre(1));
  write_empty_generation(store.generation_dir(3), 3);
  write_bytes(dir.path() / "CURRENT.tmp", "3");
  EXPECT_EQ(active(store), 1U);
  ASSERT_TRUE(store.remove_orphans());
  EXPECT_THAT(names_in(dir.path() / "generations"), ElementsAre("1", "3"));
  EXPECT_EQ(*store.next_generation(), 4U);
}

TEST(Store, NeverUsesANumberAgain) {
  const TempDir dir;
  const Store store(dir.path());
  fill(store, 3);
  fs::remove_all(store.generation_dir(3));
  EXPECT_EQ(*store.next_generation(), 4U) << "CURRENT still names 3";
}

TEST(Store, ActivatesOnlyGenerationsThatOpen) {
  const TempDir dir;
  const Store store(dir.path());
  fill(store, 3);
  ASSERT_TRUE(store.activate(1));
  EXPECT_EQ(active(store), 1U);
  EXPECT_EQ(store.activate(7).error().code, ErrorCode::not_found);
  fs::resize_file(store.generation_dir(2) / "columns", 100);
  EXPECT_EQ(store.activate(2).error().code, ErrorCode::corrupt);
  fs::remove(store.generation_dir(3) / "postings");
  EXPECT_EQ(store.activate(3).error().code, ErrorCode::corrupt);
  EXPECT_EQ(active(store), 1U);
}

TEST(Store, PrunesTheOldestButNeverTheActiveGeneration) {
  const TempDir dir;
  const Store store(dir.path());
  fill(store, 5);
  ASSERT_TRUE(store.activate(2));
  EXPECT_THAT(*store.prune(9), IsEmpty());
  EXPECT_THAT(*store.prune(2), ElementsAre(1, 3));
  EXPECT_THAT(names_in(dir.path() / "generations"), ElementsAre("2", "4", "5"));
  EXPECT_THAT(*store.prune(0), ElementsAre(4, 5));
  EXPECT_EQ(active(store), 2U);
}

TEST(Store, RefusesACurrentThatIsNoNumber) {
  const TempDir dir;
  const Store store(dir.path());
  fill(store, 1);
  for (const char* content : {"", "\n", "x\n", "0\n", "-1\n", "1 \n", "1.building\n", "../1\n",
                              "99999999999999999999999\n"}) {
    write_bytes(dir.path() / "CURRENT", content);
    const auto current = store.current();
    ASSERT_FALSE(current) << content;
    EXPECT_EQ(current.error().code, ErrorCode::corrupt);
    EXPECT_THAT(current.error().message, HasSubstr("CURRENT"));
    EXPECT_FALSE(store.open_current());
    EXPECT_FALSE(store.next_generation());
    EXPECT_FALSE(store.prune(0));
  }
}

TEST(Store, RefusesAFormatItDoesNotKnow) {
  const TempDir dir;
  const Store store(dir.path());
  fill(store, 1);
  const fs::path manifest = store.generation_dir(1) / "manifest.json";
  const std::string text = read_bytes(manifest);
  const std::string own = std::to_string(kStoreFormat);
  for (const std::string& format : {std::string("0"), std::string("1"), own + "0",
                                    std::to_string(kStoreFormat + (std::uint64_t{1} << 32))}) {
    std::string other = text;
    other.replace(other.find("\"format\":" + own), 9 + own.size(), "\"format\":" + format);
    write_bytes(manifest, other);
    const auto opened = store.open_current();
    ASSERT_FALSE(opened) << format;
    EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
    EXPECT_THAT(opened.error().message, HasSubstr("store format " + format + ";"));
    EXPECT_THAT(opened.error().message, HasSubstr("reads format " + own));
    EXPECT_THAT(opened.error().message, HasSubstr("manifest.json"));
  }
}

TEST(Store, TakesAnOlderFormatThatItStillReads) {
  const TempDir dir;
  const Store store(dir.path());
  fill(store, 1);
  const fs::path manifest = store.generation_dir(1) / "manifest.json";
  std::string text = read_bytes(manifest);
  text.replace(text.find("\"format\":"), 10, "\"format\":" + std::to_string(kOldestFormat));
  write_bytes(manifest, text.substr(0, text.rfind(R"(,"digest":)")) + "}\n");
  const auto opened = store.open_current();
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ((*opened)->manifest.format, kOldestFormat);
}

TEST(Store, FallsBackToAnOlderGenerationWhenTheActiveOneIsDamaged) {
  const TempDir dir;
  const Store store(dir.path());
  fill(store, 3);
  EXPECT_EQ(store.open_newest_sound()->warning, "");
  fs::resize_file(store.generation_dir(3) / "cards", 64);
  fs::remove(store.generation_dir(2) / "manifest.json");
  const auto opened = store.open_newest_sound();
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->generation->manifest.generation, 1U);
  EXPECT_THAT(opened->warning, HasSubstr("cards"));
  EXPECT_THAT(opened->warning, HasSubstr("generation 1"));
  fs::remove_all(store.generation_dir(1));
  EXPECT_THAT(store.open_newest_sound().error().message, HasSubstr("cards"));
}

TEST(Store, OpensNoGenerationWithAFileCutOrMissing) {
  const TempDir dir;
  const Store store(dir.path());
  fill(store, 1);
  const fs::path generation = store.generation_dir(1);
  for (const std::string& name : names_in(generation)) {
    const std::string bytes = read_bytes(generation / name);
    const std::size_t lengths[] = {
        0, 1, 63, 64, bytes.size() / 2, bytes.size() - 32, bytes.size() - 1};
    for (const std::size_t length : lengths) {
      if (name == "manifest.json" && length + 1 == bytes.size()) continue;  // only its newline
      write_bytes(generation / name, std::string_view(bytes).substr(0, length));
      const auto opened = store.open_current();
      ASSERT_FALSE(opened) << name << " of " << length;
      EXPECT_THAT(opened.error().message, HasSubstr(name));
      EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
    }
    fs::remove(generation / name);
    EXPECT_FALSE(store.open_current()) << name;
    write_bytes(generation / name, bytes);
  }
  EXPECT_EQ(active(store), 1U);
}

TEST(StoreLock, IsExclusiveUntilReleased) {
  const TempDir dir;
  {
    const auto lock = StoreLock::acquire(dir.path(), "LOCK.build");
    ASSERT_TRUE(lock);
    const auto second = StoreLock::acquire(dir.path(), "LOCK.build");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    EXPECT_THAT(second.error().message, HasSubstr("LOCK.build"));
    EXPECT_THAT(second.error().message, HasSubstr("process " + std::to_string(::getpid())));
    EXPECT_TRUE(StoreLock::acquire(dir.path(), "LOCK.live")) << "the two are independent";
  }
  EXPECT_TRUE(StoreLock::acquire(dir.path(), "LOCK.build"));
  EXPECT_EQ(StoreLock::acquire(dir.path() / "none", "LOCK.build").error().code, ErrorCode::io);
}

TEST(StoreLock, MovesWithItsHolder) {
  const TempDir dir;
  auto lock = StoreLock::acquire(dir.path(), "LOCK.live");
  ASSERT_TRUE(lock);
  {
    const StoreLock moved = std::move(*lock);
    EXPECT_FALSE(StoreLock::acquire(dir.path(), "LOCK.live"));
  }
  EXPECT_TRUE(StoreLock::acquire(dir.path(), "LOCK.live"));
}

TEST(Manifest, GoesThroughJson) {
  Manifest m;
  m.generation = 42;
  m.base_sequence = 981;
  m.built_at = 1'795'453'200;
  m.default_lang = "pt-br";
  m.currency = *Currency::find("JPY");
  m.rates = {{"EUR", 1.085}, {"USD", 0.1}};
  m.products = 9'007'199'254'740'991;
  m.shops = 2;
  m.categories = 3;
  m.terms = 4;
  m.postings = 5;
  m.files = {{"a \"b\"", 7, "0123"}, {"xapian/iamglass", 8, "ff"}};
  const auto parsed = Manifest::parse(m.to_json(), "m");
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->to_json(), m.to_json());
  EXPECT_EQ(parsed->rates, m.rates);
  EXPECT_EQ(parsed->currency, m.currency);
  EXPECT_EQ(parsed->files[1].name, "xapian/iamglass");
  EXPECT_EQ(parsed->total_bytes(), 15U);
}

TEST(Manifest, TellsEveryFlippedBit) {
  Manifest m;
  m.rates = {{"EUR", 1.085}};
  m.files = {{"cards", 7, "0123"}};
  const std::string whole = m.to_json();
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::string flipped = whole;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    // Where the name of the digest itself is hit, nothing else is.
    const auto parsed = Manifest::parse(flipped, "m");
    EXPECT_EQ(parsed ? parsed->to_json() : whole, whole) << bit;
  }
  std::string other = whole;
  other.replace(other.find("1.085"), 5, "1.805");
  EXPECT_THAT(Manifest::parse(other, "m").error().message, HasSubstr("checksum"));
}

TEST(Manifest, RefusesAnythingIncomplete) {
  // As earlier builds wrote it, without its digest.
  std::string whole = Manifest().to_json();
  whole.replace(whole.rfind(R"(,"digest":)"), std::string::npos, "}\n");
  ASSERT_TRUE(Manifest::parse(whole, "m"));
  for (std::size_t length = 0; length + 1 < whole.size(); ++length) {
    EXPECT_FALSE(Manifest::parse(whole.substr(0, length), "m")) << length;
  }
  for (const char* key :
       {"format", "generation", "base_sequence", "built_at", "default_lang", "currency", "rates",
        "products", "shops", "categories", "terms", "postings", "files"}) {
    std::string without = whole;
    without.replace(without.find("\"" + std::string(key) + "\""), 2, "\"_");
    const auto parsed = Manifest::parse(without, "m");
    ASSERT_FALSE(parsed) << key;
    EXPECT_EQ(parsed.error().code, ErrorCode::corrupt);
    EXPECT_THAT(parsed.error().message, HasSubstr("m: "));
  }
}

TEST(FileIo, ReplacesAFileWholeOrNotAtAll) {
  const TempDir dir;
  const fs::path path = dir.path() / "file";
  ASSERT_TRUE(replace_file(path, "old"));
  ASSERT_TRUE(replace_file(path, std::string(1U << 20, 'n')));
  EXPECT_EQ(read_bytes(path), std::string(1U << 20, 'n'));
  EXPECT_THAT(names_in(dir.path()), ElementsAre("file"));
  fs::create_directory(dir.path() / "taken");
  EXPECT_FALSE(replace_file(dir.path() / "taken", "x"));
  EXPECT_THAT(names_in(dir.path()), UnorderedElementsAre("file", "taken"));
  EXPECT_FALSE(replace_file(dir.path() / "none" / "file", "x"));
  EXPECT_EQ(read_file(path, 100).error().code, ErrorCode::bad_input);
  EXPECT_EQ(read_file(dir.path()).error().code, ErrorCode::io);
}

}  // namespace
}  // namespace souk
