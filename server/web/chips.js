// The filters that are on, each removable.

import {h} from './dom.js';
import {categoryPath, labelOf} from './facets.js';
import {money, number} from './format.js';
import {t} from './i18n.js';
import {change, hasFilters, href, toggle, withoutFilters} from './state.js';

function attributeLabel(facets, name, value) {
  const label = labelOf(facets, name, value);
  return label === 'true' ? t('yes') : label === 'false' ? t('no') : label;
}

function priceText(state, currency) {
  const show = (amount) => (currency ? money(amount, currency) : number(amount));
  if (state.price_min === null) return t('price_up_to', {price: show(state.price_max)});
  if (state.price_max === null) return t('price_from', {price: show(state.price_min)});
  return t('price_between', {min: show(state.price_min), max: show(state.price_max)});
}

/** [{text, next}]: what each filter is called and the state without it. */
export function activeFilters(state, facets, tree) {
  const list = [];
  for (const value of state.category) {
    const path = categoryPath(tree, value);
    list.push({text: path.at(-1)?.name ?? value, next: toggle(state, 'category', value)});
  }
  for (const name of ['brand', 'shop']) {
    for (const value of state[name]) list.push({text: labelOf(facets, name, value), next: toggle(state, name, value)});
  }
  for (const name of Object.keys(state.attr).sort()) {
    for (const value of state.attr[name]) {
      const text = `${name}: ${attributeLabel(facets, `attr.${name}`, value)}`;
      list.push({text, next: toggle(state, `attr.${name}`, value)});
    }
  }
  if (state.price_min !== null || state.price_max !== null) {
    list.push({text: priceText(state, facets.price?.currency), next: change(state, {price_min: null, price_max: null})});
  }
  if (state.rating_min !== null) {
    list.push({text: t('rating_from', {n: number(state.rating_min)}), next: change(state, {rating_min: null})});
  }
  for (const name of ['free_shipping', 'in_stock']) {
    if (state[name]) list.push({text: t(name), next: change(state, {[name]: false})});
  }
  return list;
}

export function chips(state, facets, tree) {
  if (!hasFilters(state)) return null;
  return h('ul', {class: 'chips', 'aria-label': t('active_filters')},
    activeFilters(state, facets, tree).map(({text, next}) => h('li', null,
      h('a', {class: 'chip', href: href(next), 'aria-label': t('remove_filter', {name: text})},
        h('bdi', null, text), h('span', {'aria-hidden': 'true', class: 'cross'}, '×')))),
    h('li', null, h('a', {class: 'chip clear', href: href(withoutFilters(state))}, t('clear_filters'))));
}
