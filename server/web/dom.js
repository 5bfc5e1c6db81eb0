// Builds elements without markup strings, so that no text from a feed is ever parsed as HTML.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'checked' || name === 'value' || name === 'selected' || name === 'disabled') element[name] = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** h('a', {href, class, onclick}, 'text', child…): null and false children are left out. */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

/** Text only for those who listen to the page. */
export function unseen(...children) {
  return h('span', {class: 'unseen'}, ...children);
}

const ENTITIES = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'"};

function unescape(text) {
  return text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,6})|#x([0-9a-f]{1,5}));/gi, (whole, name, decimal, hex) => {
    if (name) return ENTITIES[name.toLowerCase()];
    return String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16));
  });
}

/**
 * The nodes of a highlight: escaped HTML in which <em>…</em> marks what matched. Only <em> becomes an
 * element; nothing is handed to the HTML parser, so any other tag stays the text that it is.
 */
export function highlighted(html) {
  return html.split(/(<em>[\s\S]*?<\/em>)/).filter(Boolean).map((part) => {
    const marked = part.startsWith('<em>') && part.endsWith('</em>');
    return marked ? h('mark', null, unescape(part.slice(4, -5))) : unescape(part);
  });
}

/** Replaces a container's content and gives the focus back to what has the same data-key. */
export function replaceKeepingFocus(container, ...children) {
  const active = document.activeElement;
  const key = container.contains(active) ? active.dataset.key : null;
  container.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (!key) return;
  const again = container.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (again) again.focus({preventScroll: true});
}
