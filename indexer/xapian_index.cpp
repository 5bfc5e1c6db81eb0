#include "indexer/xapian_index.h"

#include <fmt/format.h>
#include <xapian.h>

#include <optional>
#include <string>

#include "indexer/ordered_pipeline.h"

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

/// Postings that a thread decodes at a time, or one list.
constexpr std::uint64_t kRunPostings = 1U << 18;
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

namespace {

/// Consecutive terms on their way out of Xapian, and their postings one list behind the other.
struct TermRun {
  std::vector<std::string> terms;
  std::vector<std::size_t> sizes;  ///< of the lists
  std::vector<Docid> docids;
  std::vector<FieldMask> masks;
};

void decode(const Xapian::Database& database, TermRun& run) {
  for (const std::string& term : run.terms) {
    const std::size_t before = run.docids.size();
    for (auto p = database.postlist_begin(term); p != database.postlist_end(term); ++p) {
      run.docids.push_back(*p - 1);
      run.masks.push_back(static_cast<FieldMask>(p.get_wdf()));
    }
    run.sizes.push_back(run.docids.size() - before);
  }
}

void write_run(const TermRun& run, PostingsWriter& writer) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < run.terms.size(); ++i) {
    writer.add_term(run.terms[i]);
    for (const std::size_t end = at + run.sizes[i]; at < end; ++at) {
      writer.add_posting(run.docids[at], run.masks[at]);
    }
  }
}

}  // namespace

Result<DecodedCounts> decode_postings(const fs::path& path, unsigned threads, SectionWriter& out,
                                      const std::function<bool(std::uint64_t)>& progress) {
  return guarded(path, [&]() -> Result<DecodedCounts> {
    // A database is read by one thread; the first one gives the terms.
    const Xapian::Database all(path.string());
    std::vector<Xapian::Database> databases;
    for (unsigned i = 0; i < threads; ++i) databases.emplace_back(path.string());
    PostingsWriter writer(out, all.get_lastdocid());
    DecodedCounts counts;
    auto term = all.allterms_begin();
    const auto next = [&]() -> Result<std::optional<TermRun>> {
      TermRun run;
      std::uint64_t postings = 0;
      for (; term != all.allterms_end() && postings < kRunPostings; ++term) {
        postings += term.get_termfreq();
        run.terms.push_back(*term);
      }
      if (run.terms.empty()) return std::optional<TermRun>();
      return std::optional(std::move(run));
    };
    const auto decoded = run_ordered(
        threads, next,
        [&](unsigned thread, TermRun run) -> Result<TermRun> {
          decode(databases[thread], run);
          return run;
        },
        [&](const TermRun& run) -> Result<void> {
          write_run(run, writer);
          counts.terms += run.terms.size();
          counts.postings += run.docids.size();
          if (progress(counts.terms)) return {};
          return fail(ErrorCode::interrupted, "interrupted");
        });
    if (!decoded) return decoded.error();
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
