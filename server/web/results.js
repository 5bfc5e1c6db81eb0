// The articles found, with their filters, and how they come to be shown.

import {get} from './api.js';
import {card} from './card.js';
import {chips} from './chips.js';
import {h, replaceKeepingFocus} from './dom.js';
import {attributeQuestion, commonAttributes, withFacets} from './facets.js';
import {filters} from './filters.js';
import {t, tNodes} from './i18n.js';
import {failure, nothingFound, skeleton} from './messages.js';
import {pager} from './pager.js';
import {shopBanner} from './shops.js';
import {SORTS, change, hasFilters, href, searchParams} from './state.js';

function layout(view) {
  const known = view.querySelector('#results');
  if (known) return {panel: view.querySelector('#filters'), results: known, toggle: view.querySelector('#show-filters')};
  const panel = h('aside', {id: 'filters'});
  const toggle = h('button', {id: 'show-filters', type: 'button', 'aria-controls': 'filters', 'aria-expanded': 'false',
    onclick: () => toggle.setAttribute('aria-expanded', String(panel.classList.toggle('open')))});
  const results = h('section', {id: 'results'}, skeleton());
  view.className = 'with-filters';
  view.replaceChildren(toggle, panel, results);
  return {panel, results, toggle};
}

function sorting(state, answer, go) {
  return h('div', {class: 'sorting'},
    h('label', {for: 'sort'}, t('sort')),
    h('select', {id: 'sort', 'data-key': 'sort', onchange: (event) => go(change(state, {sort: event.target.value}))},
      SORTS.map((sort) => h('option', {value: sort, selected: sort === (answer.sort || state.sort)}, t(`sort_${sort}`)))));
}

function relaxed(state, answer) {
  const known = ['typo', 'split_join', 'partial', 'any'].includes(answer.relaxation);
  const corrected = answer.corrected_query && answer.corrected_query !== answer.query ? answer.corrected_query : '';
  if (!known && !corrected) return null;
  return h('p', {class: 'notice'},
    known ? t(`relaxed_${answer.relaxation}`) : null, ' ',
    corrected ? tNodes('did_you_mean', {q: h('a', {href: href(change(state, {q: corrected})), dir: 'auto'}, corrected)}) : null);
}

function heading(state, answer) {
  const found = t('results', {n: answer.total});
  return state.q ? t('results_for', {results: found, q: state.q}) : found;
}

/** The name of a single shop and the way to a chosen category; without them the page still works. */
async function around(state, signal) {
  const optional = async (path) => {
    try {
      return await get(path, {signal});
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      return null;
    }
  };
  const [tree, shop] = await Promise.all([
    state.category.length > 0 ? optional(`/v1/categories?lang=${state.lang}`) : null,
    state.shop.length === 1 ? optional(`/v1/shops/${encodeURIComponent(state.shop[0])}`) : null,
  ]);
  return {tree: tree?.categories ?? [], shop};
}

async function attributeCounts(state, params, answer, signal) {
  const names = commonAttributes(answer.hits, state);
  if (names.length === 0) return {};
  try {
    return (await get(`/v1/products/search?${attributeQuestion(params, names)}`, {signal})).facets ?? {};
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    return {};
  }
}

/**
 * Shows a state of articles in `view`. `page` is what the page offers: go(state), again(), say(text),
 * title(text). Resolves when all is drawn.
 */
export async function showResults(view, state, signal, page) {
  const {panel, results, toggle} = layout(view);
  toggle.textContent = t('filters');
  panel.setAttribute('aria-label', t('filters'));
  view.setAttribute('aria-busy', 'true');
  const params = withFacets(searchParams(state), state);
  try {
    const [answer, {tree, shop}] = await Promise.all([get(`/v1/products/search?${params}`, {signal}), around(state, signal)]);
    const facets = {...answer.facets};
    if (signal.aborted) return;
    if (answer.redirect) return location.replace(answer.redirect);
    const text = heading(state, answer);
    page.title(state.q || (shop?.name ?? ''));
    replaceKeepingFocus(results,
      shop ? shopBanner(shop) : null,
      h('div', {class: 'toolbar'}, h('h1', {dir: 'auto'}, text), sorting(state, answer, page.go)),
      chips(state, facets, tree),
      relaxed(state, answer),
      answer.hits.length > 0 ? h('ul', {class: 'cards'}, answer.hits.map((hit) => card(hit, state))) : nothingFound(state, answer.categories_to_try),
      pager(state, answer));
    toggle.classList.toggle('active', hasFilters(state));
    page.say(text);
    Object.assign(facets, await attributeCounts(state, params, answer, signal));
    if (signal.aborted) return;
    const draw = () => replaceKeepingFocus(panel, filters(state, facets, tree, page.go, draw));
    draw();
  } catch (error) {
    if (error.name === 'AbortError' || signal.aborted) return;
    results.replaceChildren(failure(error, page.again));
  }
  view.setAttribute('aria-busy', 'false');
}
