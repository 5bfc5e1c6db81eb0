#include "indexer/xapian_index.h"

#include <fmt/format.h>
#include <xapian.h>

#include <string>

namespace souk {
namespace fs = std::filesystem;
namespace {

/// Runs `work` and turns Xapian's exceptions, which do not derive from std::exception, into Errors.
template <class Work>
auto guarded(const fs::path& path, Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const Xapian::DatabaseCorruptError& e) {
    return fail(ErrorCode::corrupt, fmt::format("{}: {}", path.string(), e.get_msg()));
  } catch (const Xapian::Error& e) {
    return fail(ErrorCode::io, fmt::format("{}: {}: {}", path.string(), e.get_type(), e.get_msg()));
  }
}

/// Terms between two looks at the caller's progress.
constexpr std::uint64_t kProgressTerms = 4096;
/// The largest block there is: nothing is ever written again, and it takes 4 % fewer bytes than 8
/// KiB.
constexpr int kBlockBytes = 64 << 10;

}  // namespace

struct XapianShard::Impl {
  fs::path path;
  Xapian::WritableDatabase database;
};

XapianShard::XapianShard(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
XapianShard::~XapianShard() = default;
XapianShard::XapianShard(XapianShard&&) noexcept = default;
XapianShard& XapianShard::operator=(XapianShard&&) noexcept = default;

Result<XapianShard> XapianShard::create(const fs::path& dir) {
  return guarded(dir, [&]() -> Result<XapianShard> {
    auto impl = std::make_unique<Impl>();
    impl->path = dir;
    // A shard that a crash leaves behind is thrown away, so it need not be durable.
    impl->database = Xapian::WritableDatabase(
        dir.string(), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_TERMLIST |
                          Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS);
    return XapianShard(std::move(impl));
  });
}

Result<void> XapianShard::add(std::span<const TermCollector::Entry> terms) {
  return guarded(impl_->path, [&]() -> Result<void> {
    Xapian::Document document;
    for (const auto& [term, mask] : terms) document.add_term(std::string(term), mask);
    impl_->database.add_document(document);
    return {};
  });
}

Result<void> XapianShard::finish() {
  return guarded(impl_->path, [&]() -> Result<void> {
    impl_->database.commit();
    impl_->database.close();
    return {};
  });
}

Result<void> compact_shards(const std::vector<fs::path>& shards, const fs::path& target) {
  return guarded(target, [&]() -> Result<void> {
    Xapian::Database all;
    for (const fs::path& shard : shards) all.add_database(Xapian::Database(shard.string()));
    all.compact(target.string(), Xapian::Compactor::FULLER, kBlockBytes);
    return {};
  });
}

Result<DecodedCounts> decode_postings(const fs::path& path, SectionWriter& out,
                                      const std::function<bool(std::uint64_t)>& progress) {
  return guarded(path, [&]() -> Result<DecodedCounts> {
    const Xapian::Database database(path.string());
    PostingsWriter writer(out, database.get_lastdocid());
    DecodedCounts counts;
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
      const std::string text = *term;
      writer.add_term(text);
      for (auto p = database.postlist_begin(text); p != database.postlist_end(text); ++p) {
        writer.add_posting(*p - 1, static_cast<FieldMask>(p.get_wdf()));
        ++counts.postings;
      }
      if (++counts.terms % kProgressTerms == 0 && !progress(counts.terms)) {
        return fail(ErrorCode::interrupted, "interrupted");
      }
    }
    writer.finish();
    return counts;
  });
}

Result<std::vector<std::string>> compare_postings(const fs::path& path, const Postings& postings) {
  return guarded(path, [&]() -> Result<std::vector<std::string>> {
    constexpr std::size_t kMostDifferences = 10;
    std::vector<std::string> differences;
    const Xapian::Database database(path.string());
    std::vector<Docid> docids;
    std::uint64_t terms = 0;
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term, ++terms) {
      if (differences.size() >= kMostDifferences) return differences;
      const std::string text = *term;
      const PostingList list = postings.list(text);
      docids.clear();
      list.append_to(docids);
      bool same = list.size() == term.get_termfreq() && docids.size() == list.size();
      std::size_t i = 0;
      for (auto p = database.postlist_begin(text); same && p != database.postlist_end(text); ++p) {
        same = docids[i] == *p - 1 && list.masks[i] == p.get_wdf() &&
               (!list.is_dense() || list.rank(docids[i]) == i);
        ++i;
      }
      if (!same)
        differences.push_back(fmt::format("postings of \"{}\" differ from Xapian's", text));
    }
    if (terms != postings.term_count()) {
      differences.push_back(
          fmt::format("postings have {} terms, Xapian has {}", postings.term_count(), terms));
    }
    return differences;
  });
}

}  // namespace souk
