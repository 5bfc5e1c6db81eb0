// The interface's texts in the chosen language. One file a language, fetched when it is chosen.

const root = document.documentElement;
export const LANGUAGES = root.dataset.languages.split(' ');
const RTL = root.dataset.rtl.split(' ');

let texts = {};
let loaded = '';
let plurals = new Intl.PluralRules('en');
let numbers = new Intl.NumberFormat('en');

/** Loads a language's texts and applies them to the fixed parts of the page. */
export async function useLanguage(lang) {
  if (loaded !== lang) {
    const response = await fetch(`/assets/i18n/${lang}.json`);
    if (!response.ok) throw new Error(`texts of ${lang}: ${response.status}`);
    texts = await response.json();
    loaded = lang;
    plurals = new Intl.PluralRules(lang);
    numbers = new Intl.NumberFormat(lang);
  }
  root.lang = lang;
  root.dir = RTL.includes(lang) ? 'rtl' : 'ltr';
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll('[data-t-placeholder]')) element.placeholder = t(element.dataset.tPlaceholder);
  for (const element of document.querySelectorAll('[data-t-label]')) element.setAttribute('aria-label', t(element.dataset.tLabel));
}

export function remember(lang) {
  try {
    localStorage.setItem('souk.lang', lang);
  } catch {
    // Storage may be forbidden; the address still carries the language.
  }
}

export function language() {
  return loaded || root.lang;
}

function fillIn(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    if (!(name in values)) return whole;
    return typeof values[name] === 'number' ? numbers.format(values[name]) : values[name];
  });
}

/** A text by name; with a plural, `n` chooses the form. {name} is replaced by values.name. */
export function t(name, values = {}) {
  const entry = texts[name];
  if (entry === undefined) return name;
  if (typeof entry === 'string') return fillIn(entry, values);
  return fillIn(entry[plurals.select(values.n)] ?? entry.other, values);
}

/** The same, but {name} is replaced by nodes: returns a list of strings and nodes. */
export function tNodes(name, nodes) {
  return String(texts[name] ?? name).split(/(\{\w+\})/).filter(Boolean)
    .map((part) => (part.startsWith('{') && part.slice(1, -1) in nodes ? nodes[part.slice(1, -1)] : part));
}
