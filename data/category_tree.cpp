#include "data/category_tree.h"

#include <algorithm>
#include <unordered_set>

#include "data/formats.h"

namespace souk {
namespace {

constexpr std::string_view kPathSeparator = " > ";

std::string name_key(std::string_view parent, std::string_view name) {
  std::string key(parent);
  key += '\0';
  key += casefold(name);
  return key;
}

std::string node_key(CategoryTree::NodeId parent) { return std::to_string(parent + 1); }

}  // namespace

CategoryTree CategoryTree::build(const std::vector<Category>& categories) {
  std::unordered_map<std::string_view, std::vector<const Category*>> children;
  for (const Category& category : categories) children[category.parent].push_back(&category);

  CategoryTree tree;
  tree.nodes_.reserve(categories.size());
  struct Frame {
    const std::vector<const Category*>* siblings;
    std::size_t next;
    NodeId parent;
  };
  std::vector<Frame> stack{{&children[""], 0, kNone}};
  while (!stack.empty()) {
    Frame& frame = stack.back();
    if (frame.next == frame.siblings->size()) {
      if (frame.parent != kNone) {
        tree.nodes_[frame.parent].end = static_cast<NodeId>(tree.nodes_.size());
      }
      stack.pop_back();
      continue;
    }
    const Category& category = *(*frame.siblings)[frame.next++];
    const auto node = static_cast<NodeId>(tree.nodes_.size());
    tree.nodes_.push_back({category.id, frame.parent, node + 1, category.name, category.synonyms});
    if (const auto found = children.find(category.id); found != children.end()) {
      stack.push_back({&found->second, 0, node});
    }
  }
  tree.index();
  return tree;
}

void CategoryTree::index() {
  preorder_ = static_cast<NodeId>(nodes_.size());
  for (NodeId node = 0; node < nodes_.size(); ++node) {
    by_id_.emplace(nodes_[node].id, node);
    for (const auto& name : nodes_[node].name.entries) {
      by_name_.emplace(name_key(node_key(nodes_[node].parent), name.text), node);
    }
  }
}

std::optional<CategoryTree::NodeId> CategoryTree::find_id(std::string_view id) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

std::optional<CategoryTree::NodeId> CategoryTree::find(std::string_view id_or_path) const {
  if (const auto node = find_id(id_or_path)) return node;
  std::vector<std::string> names;
  for (std::string_view rest = id_or_path;;) {
    const auto cut = rest.find(kPathSeparator);
    names.emplace_back(rest.substr(0, cut));
    if (cut == std::string_view::npos) return find_path(names);
    rest.remove_prefix(cut + kPathSeparator.size());
  }
}

std::optional<CategoryTree::NodeId> CategoryTree::find_path(
    const std::vector<std::string>& names) const {
  NodeId node = kNone;
  for (const std::string& name : names) {
    const auto found = by_name_.find(name_key(node_key(node), name));
    if (found == by_name_.end()) return std::nullopt;
    node = found->second;
  }
  return node == kNone ? std::nullopt : std::optional(node);
}

std::vector<CategoryTree::NodeId> CategoryTree::children(NodeId node) const {
  std::vector<NodeId> result;
  const NodeId last = node == kNone ? preorder_ : nodes_[node].end;
  for (NodeId child = node == kNone ? 0 : node + 1; child < last; child = nodes_[child].end) {
    result.push_back(child);
  }
  for (NodeId added = preorder_; added < nodes_.size(); ++added) {
    if (nodes_[added].parent == node) result.push_back(added);
  }
  return result;
}

bool CategoryTree::within(NodeId node, NodeId ancestor) const {
  while (node != kNone && node != ancestor) node = nodes_[node].parent;
  return node != kNone;
}

std::vector<CategoryTree::Range> CategoryTree::subtree(NodeId node) const {
  std::vector<Range> ranges{{node, nodes_[node].end}};
  for (NodeId added = std::max(preorder_, node + 1); added < nodes_.size(); ++added) {
    if (within(added, node)) ranges.emplace_back(added, added + 1);
  }
  return ranges;
}

CategoryTree CategoryTree::with_path(const std::vector<std::string>& path,
                                     const std::string& lang) const {
  CategoryTree tree = *this;
  NodeId parent = kNone;
  std::string joined;
  for (const std::string& name : path) {
    if (!joined.empty()) joined += kPathSeparator;
    joined += name;
    const auto node = static_cast<NodeId>(tree.nodes_.size());
    const auto [found, added] = tree.by_name_.emplace(name_key(node_key(parent), name), node);
    if (added) {
      std::string id = joined;
      for (int n = 2; !tree.by_id_.emplace(id, node).second; ++n) {
        id = joined + " (" + std::to_string(n) + ")";
      }
      tree.nodes_.push_back({std::move(id), parent, node + 1, {{{lang, name}}}, {}});
    }
    parent = found->second;
  }
  return tree;
}

std::vector<CategoryTree::NodeId> CategoryTree::path(NodeId node) const {
  std::vector<NodeId> result;
  for (; node != kNone; node = nodes_[node].parent) result.push_back(node);
  std::reverse(result.begin(), result.end());
  return result;
}

void CategoryTree::write(SectionWriter& out) const {
  std::vector<std::string_view> ids;
  std::vector<NodeId> parents;
  std::vector<NodeId> ends;
  std::vector<NodeId> text_nodes;
  std::vector<std::uint8_t> text_is_synonym;
  std::vector<std::string_view> langs;
  std::vector<std::string_view> texts;
  for (NodeId node = 0; node < nodes_.size(); ++node) {
    ids.emplace_back(nodes_[node].id);
    parents.push_back(nodes_[node].parent);
    ends.push_back(nodes_[node].end);
    for (const bool synonym : {false, true}) {
      const auto& entries = (synonym ? nodes_[node].synonyms : nodes_[node].name).entries;
      for (const auto& entry : entries) {
        text_nodes.push_back(node);
        text_is_synonym.push_back(synonym ? 1 : 0);
        langs.emplace_back(entry.lang);
        texts.emplace_back(entry.text);
      }
    }
  }
  write_strings(out, "id", ids);
  out.write("parent", parents);
  out.write("end", ends);
  out.write("text.node", text_nodes);
  out.write("text.synonym", text_is_synonym);
  write_strings(out, "text.lang", langs);
  write_strings(out, "text.text", texts);
}

Result<CategoryTree> CategoryTree::open(const SectionFile& file) {
  const auto ids = StringTable::open(file, "id");
  if (!ids) return ids.error();
  const auto parents = file.array<NodeId>("parent");
  if (!parents) return parents.error();
  const auto ends = file.array<NodeId>("end");
  if (!ends) return ends.error();
  const auto text_nodes = file.array<NodeId>("text.node");
  if (!text_nodes) return text_nodes.error();
  const auto synonym = file.array<std::uint8_t>("text.synonym");
  if (!synonym) return synonym.error();
  const auto langs = StringTable::open(file, "text.lang");
  if (!langs) return langs.error();
  const auto texts = StringTable::open(file, "text.text");
  if (!texts) return texts.error();
  const std::size_t n = ids->size();
  if (parents->size() != n || ends->size() != n || synonym->size() != text_nodes->size() ||
      langs->size() != text_nodes->size() || texts->size() != text_nodes->size()) {
    return file.damaged("id", "has parts of different sizes");
  }
  CategoryTree tree;
  tree.nodes_.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    Node& node = tree.nodes_[i];
    node.id = (*ids)[i];
    node.parent = (*parents)[i];
    node.end = (*ends)[i];
    // Preorder: a parent comes first, a subtree ends after its node. Walks rely on it to end.
    if ((node.parent != kNone && node.parent >= i) || node.end <= i || node.end > n) {
      return file.damaged("parent", "is not a tree in preorder");
    }
  }
  for (std::size_t i = 0; i < text_nodes->size(); ++i) {
    if ((*text_nodes)[i] >= n) return file.damaged("text.node", "names a missing node");
    Node& node = tree.nodes_[(*text_nodes)[i]];
    auto& entries = ((*synonym)[i] != 0 ? node.synonyms : node.name).entries;
    entries.push_back({std::string((*langs)[i]), std::string((*texts)[i])});
  }
  tree.index();
  return tree;
}

std::vector<Category> complete_categories(
    std::vector<Category> categories,
    const std::vector<std::pair<std::vector<std::string>, std::string>>& paths_and_langs) {
  std::unordered_map<std::string, std::string> id_by_name;  // (parent id, name) → id
  std::unordered_set<std::string> ids;
  for (const Category& category : categories) {
    ids.insert(category.id);
    for (const auto& name : category.name.entries) {
      id_by_name.emplace(name_key(category.parent, name.text), category.id);
    }
  }
  for (const auto& [path, lang] : paths_and_langs) {
    std::string parent;
    std::string joined;
    for (const std::string& name : path) {
      if (!joined.empty()) joined += kPathSeparator;
      joined += name;
      const auto [found, added] = id_by_name.emplace(name_key(parent, name), joined);
      if (added) {
        // A node of the file, or a name that contains the separator, may have the id.
        for (int n = 2; !ids.insert(found->second).second; ++n) {
          found->second = joined + " (" + std::to_string(n) + ")";
        }
        categories.push_back({found->second, parent, {{{lang, name}}}, {}});
      }
      parent = found->second;
    }
  }
  return categories;
}

}  // namespace souk
