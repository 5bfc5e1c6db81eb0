#include "data/section_file.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <cassert>
#include <limits>

namespace souk {
namespace {

constexpr std::string_view kMagic = "SOUKSEC1";
constexpr std::string_view kEndMagic = "SOUKEND1";
constexpr std::size_t kAlignment = 64;

/// Files are written so much at a time, at multiples of it: what is written at once may become one
/// page of the cache (file_io's prefer_huge_pages).
constexpr std::size_t kWrite = 2U << 20;

struct Footer {
  std::uint64_t table_offset;
  std::uint64_t sections;
  std::uint64_t table_hash;
  char magic[8];
};

}  // namespace

SectionWriter::SectionWriter() {
  put(kMagic.data(), kMagic.size());
  align();
}

SectionWriter::SectionWriter(const std::filesystem::path& path)
    : path_(path), file_(path, std::ios::binary | std::ios::trunc), to_file_(true) {
  memory_.reserve(kWrite);
  put(kMagic.data(), kMagic.size());
  align();
}

void SectionWriter::put(const void* data, std::size_t bytes) {
  offset_ += bytes;
  const auto* from = static_cast<const std::byte*>(data);
  while (to_file_ && memory_.size() + bytes >= kWrite) {
    const std::size_t part = kWrite - memory_.size();
    memory_.insert(memory_.end(), from, from + part);
    write_memory();
    from += part;
    bytes -= part;
  }
  if (bytes != 0) memory_.insert(memory_.end(), from, from + bytes);
}

void SectionWriter::write_memory() {
  file_.write(reinterpret_cast<const char*>(memory_.data()),
              static_cast<std::streamsize>(memory_.size()));
  memory_.clear();
}

void SectionWriter::align() {
  static constexpr char kZeros[kAlignment] = {};
  if (const std::size_t rest = offset_ % kAlignment; rest != 0) put(kZeros, kAlignment - rest);
}

void SectionWriter::end_section() {
  if (!table_.empty()) table_.back().bytes = offset_ - section_start_;
}

void SectionWriter::begin(std::string_view name) {
  assert(name.size() < sizeof(Entry::name));
  end_section();
  align();
  Entry entry{};
  std::copy(name.begin(), name.end(), entry.name);
  entry.offset = section_start_ = offset_;
  table_.push_back(entry);
}

void SectionWriter::append(const void* data, std::size_t bytes) { put(data, bytes); }

void SectionWriter::write_table() {
  end_section();
  align();
  Footer footer{};
  footer.table_offset = offset_;
  footer.sections = table_.size();
  footer.table_hash = XXH3_64bits(table_.data(), table_.size() * sizeof(Entry));
  std::copy(kEndMagic.begin(), kEndMagic.end(), footer.magic);
  put(table_.data(), table_.size() * sizeof(Entry));
  put(&footer, sizeof footer);
}

Result<void> SectionWriter::finish() {
  assert(to_file_);
  write_table();
  write_memory();
  file_.close();
  if (!file_) return io_error("cannot write", path_);
  return {};
}

std::vector<std::byte> SectionWriter::finish_bytes() {
  assert(!to_file_);
  write_table();
  return std::move(memory_);
}

Result<SectionFile> SectionFile::open(const std::filesystem::path& path, bool huge_pages) {
  auto store = map_file(path);
  if (!store) return store.error();
  if (huge_pages) prefer_huge_pages(**store);
  return over(std::move(*store), path.string());
}

Result<SectionFile> SectionFile::over(std::shared_ptr<const ByteStore> store, std::string name) {
  SectionFile file;
  file.name_ = std::move(name);
  file.store_ = std::move(store);
  const auto bytes = file.store_->bytes();
  Footer footer{};
  if (bytes.size() < kAlignment + sizeof footer ||
      std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) {
    return file.damaged("", "is not a section file");
  }
  std::memcpy(&footer, bytes.data() + bytes.size() - sizeof footer, sizeof footer);
  const std::uint64_t table_end = bytes.size() - sizeof footer;
  if (std::memcmp(footer.magic, kEndMagic.data(), kEndMagic.size()) != 0 ||
      footer.table_offset > table_end || footer.table_offset % kAlignment != 0 ||
      footer.sections != (table_end - footer.table_offset) / sizeof(Entry) ||
      (table_end - footer.table_offset) % sizeof(Entry) != 0) {
    return file.damaged("", "is cut or has a broken footer");
  }
  const auto* table = reinterpret_cast<const Entry*>(bytes.data() + footer.table_offset);
  if (XXH3_64bits(table, footer.sections * sizeof(Entry)) != footer.table_hash) {
    return file.damaged("", "has a section table that fails its checksum");
  }
  file.table_ = {table, footer.sections};
  for (const Entry& entry : file.table_) {
    if (entry.name[sizeof entry.name - 1] != 0 || entry.offset % kAlignment != 0 ||
        entry.offset > footer.table_offset || entry.bytes > footer.table_offset - entry.offset) {
      return file.damaged("", "has a section out of bounds");
    }
  }
  return file;
}

const SectionFile::Entry* SectionFile::find(std::string_view name) const {
  const auto found = std::find_if(table_.begin(), table_.end(),
                                  [&](const Entry& entry) { return name == entry.name; });
  return found == table_.end() ? nullptr : &*found;
}

Result<std::span<const std::byte>> SectionFile::section(std::string_view name) const {
  const Entry* found = find(name);
  if (found == nullptr) return damaged(name, "is missing");
  return store_->bytes().subspan(found->offset, found->bytes);
}

Error SectionFile::damaged(std::string_view section, std::string_view what) const {
  return fail(ErrorCode::corrupt,
              fmt::format("{}{}{} {}", name_, section.empty() ? "" : ": section ", section, what));
}

namespace {

/// Checks that offsets relative to bases of runs ascend and end at `values`.
template <class T>
Result<void> check_offsets(const SectionFile& file, const std::string& name,
                           std::span<const T> offsets, std::span<const std::uint64_t> bases,
                           std::size_t run, std::size_t values) {
  if (offsets.empty() || bases.size() != (offsets.size() - 1) / run + 1) {
    return file.damaged(name, "has offsets without their bases");
  }
  std::uint64_t before = 0;
  for (std::size_t block = 0; block < bases.size(); ++block) {
    const std::uint64_t base = bases[block];
    if (base > values) return file.damaged(name, "has offsets beyond its values");
    const std::size_t last = std::min((block + 1) * run, offsets.size());
    bool ascending = true;
    for (std::size_t i = block * run; i < last; ++i) {
      const std::uint64_t offset = base + offsets[i];
      ascending = ascending && before <= offset;
      before = offset;
    }
    if (!ascending) return file.damaged(name, "has descending offsets");
  }
  if (before != values) return file.damaged(name, "has offsets that do not end at its values");
  return {};
}

bool fit_in_runs(const std::vector<std::uint64_t>& offsets) {
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    if (offsets[i] - offsets[i - i % RowOffsets::kNarrowRun] > 0xffff) return false;
  }
  return true;
}

template <class T>
void write_relative(SectionWriter& out, const std::string& name, const std::string& section,
                    const std::vector<std::uint64_t>& offsets, std::size_t run) {
  std::vector<std::uint64_t> bases;
  std::vector<T> relative;
  relative.reserve(offsets.size());
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    if (i % run == 0) bases.push_back(offsets[i]);
    assert(offsets[i] - bases.back() <= std::numeric_limits<T>::max());
    relative.push_back(static_cast<T>(offsets[i] - bases.back()));
  }
  out.write(section, relative);
  out.write(name + ".base", bases);
}

}  // namespace

