// The server's answers, to know what the page ought to show.

import assert from 'node:assert/strict';

export const base = (process.env.SOUK_URL || '').replace(/\/$/, '');

export async function getJson(path) {
  const response = await fetch(base + path, {headers: {'Accept-Language': 'en'}});
  assert.equal(response.status, 200, `${path}: ${response.status}`);
  return response.json();
}

/** A search with parameters as an object; arrays repeat. */
export function search(params) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({lang: 'en', ...params})) {
    for (const one of [value].flat()) query.append(name, String(one));
  }
  return getJson(`/v1/products/search?${query}`);
}

/** The ids that the page should show: it asks for 24 a page. */
export async function ids(params) {
  return (await search({per_page: 24, ...params})).hits.map((hit) => hit.id);
}

/** A word of the titles that finds more than two pages of articles, but not all of them. */
export async function commonWord() {
  const {hits, total} = await search({per_page: 100});
  const counts = new Map();
  for (const word of hits.flatMap(({title}) => [...new Set(title.split(/\s+/))])) {
    if (/^[a-z]{4,}$/i.test(word)) counts.set(word, (counts.get(word) || 0) + 1);
  }
  for (const [word] of [...counts].sort((a, b) => b[1] - a[1])) {
    const found = (await search({q: word, per_page: 0})).total;
    if (found > 48 && found < total) return word;
  }
  throw new Error('the sample has no word that finds two pages');
}
