#include "tests/crash/disk.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

namespace souk::crash {
namespace {

namespace fs = std::filesystem;

std::string parent_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

bool is_name(Op op) {
  return op == Op::open || op == Op::rename || op == Op::unlink || op == Op::mkdir ||
         op == Op::rmdir;
}

/// The last record before `end` that synced a file, by inode, or a directory, by path.
struct Syncs {
  std::map<std::uint64_t, std::size_t> files;
  std::map<std::string, std::size_t> directories;

  Syncs(const std::vector<Record>& records, std::size_t end) {
    for (std::size_t i = 0; i < end; ++i) {
      if (records[i].op == Op::sync) files[records[i].inode] = i;
      if (records[i].op == Op::sync_dir) directories[records[i].path] = i;
    }
  }
  [[nodiscard]] bool file(std::uint64_t inode, std::size_t at) const {
    const auto found = files.find(inode);
    return found != files.end() && found->second > at;
  }
  [[nodiscard]] bool directory(const std::string& path, std::size_t at) const {
    const auto found = directories.find(path);
    return found != directories.end() && found->second > at;
  }
};

struct Disk {
  std::map<std::string, std::uint64_t> names;  ///< files
  std::set<std::string> directories;
  std::map<std::uint64_t, std::string> contents;

  void name(const Record& r) {
    switch (r.op) {
      case Op::open:
        names[r.path] = r.inode;
        break;
      case Op::unlink:
        names.erase(r.path);
        break;
      case Op::mkdir:
        directories.insert(r.path);
        break;
      case Op::rmdir:
        directories.erase(r.path);
        break;
      case Op::rename:
        move(r.path, r.data);
        break;
      default:
        break;
    }
  }
  void move(const std::string& from, const std::string& to) {
    const auto file = names.find(from);
    if (file != names.end()) {
      const std::uint64_t inode = file->second;
      names.erase(file);
      names[to] = inode;
      return;
    }
    if (directories.erase(from) == 0) return;
    directories.insert(to);
    const std::string prefix = from + "/";
    std::map<std::string, std::uint64_t> moved;
    for (auto it = names.begin(); it != names.end();) {
      if (!it->first.starts_with(prefix)) {
        ++it;
        continue;
      }
      moved[to + it->first.substr(from.size())] = it->second;
      it = names.erase(it);
    }
    names.merge(moved);
    std::set<std::string> below;
    for (auto it = directories.begin(); it != directories.end();) {
      if (!it->starts_with(prefix)) {
        ++it;
        continue;
      }
      below.insert(to + it->substr(from.size()));
      it = directories.erase(it);
    }
    directories.merge(below);
  }
};

}  // namespace

std::vector<Record> read_records(const fs::path& log) {
  std::ifstream in(log, std::ios::binary);
  std::vector<Record> records;
  RecordHeader header;
  while (in.read(reinterpret_cast<char*>(&header), sizeof header)) {
    Record record{header.op, header.inode, header.offset, std::string(header.path_bytes, '\0'),
                  std::string(header.data_bytes, '\0')};
    in.read(record.path.data(), header.path_bytes);
    in.read(record.data.data(), static_cast<std::streamsize>(header.data_bytes));
    records.push_back(std::move(record));
  }
  return records;
}

void write_image(const std::vector<Record>& records, std::size_t end, const std::string& root,
                 const fs::path& image, int mode, std::mt19937_64& random) {
  const Syncs syncs(records, end);
  const auto lucky = [&] { return mode == 1 || (mode != 0 && random() % 2 == 0); };
  Disk disk;
  for (std::size_t i = 0; i < end; ++i) {
    const Record& r = records[i];
    if (is_name(r.op)) {
      const std::string& kept = r.op == Op::rename ? r.data : r.path;
      if (syncs.directory(parent_of(kept), i) || lucky()) disk.name(r);
    }
    const bool emptied = r.op == Op::open && r.offset == 1;
    if (r.op != Op::write && r.op != Op::truncate && !emptied) continue;
    const bool durable = syncs.file(r.inode, i);
    if (!durable && !lucky()) continue;
    std::string& bytes = disk.contents[r.inode];
    if (r.op != Op::write) {
      bytes.resize(emptied ? 0 : r.offset);
      continue;
    }
    const bool torn = !durable && mode > 1 && random() % 4 == 0;
    const std::size_t length = torn ? random() % (r.data.size() + 1) : r.data.size();
    bytes.resize(std::max<std::size_t>(bytes.size(), r.offset + length));
    bytes.replace(r.offset, length, r.data, 0, length);
  }
  fs::create_directories(image);
  for (const std::string& directory : disk.directories) {
    fs::create_directories(image / fs::relative(directory, root));
  }
  for (const auto& [path, inode] : disk.names) {
    const fs::path to = image / fs::relative(path, root);
    // Its directory's entry is lost, and so is it.
    if (!fs::is_directory(to.parent_path())) continue;
    std::ofstream(to, std::ios::binary) << disk.contents[inode];
  }
}

}  // namespace souk::crash
