// One hit among the results.

import {h, highlighted, unseen} from './dom.js';
import {price, stars} from './format.js';
import {t} from './i18n.js';
import {photo} from './photo.js';
import {emptyState, href} from './state.js';

export function shopLink(shop, lang) {
  return h('a', {class: 'shop', href: href({...emptyState(lang), shop: [shop.id]})},
    unseen(`${t('shop')}: `), h('bdi', null, shop.name || shop.id));
}

export function badges(product) {
  const out = product.stock === 0;
  return h('p', {class: 'badges'},
    product.free_shipping ? h('span', {class: 'badge free'}, t('free_shipping')) : null,
    out ? h('span', {class: 'badge out'}, t('out_of_stock')) : null,
    product.sales > 0 ? h('span', {class: 'sold'}, t('sold', {n: product.sales})) : null);
}

export function card(hit, state) {
  const title = hit.highlights?.title ? highlighted(hit.highlights.title) : hit.title;
  const snippet = hit.highlights?.description;
  return h('li', {class: 'card', 'data-id': hit.id},
    photo(hit.id, hit.title, hit.image),
    h('h2', null, h('a', {href: href({...state, product: hit.id}), dir: 'auto'}, title)),
    price(hit),
    hit.rating === null || hit.rating === undefined ? null : stars(hit.rating, hit.review_count),
    badges(hit),
    snippet?.includes('<em>') ? h('p', {class: 'snippet', dir: 'auto'}, highlighted(snippet)) : null,
    hit.shop?.id ? h('p', {class: 'by'}, shopLink(hit.shop, state.lang)) : null);
}
