// The page: follows the address, and makes the address follow the reader.

import {forget} from './api.js';
import {LANGUAGES, remember, useLanguage} from './i18n.js';
import {showProduct} from './product.js';
import {showResults} from './results.js';
import {showShops} from './shops.js';
import {change, emptyState, href, parseState} from './state.js';
import {attachSuggestions} from './suggest.js';

const view = document.getElementById('view');
const status = document.getElementById('status');
const box = document.getElementById('q');
const languages = document.getElementById('language');

let state = null;
let running = null;

const page = {
  go: (next) => go(next),
  again: () => { forget(); show(state); },
  // Said once drawn; the same words twice are not announced by themselves, so they are cleared first.
  say: (text) => { status.textContent = ''; requestAnimationFrame(() => { status.textContent = text; }); },
  title: (text) => { document.title = text ? `${text} – Souk` : 'Souk'; },
};

function drawHead() {
  if (document.activeElement !== box || !box.value.startsWith(state.q)) box.value = state.q;
  languages.value = state.lang;
  document.getElementById('home').href = href(emptyState(state.lang));
  const products = document.getElementById('mode-products');
  const shops = document.getElementById('mode-shops');
  products.href = href({...emptyState(state.lang), q: state.q});
  shops.href = href({...emptyState(state.lang), q: state.q, view: 'shops'});
  const current = state.view === 'shops' ? shops : products;
  for (const mode of [products, shops]) mode.toggleAttribute('aria-current', false);
  current.setAttribute('aria-current', 'page');
}

/** Draws a state. Resolves when it is drawn, or when another one took its place. */
async function show(next) {
  running?.abort();
  running = new AbortController();
  const {signal} = running;
  state = next;
  try {
    await useLanguage(state.lang);
  } catch {
    // Without its texts the page shows their names, which still beats an empty page.
  }
  if (signal.aborted) return;
  drawHead();
  if (state.product) await showProduct(view, state, signal, page);
  else if (state.view === 'shops') await showShops(view, state, signal, page);
  else await showResults(view, state, signal, page);
}

function keepScroll() {
  history.replaceState({...history.state, y: scrollY}, '');
}

async function go(next) {
  const from = state;
  keepScroll();
  history.pushState({fromResults: !from.product}, '', href(next));
  const elsewhere = from.product !== next.product || from.page !== next.page || from.view !== next.view || from.q !== next.q;
  if (elsewhere) scrollTo(0, 0);
  await show(next);
  if (next.product && state === next) view.querySelector('h1')?.focus({preventScroll: true});
}

function read() {
  return parseState(location.search, LANGUAGES, document.documentElement.lang);
}

async function restore() {
  const left = state?.product;
  const y = history.state?.y ?? 0;
  const wanted = read();
  await show(wanted);
  if (state !== wanted) return;
  if (left && !state.product) {
    view.querySelector(`[data-id="${CSS.escape(left)}"] a`)?.focus({preventScroll: true});
  }
  scrollTo(0, y);
}

/** Not the browser's jump: that would write a fragment into the address. */
function skip(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

/** A plain click on a link to this page is answered here; all others are the browser's. */
function onClick(event) {
  const link = event.target.closest('a[href]');
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.pathname !== '/' || url.hash) return;
  event.preventDefault();
  // Back to the results is the browser's back when that is where it leads: the place is kept.
  if (link.dataset.back !== undefined && history.state?.fromResults) history.back();
  else go(parseState(url.search, LANGUAGES, state.lang));
}

function onSearch(event) {
  event.preventDefault();
  const q = box.value.trim();
  const next = {...emptyState(state.lang), q, view: state.view};
  go(state.view === 'shops' ? next : {...next, sort: q ? '' : state.sort, group: state.group});
}

/** Where a suggestion leads. */
function pick({type, text, id}) {
  const next = emptyState(state.lang);
  if (type === 'product') go({...state, product: id});
  else if (type === 'query') go({...next, q: text});
  else go({...next, [type]: [id]});
}

function onLanguage() {
  remember(languages.value);
  go({...change(state, {lang: languages.value}), page: state.page, product: state.product});
}

let settled = 0;
addEventListener('scroll', () => {
  clearTimeout(settled);
  settled = setTimeout(keepScroll, 200);
}, {passive: true});

history.scrollRestoration = 'manual';
document.addEventListener('click', onClick);
document.querySelector('.skip').addEventListener('click', skip);
document.getElementById('search').addEventListener('submit', onSearch);
languages.addEventListener('change', onLanguage);
attachSuggestions(box, document.getElementById('suggestions'), {
  current: () => ({lang: state.lang, shopsOnly: state.view === 'shops'}), pick,
});
addEventListener('popstate', restore);
restore();
