// Which facets to ask for, and what the answers mean.

const FIXED = ['category', 'brand', 'shop', 'price', 'rating', 'free_shipping'];
const MAX_ATTRIBUTES = 6;
const MAX_VALUES = 40;

function attributeFacets(state) {
  return Object.keys(state.attr).map((name) => `attr.${name}`);
}

/** Adds the facets that are known before the hits are. A name with a comma cannot be asked for. */
export function withFacets(params, state) {
  const selected = attributeFacets(state).filter((name) => !name.includes(','));
  params.append('facets', [...FIXED, ...selected].join(','));
  params.append('max_facet_values', String(MAX_VALUES));
  params.append('highlight', 'true');
  return params;
}

/** The attributes that most hits of a page carry, without those already asked for. */
export function commonAttributes(hits, state) {
  const seen = new Map();
  for (const hit of hits) {
    for (const name of Object.keys(hit.attributes || {})) seen.set(name, (seen.get(name) || 0) + 1);
  }
  return [...seen]
    .filter(([name, count]) => count > 1 && !(name in state.attr) && !name.includes(','))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MAX_ATTRIBUTES - Math.min(MAX_ATTRIBUTES, Object.keys(state.attr).length))
    .map(([name]) => `attr.${name}`);
}

/** The second question of a page: only the counts of the attributes that its hits revealed. */
export function attributeQuestion(params, names) {
  const question = new URLSearchParams(params);
  for (const name of ['page', 'highlight']) question.delete(name);
  question.set('per_page', '0');
  question.set('facets', names.join(','));
  return question;
}

/** Facets worth showing: those that can narrow, and those that already do. */
export function shownAttributes(facets, state) {
  return Object.entries(facets)
    .filter(([name, values]) => name.startsWith('attr.') && Array.isArray(values) &&
      (values.length > 1 || name.slice(5) in state.attr))
    .map(([name, values]) => ({name, title: name.slice(5), values}));
}

export function countOf(facets, name, value) {
  return (facets[name] || []).find((entry) => entry.value === value)?.count;
}

export function labelOf(facets, name, value) {
  return (facets[name] || []).find((entry) => entry.value === value)?.label ?? value;
}

/** From the root to a category given by id, or by its path of ids or names; empty when unknown. */
export function categoryPath(tree, value) {
  const byId = (nodes, above) => {
    for (const node of nodes || []) {
      const path = [...above, node];
      if (node.id === value) return path;
      const deeper = byId(node.children, path);
      if (deeper.length > 0) return deeper;
    }
    return [];
  };
  const found = byId(tree, []);
  if (found.length > 0) return found;
  const path = [];
  let nodes = tree || [];
  for (const name of value.split(' > ')) {
    const node = nodes.find((candidate) => candidate.name === name);
    if (!node) return [];
    path.push(node);
    nodes = node.children || [];
  }
  return path;
}
