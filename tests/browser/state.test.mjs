// The address of the page and its meaning: pure functions, no browser.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {change, emptyState, href, parseState, searchParams, toggle} from '../../server/web/state.js';

const LANGUAGES = ['en', 'fr', 'ar'];
const parse = (search) => parseState(search, LANGUAGES, 'en');

test('An address survives being parsed and written again', () => {
  const addresses = [
    '/?lang=en',
    '/?q=caf%C3%A9+%26+th%C3%A9&lang=fr',
    '/?category=a&brand=x&brand=y&shop=s1&attr.Color=red&attr.Color=blue&attr.Size=XL&price_min=100&price_max=900&rating_min=4&free_shipping=true&in_stock=true&group=true&sort=price_asc&page=3&lang=ar',
    '/?q=a&product=p%3A1&lang=en',
    '/?view=shops&q=x&page=2&lang=en',
    '/?attr.__proto__=1&attr.constructor=2&lang=en',
  ];
  for (const address of addresses) assert.equal(href(parse(address.slice(1))), address);
});

test('What an address cannot mean is left out', () => {
  const cases = [
    ['?page=0', '/?lang=en'], ['?page=-1', '/?lang=en'], ['?page=1.5', '/?lang=en'], ['?page=99999', '/?page=416&lang=en'],
    ['?sort=cheap', '/?lang=en'], ['?lang=xx', '/?lang=en'], ['?price_min=-5', '/?lang=en'], ['?price_min=NaN', '/?lang=en'],
    ['?price_max=1e999', '/?lang=en'], ['?rating_min=9', '/?rating_min=5&lang=en'], ['?attr.=x', '/?lang=en'],
    ['?free_shipping=yes', '/?lang=en'], ['?brand=a&brand=a', '/?brand=a&lang=en'], ['?nonsense=1', '/?lang=en'],
    ['?price_min=9&price_max=5', '/?price_min=5&price_max=9&lang=en'],
  ];
  for (const [given, expected] of cases) assert.equal(href(parse(given)), expected, given);
});

test('A changed filter goes back to the first page and leaves the article', () => {
  const state = parse('?q=a&page=4&product=p1');
  assert.equal(href(toggle(state, 'brand', 'B')), '/?q=a&brand=B&lang=en');
  assert.equal(href(change(state, {sort: 'newest'})), '/?q=a&sort=newest&lang=en');
});

test('A filter switched twice is off again', () => {
  const state = emptyState('en');
  for (const name of ['brand', 'attr.Color', 'attr.constructor']) {
    assert.equal(href(toggle(toggle(state, name, 'x'), name, 'x')), '/?lang=en');
  }
});

test('The search is asked for nothing that belongs to the page alone', () => {
  const params = searchParams(parse('?q=a&product=p1&view=products&lang=fr'));
  assert.deepEqual([...params.keys()], ['q', 'lang', 'per_page']);
});
