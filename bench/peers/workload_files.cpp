#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "bench/peers/workload.h"

namespace souk::peers {
namespace {

std::vector<std::string> lines(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  return lines;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::uint32_t number(const std::string& text) {
  return static_cast<std::uint32_t>(std::stoul(text));
}

std::string_view map(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (fd < 0 || fstat(fd, &status) != 0) throw std::runtime_error("cannot read " + path);
  const auto size = static_cast<std::size_t>(status.st_size);
  void* bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  ::close(fd);
  if (bytes == MAP_FAILED) throw std::runtime_error("cannot map " + path);
  return {static_cast<const char*>(bytes), size};
}

}  // namespace

Workload::Workload(const std::string& dir) : dir_(dir) {
  brands_.emplace_back();
  for (const std::string& line : lines(dir + "/brands.tsv")) {
    brands_.push_back(split(line, '\t').at(1));
  }
  category_names_.emplace_back();
  parents_.push_back(0);
  roots_.push_back(0);
  for (const std::string& line : lines(dir + "/categories.tsv")) {
    const auto fields = split(line, '\t');
    const std::uint32_t parent = number(fields.at(1));
    // Nodes are in preorder, so a parent's root is known.
    roots_.push_back(parent == 0 ? static_cast<std::uint32_t>(roots_.size()) : roots_[parent]);
    parents_.push_back(parent);
    category_names_.push_back(fields.at(3));
  }
}

std::vector<ProductView> Workload::products() const {
  const std::string_view bytes = map(dir_ + "/products.bin");
  std::vector<ProductView> products;
  for (std::size_t at = 0; at < bytes.size();) {
    const char* next = bytes.data() + at;
    const auto* record = reinterpret_cast<const ProductRecord*>(next);
    next += sizeof *record;
    ProductView view{
        record, {reinterpret_cast<const std::uint32_t*>(next), record->terms}, {}, {}, {}};
    next += record->terms * sizeof(std::uint32_t);
    view.masks = {reinterpret_cast<const std::uint8_t*>(next), record->terms};
    next += record->terms;
    view.id = {next, record->id_bytes};
    next += record->id_bytes;
    view.card = {next, record->card_bytes};
    next += record->card_bytes;
    at = (static_cast<std::size_t>(next - bytes.data()) + 7) / 8 * 8;
    products.push_back(view);
  }
  std::sort(products.begin(), products.end(), [](const ProductView& a, const ProductView& b) {
    return a.record->rank < b.record->rank;
  });
  return products;
}

std::vector<std::string> Workload::terms() const { return lines(dir_ + "/terms.txt"); }

std::vector<Query> Workload::queries() const {
  std::vector<Query> queries;
  for (const std::string& line : lines(dir_ + "/queries.tsv")) {
    const auto fields = split(line, '\t');
    Query query;
    const auto kind = std::find(kKinds.begin(), kKinds.end(), fields.at(0));
    if (kind == kKinds.end()) throw std::runtime_error("unknown kind of query: " + fields[0]);
    query.kind = static_cast<Kind>(kind - kKinds.begin());
    query.q = fields.at(1);
    query.lang = fields.at(2);
    query.category = number(fields.at(3));
    query.category_id = fields.at(4);
    if (!fields.at(5).empty()) {
      for (const std::string& word : split(fields[5], ';')) {
        auto& alternatives = query.words.emplace_back();
        if (word == "-") continue;
        for (const std::string& alternative : split(word, '|')) {
          auto& terms = alternatives.emplace_back();
          for (const std::string& term : split(alternative, '+')) terms.push_back(number(term));
        }
      }
    }
    queries.push_back(std::move(query));
  }
  return queries;
}

}  // namespace souk::peers