Result<RowOffsets> RowOffsets::open(const SectionFile& file, const std::string& name,
                                    std::size_t values) {
  const auto bases = file.array<std::uint64_t>(name + ".base");
  if (!bases) return bases.error();
  RowOffsets rows;
  rows.bases_ = bases->data();
  const auto assign = [&](const auto& offsets, auto& into, std::size_t run) -> Result<void> {
    if (!offsets) return offsets.error();
    into = offsets->data();
    rows.rows_ = offsets->empty() ? 0 : offsets->size() - 1;
    return check_offsets(file, name, *offsets, *bases, run, values);
  };
  const std::string narrow = name + ".off16";
  const auto opened = file.has(narrow)
                          ? assign(file.array<std::uint16_t>(narrow), rows.narrow_, kNarrowRun)
                          : assign(file.array<std::uint32_t>(name + ".off"), rows.wide_, kWideRun);
  if (!opened) return opened.error();
  return rows;
}

void write_offsets(SectionWriter& out, const std::string& name,
                   const std::vector<std::uint64_t>& offsets) {
  if (fit_in_runs(offsets)) {
    write_relative<std::uint16_t>(out, name, name + ".off16", offsets, RowOffsets::kNarrowRun);
  } else {
    write_relative<std::uint32_t>(out, name, name + ".off", offsets, RowOffsets::kWideRun);
  }
}

Result<StringTable> StringTable::open(const SectionFile& file, const std::string& name) {
  const auto bytes = file.array<char>(name + ".str");
  if (!bytes) return bytes.error();
  const auto offsets = RowOffsets::open(file, name, bytes->size());
  if (!offsets) return offsets.error();
  StringTable table;
  table.offsets_ = *offsets;
  table.bytes_ = *bytes;
  return table;
}

}  // namespace souk
