#include "indexer/query_log_pass.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "analyzers/fold.h"
#include "data/feed_reader.h"
#include "data/formats.h"
#include "data/logged_query.h"

namespace souk {
namespace {

/// Longer ones are pasted, not typed.
constexpr std::size_t kMostQueryBytes = 60;
constexpr std::size_t kMostQueries = std::size_t{1} << 20;

/// Askings by language code and words.
using Askings = std::map<std::pair<std::string, std::string>, std::uint64_t>;

bool completes(const LoggedQuery& query) {
  const auto page = query.param("page");
  return query.endpoint.find("products") != std::string::npos && query.total != 0 &&
         (page.empty() || page == "1") && query.param("after").empty() &&
         query.param("prefix") != "last";
}

/// The words with one blank between, in lower case; empty for what is no plain query.
std::string plain_words(std::string_view q) {
  if (q.find('"') != std::string_view::npos) return {};
  std::string words;
  for (const char c : lower_keeping_marks(q, false)) {
    const bool blank = static_cast<unsigned char>(c) <= ' ';
    if (blank && (words.empty() || words.back() == ' ')) continue;
    if (c == '-' && (words.empty() || words.back() == ' ')) return {};  // excludes a word
    words += blank ? ' ' : c;
  }
  if (words.ends_with(' ')) words.pop_back();
  return words.size() > kMostQueryBytes ? std::string() : words;
}

Result<void> read_log(const std::string& path, const BuildEvents& events, Askings& askings) {
  auto reader = FeedReader::open(path, events.stop);
  if (!reader) return reader.error();
  QueryLogParser parser;
  for (;;) {
    const auto line = reader->next();
    if (!line) return line.error();
    if (line->number == 0) return {};
    const auto query =
        line->too_long
            ? Result<LoggedQuery>(fail(ErrorCode::bad_input,
                                       fmt::format("longer than {} bytes", kMaxLineBytes), "line"))
            : parser.parse(line->text);
    if (!query) {
      events.problem(
          {reader->name(), line->number, query.error().param, query.error().message, true});
      continue;
    }
    if (!completes(*query)) continue;
    std::string words = plain_words(query->param("q"));
    if (words.empty()) continue;
    const Language language = Language::from_tag(query->param("lang"));
    const std::string lang(language.is_generic() ? std::string_view() : language.code());
    if (askings.size() >= kMostQueries) {
      std::erase_if(askings, [](const auto& each) { return each.second < kFewestUses; });
    }
    askings[{lang, std::move(words)}] += query->uses;
  }
}

}  // namespace

Result<PhraseCounts> read_query_logs(const BuildOptions& options, const BuildEvents& events) {
  Askings askings;
  for (const std::string& path : options.query_logs) {
    if (auto read = read_log(path, events, askings); !read) return read.error();
  }
  PhraseCounts uses;
  for (const auto& [query, count] : askings) {
    if (count < kFewestUses) continue;
    constexpr std::uint64_t kMost = 1'000'000;
    uses.add_uses(query.first, query.second, static_cast<std::uint32_t>(std::min(count, kMost)));
  }
  return uses;
}

}  // namespace souk
