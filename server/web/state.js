// What is shown, and its spelling in the page's address. Filters are spelled as the search API
// spells them; `view`, `product` and `lang` are the page's own.

export const SORTS = ['relevance', 'sales', 'price_asc', 'price_desc', 'reviews', 'rating', 'free_shipping', 'newest'];
export const PER_PAGE = 24;
/** The search refuses page × per_page above this. */
export const WINDOW = 10000;

const LISTS = ['category', 'brand', 'shop'];
const TEXTS = ['q', 'product'];
const NUMBERS = ['price_min', 'price_max', 'rating_min'];
const FLAGS = ['free_shipping', 'in_stock', 'group'];

export function emptyState(lang) {
  return {
    lang, view: 'products', q: '', product: '', category: [], brand: [], shop: [],
    attr: Object.create(null),  // names come from feeds: "constructor" must be as good as any
    price_min: null, price_max: null, rating_min: null,
    free_shipping: false, in_stock: false, group: false, sort: '', page: 1,
  };
}

/** Reads an address's query string; what it cannot mean is left out, never an error. */
export function parseState(search, languages, fallbackLang) {
  const params = new URLSearchParams(search);
  const lang = params.get('lang');
  const state = emptyState(languages.includes(lang) ? lang : fallbackLang);
  for (const name of TEXTS) state[name] = (params.get(name) || '').trim();
  for (const name of LISTS) state[name] = [...new Set(params.getAll(name).filter(Boolean))];
  for (const name of NUMBERS) {
    const text = params.get(name);
    const number = Number(text);
    const ok = text && Number.isFinite(number) && number >= 0;
    state[name] = ok ? (name === 'rating_min' ? Math.min(number, 5) : Math.floor(number)) : null;
  }
  if (state.price_min !== null && state.price_max !== null && state.price_min > state.price_max) {
    [state.price_min, state.price_max] = [state.price_max, state.price_min];
  }
  for (const name of FLAGS) state[name] = params.get(name) === 'true';
  for (const [name, value] of params) {
    if (!name.startsWith('attr.') || name.length === 5 || !value) continue;
    const values = (state.attr[name.slice(5)] ??= []);
    if (!values.includes(value)) values.push(value);
  }
  if (SORTS.includes(params.get('sort'))) state.sort = params.get('sort');
  if (params.get('view') === 'shops') state.view = 'shops';
  const page = Number(params.get('page'));
  if (Number.isInteger(page) && page > 1) state.page = Math.min(page, Math.floor(WINDOW / PER_PAGE));
  return state;
}

function appendSearch(params, state) {
  if (state.q) params.append('q', state.q);
  for (const name of LISTS) state[name].forEach((value) => params.append(name, value));
  for (const name of Object.keys(state.attr).sort()) {
    state.attr[name].forEach((value) => params.append(`attr.${name}`, value));
  }
  for (const name of NUMBERS) if (state[name] !== null) params.append(name, String(state[name]));
  for (const name of FLAGS) if (state[name]) params.append(name, 'true');
  if (state.sort) params.append('sort', state.sort);
  if (state.page > 1) params.append('page', String(state.page));
}

/** The address of a state, from the root. */
export function href(state) {
  const params = new URLSearchParams();
  if (state.view === 'shops') {
    params.append('view', 'shops');
    if (state.q) params.append('q', state.q);
    if (state.page > 1) params.append('page', String(state.page));
  } else {
    appendSearch(params, state);
    if (state.product) params.append('product', state.product);
  }
  params.append('lang', state.lang);
  return `/?${params}`;
}

/** The parameters of the search API for a state of articles, without facets. */
export function searchParams(state) {
  const params = new URLSearchParams();
  appendSearch(params, state);
  params.append('lang', state.lang);
  params.append('per_page', String(PER_PAGE));
  return params;
}

/** A copy with changes; anything but a page change goes back to the first page. */
export function change(state, changes) {
  return {...state, page: 1, product: '', ...changes};
}

/** A copy with one value of a repeating filter switched on or off. */
export function toggle(state, name, value) {
  const flip = (values) => (values.includes(value) ? values.filter((v) => v !== value) : [...values, value]);
  if (!name.startsWith('attr.')) return change(state, {[name]: flip(state[name])});
  const key = name.slice(5);
  const attr = Object.assign(Object.create(null), state.attr, {[key]: flip(state.attr[key] || [])});
  if (attr[key].length === 0) delete attr[key];
  return change(state, {attr});
}

/** A copy without any filter: the words, the sort and the language stay. */
export function withoutFilters(state) {
  return {...emptyState(state.lang), q: state.q, sort: state.sort, group: state.group};
}

export function hasFilters(state) {
  return LISTS.some((name) => state[name].length > 0) || Object.keys(state.attr).length > 0 ||
      NUMBERS.some((name) => state[name] !== null) || state.free_shipping || state.in_stock;
}
