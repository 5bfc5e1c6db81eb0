// Money, numbers, dates and stars as the reader's language writes them.

import {h, unseen} from './dom.js';
import {language, t} from './i18n.js';

// ISO 4217's minor units where they are not two. Intl follows CLDR, which counts some differently.
const EXPONENTS = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
  ...'CLF UYW'.split(' ').map((code) => [code, 4]),
]);

export function exponent(currency) {
  return EXPONENTS.get(currency) ?? 2;
}

/** Minor units → text: 1999 USD → $19.99. */
export function money(amount, currency) {
  const digits = exponent(currency);
  const value = amount / 10 ** digits;
  try {
    return new Intl.NumberFormat(language(), {
      style: 'currency', currency, currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits, maximumFractionDigits: digits,
    }).format(value);
  } catch {
    return `${value.toFixed(digits)} ${currency}`;
  }
}

/** What a reader typed ("19.99", "19,99") → minor units, or null. */
export function minorUnits(text, currency) {
  const clean = text.trim().replace(/[٠-٩]/g, (digit) => digit.charCodeAt(0) - 0x660).replace(/[,٫]/, '.');
  if (clean === '' || !/^\d+(\.\d*)?$/.test(clean)) return null;
  const amount = Math.round(Number(clean) * 10 ** exponent(currency));
  return Number.isSafeInteger(amount) ? amount : null;
}

/** Minor units → what an input shows: 1999 USD → 19.99. */
export function majorUnits(amount, currency) {
  const digits = exponent(currency);
  return (amount / 10 ** digits).toFixed(digits).replace(/\.0+$/, '');
}

export function number(value, options) {
  return new Intl.NumberFormat(language(), options).format(value);
}

export function date(value) {
  const when = new Date(value);
  if (Number.isNaN(when.getTime())) return String(value);
  return new Intl.DateTimeFormat(language(), {dateStyle: 'long', timeZone: 'UTC'}).format(when);
}

export function countryName(code) {
  try {
    return new Intl.DisplayNames(language(), {type: 'region'}).of(code);
  } catch {
    return code;
  }
}

/** Five stars filled to a rating, with the number for those who listen. */
export function stars(rating, reviews) {
  const drawn = h('span', {class: 'stars', 'aria-hidden': 'true'}, '★★★★★');
  drawn.style.setProperty('--fill', `${Math.max(0, Math.min(100, rating * 20))}%`);
  return h('span', {class: 'rating'},
    drawn,
    unseen(t('stars', {n: number(rating, {maximumFractionDigits: 1})})),
    h('span', {class: 'rating-number', 'aria-hidden': 'true'}, number(rating, {minimumFractionDigits: 1, maximumFractionDigits: 1})),
    reviews === undefined ? null : h('span', {class: 'reviews'}, t('reviews', {n: reviews})));
}

/** Price, with the former one struck through when it was higher. */
export function price(product) {
  if (!product.price) return h('p', {class: 'price none'}, t('no_price'));
  const now = product.price;
  const was = product.list_price;
  const reduced = was && was.currency === now.currency && was.amount > now.amount;
  return h('p', {class: reduced ? 'price reduced' : 'price'},
    h('span', {class: 'now'}, reduced ? unseen(`${t('price_now')} `) : null, h('bdi', null, money(now.amount, now.currency))),
    reduced ? [' ', h('s', null, unseen(`${t('price_was')} `), h('bdi', null, money(was.amount, was.currency)))] : null);
}
