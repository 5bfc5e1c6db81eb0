#pragma once
// The category tree of a generation, in preorder: a subtree is a range of nodes. Made from a
// category file and from the name paths that products carry. Live changes append nodes behind, each
// a range of its own, so that the nodes of products already indexed keep their numbers. Immutable
// once built; any thread.

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/product.h"
#include "data/section_file.h"
#include "data/string_hash.h"

namespace souk {

class CategoryTree {
 public:
  using NodeId = std::uint32_t;
  static constexpr NodeId kNone = 0xffffffff;

  struct Node {
    std::string id;
    NodeId parent = kNone;
    NodeId end = 0;  ///< one past the subtree's last node, appended ones aside
    LocalizedText name;
    LocalizedText synonyms;
  };

  /// `categories`: a checked category file, parents anywhere. Siblings keep the file's order.
  static CategoryTree build(const std::vector<Category>& categories);
  static Result<CategoryTree> open(const SectionFile& file);
  void write(SectionWriter& out) const;

  /// This tree and the nodes of a path that it lacks, appended, with ids as complete_categories
  /// makes them. O(nodes) where any is missing.
  [[nodiscard]] CategoryTree with_path(const std::vector<std::string>& path,
                                       const std::string& lang) const;

  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  /// Half-open ranges [first, last) of nodes: a subtree. Ascending.
  using Range = std::pair<NodeId, NodeId>;
  [[nodiscard]] std::vector<Range> subtree(NodeId node) const;
  /// Nodes from here on were appended.
  [[nodiscard]] NodeId appended_from() const { return preorder_; }
  /// The node itself, or one above it?
  [[nodiscard]] bool within(NodeId node, NodeId ancestor) const;
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  /// A node by id, else by a path of names in any language joined with " > ".
  [[nodiscard]] std::optional<NodeId> find(std::string_view id_or_path) const;
  [[nodiscard]] std::optional<NodeId> find_id(std::string_view id) const;
  /// The node that names from the root lead to.
  [[nodiscard]] std::optional<NodeId> find_path(const std::vector<std::string>& names) const;
  /// Children of a node; the roots for kNone.
  [[nodiscard]] std::vector<NodeId> children(NodeId node) const;
  /// From the root to the node.
  [[nodiscard]] std::vector<NodeId> path(NodeId node) const;
  /// The name in the asked language, with the fallbacks of best_text.
  [[nodiscard]] std::string_view label(NodeId node, std::string_view lang) const {
    return best_text(nodes_[node].name, lang, "");
  }

 private:
  void index();
  std::vector<Node> nodes_;
  NodeId preorder_ = 0;  ///< nodes before this one are in preorder
  boost::unordered_flat_map<std::string, NodeId, StringHash, std::equal_to<>> by_id_;
  /// parent + 1, then a casefolded name of the child in any language
  std::unordered_map<std::string, NodeId> by_name_;
};

/// Completes a category file with the paths that products use: each path of names finds its nodes
/// by name in any language (casefolded) and makes the ones that are missing, whose id is the path
/// joined with " > " (then " (2)" and so on where another node has that id). Deterministic for a
/// given order of paths.
std::vector<Category> complete_categories(
    std::vector<Category> categories,
    const std::vector<std::pair<std::vector<std::string>, std::string>>& paths_and_langs);

}  // namespace souk
