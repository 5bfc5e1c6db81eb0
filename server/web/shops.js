// Shops: found by name, and the banner over one shop's articles.

import {get} from './api.js';
import {h} from './dom.js';
import {countryName, stars} from './format.js';
import {t} from './i18n.js';
import {failure, nothingFound, skeleton} from './messages.js';
import {pager} from './pager.js';
import {photo} from './photo.js';
import {PER_PAGE, emptyState, href} from './state.js';

function facts(shop) {
  return h('p', {class: 'facts'},
    shop.rating === null || shop.rating === undefined ? null : stars(shop.rating, shop.review_count),
    shop.country ? h('span', {class: 'country'}, countryName(shop.country)) : null,
    shop.product_count === undefined ? null : h('span', null, t('results', {n: shop.product_count})));
}

export function shopBanner(shop) {
  return h('div', {class: 'banner'}, photo(shop.id, shop.name, shop.logo),
    h('div', null, h('p', {class: 'banner-name', dir: 'auto'}, shop.name), facts(shop)));
}

function shopCard(shop, lang) {
  return h('li', {class: 'card shop-card', 'data-id': shop.id}, photo(shop.id, shop.name, shop.logo),
    h('h2', null, h('a', {href: href({...emptyState(lang), shop: [shop.id]}), dir: 'auto'}, shop.name)), facts(shop));
}

/** Shows a state of shops in `view`; see showResults. */
export async function showShops(view, state, signal, page) {
  page.title(state.q || t('shops'));
  view.className = 'plain';
  view.setAttribute('aria-busy', 'true');
  if (!view.querySelector('.shop-cards')) view.replaceChildren(skeleton(6));
  const params = new URLSearchParams({lang: state.lang, per_page: String(PER_PAGE)});
  if (state.q) params.append('q', state.q);
  if (state.page > 1) params.append('page', String(state.page));
  try {
    const answer = await get(`/v1/shops/search?${params}`, {signal});
    if (signal.aborted) return;
    const found = t('shop_results', {n: answer.total});
    const text = state.q ? t('results_for', {results: found, q: state.q}) : found;
    view.replaceChildren(...[
      h('div', {class: 'toolbar'}, h('h1', {dir: 'auto'}, text)),
      answer.hits.length > 0
        ? h('ul', {class: 'cards shop-cards'}, answer.hits.map((shop) => shopCard(shop, state.lang))) : nothingFound(state),
      pager(state, answer)].filter(Boolean));
    page.say(text);
  } catch (error) {
    if (error.name === 'AbortError' || signal.aborted) return;
    view.replaceChildren(failure(error, page.again));
  }
  view.setAttribute('aria-busy', 'false');
}
