// One article, whole.

import {get} from './api.js';
import {badges, card, shopLink} from './card.js';
import {h} from './dom.js';
import {countryName, date, number, price, stars} from './format.js';
import {t} from './i18n.js';
import {failure} from './messages.js';
import {photo} from './photo.js';
import {change, emptyState, href} from './state.js';

function valueText(value) {
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value === 'number') return number(value, {maximumFractionDigits: 12});
  return String(value);
}

function categoryLinks(product, lang) {
  const ids = product.category_ids ?? [];
  if (ids.length === 0) return null;
  return ids.map((id, depth) => [depth > 0 ? ' › ' : null,
    h('a', {href: href({...emptyState(lang), category: [id]})}, h('bdi', null, product.category[depth]))]);
}

function stockText(stock) {
  if (stock === null || stock === undefined) return t('in_stock');
  return stock === 0 ? t('out_of_stock') : t('stock_left', {n: stock});
}

function details(product, lang) {
  const ships = Array.isArray(product.ships_to) ? product.ships_to.map(countryName).join(', ') : t('everywhere');
  const rows = [
    [t('brand'), product.brand ? h('a', {href: href({...emptyState(lang), brand: [product.brand]})}, product.brand) : null],
    [t('category'), categoryLinks(product, lang)],
    ...Object.entries(product.attributes || {}).map(([name, value]) => [name, valueText(value)]),
    [t('availability'), stockText(product.stock)],
    [t('ships_to'), ships],
    ['GTIN', product.gtin], ['MPN', product.mpn],
    [t('listed_on'), product.created_at ? date(product.created_at) : null],
  ];
  return h('table', {class: 'details'}, h('caption', null, t('details')), h('tbody', null,
    rows.filter(([, value]) => value !== null && value !== undefined && value !== '').map(([name, value]) =>
      h('tr', null, h('th', {scope: 'row', dir: 'auto'}, name), h('td', {dir: 'auto'}, value)))));
}

function gallery(product, title) {
  const images = product.images;
  const main = h('div', {class: 'gallery-main'}, photo(product.id, title, images[0], title));
  if (images.length < 2) return h('div', {class: 'gallery'}, main);
  const choose = (index) => main.replaceChildren(photo(product.id, title, images[index], title));
  return h('div', {class: 'gallery'}, main, h('ul', {class: 'thumbs'}, images.slice(0, 8).map((url, index) =>
    h('li', null, h('button', {type: 'button', 'aria-label': t('photo_n', {n: index + 1}), onclick: () => choose(index)},
      photo(`${product.id}#${index}`, '', url))))));
}

async function variants(product, state, signal) {
  if (!product.group) return null;
  const params = new URLSearchParams({filter: `group = ${JSON.stringify(product.group)}`, lang: state.lang, per_page: '13'});
  try {
    const {hits} = await get(`/v1/products/search?${params}`, {signal});
    const others = hits.filter((hit) => hit.id !== product.id).slice(0, 12);
    if (others.length === 0) return null;
    return h('section', {class: 'variants', 'aria-labelledby': 'variants'}, h('h2', {id: 'variants'}, t('variants')),
      h('ul', {class: 'cards'}, others.map((hit) => card(hit, state))));
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    return null;  // the article stands without its variants
  }
}

function ghost() {
  return h('div', {class: 'product ghost', 'aria-hidden': 'true'}, h('div', {class: 'gallery'}, h('div', {class: 'photo'})),
    h('div', {class: 'about'}, h('div', {class: 'line'}), h('div', {class: 'line short'})));
}

/** Shows the article of a state in `view`; see showResults. */
export async function showProduct(view, state, signal, page) {
  const back = h('p', {class: 'back'}, h('a', {href: href(change(state, {page: state.page})), 'data-back': true}, t('back')));
  view.className = 'plain';
  view.setAttribute('aria-busy', 'true');
  view.replaceChildren(back, ghost());
  try {
    const product = await get(`/v1/products/${encodeURIComponent(state.product)}?lang=${state.lang}`, {signal});
    const others = await variants(product, state, signal);
    if (signal.aborted) return;
    const {title, description, shop} = product;
    page.title(title);
    view.replaceChildren(...[back, h('article', {class: 'product', 'data-id': product.id},
      gallery(product, title),
      h('div', {class: 'about'},
        h('h1', {dir: 'auto', tabindex: -1}, title),
        product.rating === null || product.rating === undefined ? null : stars(product.rating, product.review_count ?? 0),
        price(product), badges(product),
        shop ? h('p', {class: 'by'}, t('sold_by'), ' ', shopLink(shop, state.lang)) : null,
        description ? h('section', {class: 'description', 'aria-labelledby': 'description'}, h('h2', {id: 'description'}, t('description')),
          h('p', {dir: 'auto'}, description)) : null,
        details(product, state.lang))), others].filter(Boolean));
    page.say(title);
  } catch (error) {
    if (error.name === 'AbortError' || signal.aborted) return;
    view.replaceChildren(back, failure(error, page.again));
  }
  view.setAttribute('aria-busy', 'false');
}
