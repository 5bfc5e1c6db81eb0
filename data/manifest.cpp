#include "data/manifest.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "data/file_io.h"
#include "data/json_writer.h"

namespace souk {
namespace fs = std::filesystem;

std::string Manifest::to_json() const {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.member("format", format);
  json.member("generation", generation);
  json.member("base_sequence", base_sequence);
  json.member("rebuilt", rebuilt);
  json.member("built_at", built_at);
  json.member("default_lang", std::string_view(default_lang));
  json.member("currency", currency.code());
  json.key("rates").begin_object();
  for (const auto& [code, rate] : rates) json.member(code, rate);
  json.end_object();
  json.member("products", products);
  json.member("shops", shops);
  json.member("categories", categories);
  json.member("terms", terms);
  json.member("postings", postings);
  json.key("files").begin_array();
  for (const File& file : files) {
    json.begin_object();
    json.member("name", std::string_view(file.name));
    json.member("bytes", file.bytes);
    json.member("digest", std::string_view(file.digest));
    json.end_object();
  }
  json.end_array();
  // Of all before it, so that it can be cut off again.
  json.member("digest", std::string_view(digest_bytes(std::as_bytes(std::span(out)))));
  json.end_object();
  out += '\n';
  return out;
}

Result<Manifest> Manifest::parse(std::string_view text, std::string_view name) {
  const auto damaged = [&](std::string_view what) {
    return fail(ErrorCode::corrupt, fmt::format("{}: {}", name, what));
  };
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(simdjson::padded_string(text)).get(object) != simdjson::SUCCESS) {
    return damaged("is not a JSON object");
  }
  Manifest m;
  std::uint64_t format = 0;
  if (object["format"].get(format) != simdjson::SUCCESS) return damaged("has no format");
  if (format < kOldestFormat || format > kStoreFormat) {
    return damaged(fmt::format("has store format {}; this Souk reads format {} and, older, {}",
                               format, kStoreFormat, kOldestFormat));
  }
  m.format = static_cast<std::uint32_t>(format);
  // Manifests of earlier builds have no digest.
  std::string_view own_digest;
  if (object["digest"].get(own_digest) == simdjson::SUCCESS) {
    const auto before = text.substr(0, text.rfind(R"(,"digest":)"));
    if (own_digest != digest_bytes(std::as_bytes(std::span(before)))) {
      return damaged("fails its checksum");
    }
  }
  bool complete = true;
  const auto number = [&](const char* key, auto& into) {
    std::int64_t value = 0;
    if (object[key].get(value) != simdjson::SUCCESS || value < 0) {
      complete = false;
    } else {
      into = static_cast<std::remove_reference_t<decltype(into)>>(value);
    }
  };
  number("generation", m.generation);
  number("base_sequence", m.base_sequence);
  number("built_at", m.built_at);
  number("products", m.products);
  number("shops", m.shops);
  number("categories", m.categories);
  number("terms", m.terms);
  number("postings", m.postings);
  complete = complete && object["rebuilt"].get(m.rebuilt) == simdjson::SUCCESS;
  std::string_view lang;
  std::string_view code;
  simdjson::dom::object rates;
  simdjson::dom::array files;
  if (object["default_lang"].get(lang) != simdjson::SUCCESS ||
      object["currency"].get(code) != simdjson::SUCCESS ||
      object["rates"].get(rates) != simdjson::SUCCESS ||
      object["files"].get(files) != simdjson::SUCCESS || !complete) {
    return damaged("lacks a member");
  }
  m.default_lang = lang;
  const auto currency = Currency::find(code);
  if (!currency) return damaged("has an unknown currency");
  m.currency = *currency;
  for (const auto& [key, value] : rates) {
    double rate = 0;
    if (value.get(rate) != simdjson::SUCCESS) return damaged("has a broken rate");
    m.rates.emplace(key, rate);
  }
  for (const auto element : files) {
    File file;
    std::string_view file_name;
    std::string_view digest;
    if (element["name"].get(file_name) != simdjson::SUCCESS ||
        element["bytes"].get(file.bytes) != simdjson::SUCCESS ||
        element["digest"].get(digest) != simdjson::SUCCESS) {
      return damaged("has a broken file entry");
    }
    file.name = file_name;
    file.digest = digest;
    m.files.push_back(std::move(file));
  }
  return m;
}

Result<Manifest> Manifest::read(const fs::path& dir) {
  const fs::path path = dir / "manifest.json";
  const auto text = read_file(path);
  if (!text) return text.error();
  return parse(*text, path.string());
}

std::uint64_t Manifest::total_bytes() const {
  std::uint64_t total = 0;
  for (const File& file : files) total += file.bytes;
  return total;
}

Result<std::vector<Manifest::File>> digest_tree(const fs::path& dir,
                                                const std::atomic<bool>* stop) {
  std::vector<Manifest::File> files;
  std::error_code code;
  for (fs::recursive_directory_iterator it(dir, code), end; !code && it != end;
       it.increment(code)) {
    if (!it->is_regular_file() || it->path().filename() == "manifest.json") continue;
    const auto digest = digest_file(it->path(), stop);
    if (!digest) return digest.error();
    files.push_back({fs::relative(it->path(), dir).string(), it->file_size(), *digest});
  }
  if (code) {
    return fail(ErrorCode::io, fmt::format("cannot list {}: {}", dir.string(), code.message()));
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

Result<std::vector<std::string>> check_files(const fs::path& dir, const Manifest& manifest,
                                             const std::atomic<bool>* stop) {
  const auto files = digest_tree(dir, stop);
  if (!files) return files.error();
  std::map<std::string, const Manifest::File*> there;
  for (const auto& file : *files) there.emplace(file.name, &file);
  std::vector<std::string> found;
  for (const auto& expected : manifest.files) {
    const auto actual = there.find(expected.name);
    if (actual == there.end()) {
      found.push_back(fmt::format("{}: is missing", expected.name));
      continue;
    }
    if (actual->second->digest != expected.digest) {
      found.push_back(fmt::format("{}: fails its checksum", expected.name));
    }
    there.erase(actual);
  }
  for (const auto& [name, file] : there) {
    found.push_back(fmt::format("{}: is not in the manifest", name));
  }
  return found;
}

}  // namespace souk
