// A product's photo, or a drawing in its place where there is none or it cannot be loaded: a colour
// hashed from the id and the title's initials, so that a product always looks the same.

import {h, svg} from './dom.js';

function hash(text) {
  let value = 2166136261;  // FNV-1a
  for (const char of text) value = Math.imul(value ^ char.codePointAt(0), 16777619) >>> 0;
  return value;
}

function initials(title) {
  const words = title.split(/\s+/).map((word) => word.replace(/^[^\p{L}\p{N}]+/u, '')).filter(Boolean);
  if (words.length === 0) return '';
  const letters = words.slice(0, 2).map((word) => [...word][0]);
  // Letters that join (Arabic, Devanagari) or fill a square (Han, kana, hangul) stand alone.
  return /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(letters[0]) ? letters.join('').toUpperCase() : letters[0];
}

export function drawing(id, title, alt) {
  const seed = hash(id);
  const hue = seed % 360;
  const turn = (seed >>> 9) % 90;
  const label = alt ? {role: 'img', 'aria-label': alt} : {'aria-hidden': 'true'};
  return svg('svg', {class: 'drawing', viewBox: '0 0 120 120', ...label},
    svg('rect', {width: 120, height: 120, fill: `hsl(${hue} 46% 88%)`}),
    svg('g', {transform: `rotate(${turn} 60 60)`, fill: `hsl(${(hue + 30) % 360} 50% 80%)`},
      svg('rect', {x: -40, y: 66, width: 200, height: 34}),
      svg('circle', {cx: 34 + (seed >>> 17) % 52, cy: 36, r: 20})),
    svg('text', {x: 60, y: 60, 'text-anchor': 'middle', 'dominant-baseline': 'central', 'font-size': 40, 'font-weight': 700, fill: `hsl(${hue} 60% 24%)`}, initials(title)));
}

/** Only the web's schemes; hosts under .example (RFC 2606) cannot exist and are not even asked. */
function loadable(url) {
  try {
    const {protocol, hostname} = new URL(url);
    return (protocol === 'https:' || protocol === 'http:') && !/(^|\.)example$/.test(hostname);
  } catch {
    return false;
  }
}

/**
 * `alt`: empty beside a title that says the same. `title`: empty for a drawing without initials, as a
 * button needs that has a name of its own.
 */
export function photo(id, title, url, alt = '') {
  const frame = h('div', {class: 'photo'});
  if (!url || !loadable(url)) {
    frame.append(drawing(id, title, alt));
    return frame;
  }
  frame.append(h('img', {
    src: url, alt, width: 240, height: 240, loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer',
    onerror: () => frame.replaceChildren(drawing(id, title, alt)),
  }));
  return frame;
}
