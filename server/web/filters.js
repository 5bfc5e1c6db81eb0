// The column of filters beside the results.

import {h} from './dom.js';
import {categoryPath, countOf, shownAttributes} from './facets.js';
import {majorUnits, minorUnits, money, number, stars} from './format.js';
import {t} from './i18n.js';
import {change, href, toggle} from './state.js';

const SHORT = 7;
const expanded = new Set();  // facets whose values are all shown, for as long as the page lives

function box(title, ...content) {
  return h('fieldset', {class: 'facet'}, h('legend', null, title), ...content);
}

function count(n) {
  return n === undefined ? null : h('span', {class: 'count'}, number(n));
}

function tick({key, label, n, checked, onchange, type = 'checkbox', name = null}) {
  return h('label', {class: 'tick'},
    h('input', {type, name, checked, onchange, 'data-key': key}),
    h('span', {class: 'tick-label', dir: 'auto'}, label), count(n));
}

function categories(state, facets, tree) {
  const values = facets.category || [];
  const path = state.category.length > 0 ? categoryPath(tree, state.category[0]) : [];
  if (values.length === 0 && path.length === 0) return null;
  const step = (label, category, current) => h('li', {class: 'up'},
    h('a', {href: href(change(state, {category})), 'data-key': `up-${category[0] ?? ''}`, 'aria-current': current ? 'true' : null}, h('span', {dir: 'auto'}, label)));
  return h('nav', {class: 'facet', 'aria-label': t('category')},
    h('h2', null, t('category')),
    h('ul', {class: 'tree'},
      state.category.length > 0 ? step(t('all_categories'), [], false) : null,
      path.map((node, depth) => step(node.name, [node.id], depth === path.length - 1)),
      values.filter((entry) => entry.count > 0 && !state.category.includes(entry.value)).map((entry) =>
        h('li', {class: path.length > 0 ? 'down' : ''},
          h('a', {href: href(change(state, {category: [entry.value]})), 'data-key': `category-${entry.value}`},
            h('span', {dir: 'auto'}, entry.label), count(entry.count))))));
}

function ticks(state, name, title, values, go, redraw) {
  if (!values || values.length === 0) return null;
  const chosen = name.startsWith('attr.') ? state.attr[name.slice(5)] || [] : state[name];
  const labelOf = (label) => (label === 'true' ? t('yes') : label === 'false' ? t('no') : label);
  const all = expanded.has(name);
  const shown = all ? values : values.filter((entry, at) => at < SHORT || chosen.includes(entry.value));
  const more = values.length > SHORT
    ? h('button', {type: 'button', class: 'more', 'aria-expanded': String(all), 'data-key': `more-${name}`,
      onclick: () => { if (!expanded.delete(name)) expanded.add(name); redraw(); }}, t(all ? 'show_less' : 'show_more'))
    : null;
  return box(title, shown.map((entry) => tick({
    key: `${name}=${entry.value}`, label: labelOf(entry.label), n: entry.count, checked: chosen.includes(entry.value),
    onchange: () => go(toggle(state, name, entry.value)),
  })), more);
}

function prices(state, facets, go) {
  const range = facets.price;
  const known = range && range.min !== null && range.min !== undefined;
  if (!known && state.price_min === null && state.price_max === null) return null;
  const currency = range?.currency ?? 'USD';
  const field = (name, bound) => h('label', {class: 'bound'}, h('span', null, t(name)),
    h('input', {type: 'text', inputmode: 'decimal', name, autocomplete: 'off', 'data-key': name,
      placeholder: known ? majorUnits(bound, currency) : null,
      value: state[name] === null ? '' : majorUnits(state[name], currency)}));
  const submit = (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    let low = minorUnits(form.elements.price_min.value, currency);
    let high = minorUnits(form.elements.price_max.value, currency);
    if (low !== null && high !== null && low > high) [low, high] = [high, low];
    go(change(state, {price_min: low, price_max: high}));
  };
  return h('form', {class: 'prices', onsubmit: submit, novalidate: true},
    box(`${t('price')} (${currency})`,
      h('div', {class: 'bounds'}, field('price_min', range?.min), field('price_max', range?.max),
        h('button', {type: 'submit', 'data-key': 'price-apply'}, t('apply'))),
      known ? h('p', {class: 'hint'}, h('bdi', null, `${money(range.min, currency)} – ${money(range.max, currency)}`)) : null));
}

function ratings(state, facets, go) {
  if (!facets.rating || facets.rating.length === 0) return null;
  const steps = facets.rating.map((entry) => ({n: Number(entry.value), hits: entry.count})).sort((a, b) => b.n - a.n);
  return box(t('rating'),
    steps.map(({n, hits}) => tick({
      type: 'radio', name: 'rating', key: `rating-${n}`, n: hits, checked: state.rating_min === n,
      label: [stars(n), ' ', t('and_more')], onchange: () => go(change(state, {rating_min: n})),
    })),
    tick({type: 'radio', name: 'rating', key: 'rating-any', label: t('any_rating'), checked: state.rating_min === null,
      onchange: () => go(change(state, {rating_min: null}))}));
}

function offers(state, facets, go) {
  return box(t('offer'),
    tick({key: 'free_shipping', label: t('free_shipping'), n: countOf(facets, 'free_shipping', 'true'),
      checked: state.free_shipping, onchange: () => go(change(state, {free_shipping: !state.free_shipping}))}),
    tick({key: 'in_stock', label: t('in_stock'), checked: state.in_stock,
      onchange: () => go(change(state, {in_stock: !state.in_stock}))}),
    tick({key: 'group', label: t('group'), checked: state.group,
      onchange: () => go(change(state, {group: !state.group}))}));
}

/** All filters. `go` shows another state, `redraw` draws this one again. */
export function filters(state, facets, tree, go, redraw) {
  return [
    categories(state, facets, tree),
    offers(state, facets, go),
    prices(state, facets, go),
    ticks(state, 'brand', t('brand'), facets.brand, go, redraw),
    ratings(state, facets, go),
    ...shownAttributes(facets, state).map(({name, title, values}) => ticks(state, name, title, values, go, redraw)),
    ticks(state, 'shop', t('shop'), facets.shop, go, redraw),
  ];
}
