// The API's description: it is whole, it is true of the server's answers, and the server's files are
// the ones in the source.

import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {test} from 'node:test';
import {base, getJson, search} from './lib/api.mjs';

const source = new URL('../../server/', import.meta.url);
const described = JSON.parse(readFileSync(new URL('openapi.json', source)));
const ajv = new Ajv({strict: false, allErrors: true});
addFormats(ajv);
ajv.addSchema(described, 'openapi.json');

function* references(value) {
  if (value === null || typeof value !== 'object') return;
  if (typeof value.$ref === 'string') yield value.$ref;
  for (const inner of Object.values(value)) yield* references(inner);
}

function lookUp(ref) {
  return ref.slice(2).split('/').reduce((value, key) => value?.[key.replaceAll('~1', '/')], described);
}

function assertIs(schema, value, what) {
  const validate = ajv.getSchema(`openapi.json#/components/schemas/${schema}`);
  assert.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors?.slice(0, 5))}`);
}

test('Every reference leads somewhere and everything described is used', () => {
  const used = new Set(references(described));
  for (const ref of used) assert.ok(lookUp(ref), ref);
  for (const kind of ['schemas', 'parameters', 'responses']) {
    for (const name of Object.keys(described.components[kind])) assert.ok(used.has(`#/components/${kind}/${name}`), `${kind}/${name}`);
  }
});

test('Operations have unique names, and path parameters are declared', () => {
  const names = Object.values(described.paths).flatMap((path) => Object.values(path).map((operation) => operation.operationId));
  assert.equal(new Set(names).size, names.length);
  for (const [path, operations] of Object.entries(described.paths)) {
    for (const name of [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])) {
      for (const operation of Object.values(operations)) {
        assert.ok(operation.parameters.some((parameter) => parameter.in === 'path' && parameter.name === name && parameter.required), path);
      }
    }
  }
});

test('Answers are what the description says', async () => {
  const page = await search({q: 'a', facets: 'brand,category,shop,price,rating,free_shipping', highlight: true, explain: true, group: true});
  assertIs('Page', page, 'search');
  const all = await search({per_page: 50, facets: 'price,attr.NoSuchAttribute'});
  assertIs('Page', all, 'search without words');
  assert.deepEqual(all.facets['attr.NoSuchAttribute'], []);
  for (const hit of all.hits.slice(0, 10)) assertIs('Product', await getJson(`/v1/products/${encodeURIComponent(hit.id)}`), hit.id);
  const shops = await getJson('/v1/shops/search');
  assertIs('ShopPage', shops, 'shops');
  for (const q of ['', 's', 'wireless ', shops.hits[0].name]) {
    const suggestions = await getJson(`/v1/suggest?limit=20&q=${encodeURIComponent(q)}`);
    assertIs('Suggestions', suggestions, `suggestions of "${q}"`);
    assert.ok(suggestions.suggestions.length > 0, q);
  }
  assertIs('Shop', await getJson(`/v1/shops/${encodeURIComponent(shops.hits[0].id)}`), 'shop');
  assertIs('Page', await getJson(`/v1/shops/${encodeURIComponent(shops.hits[0].id)}/products`), "a shop's articles");
  assertIs('Categories', await getJson('/v1/categories?lang=fr'), 'categories');
});

test('A search by body and several at once are answered alike', async () => {
  const post = async (path, body) => {
    const response = await fetch(base + path, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)});
    assert.equal(response.status, 200, path);
    return response.json();
  };
  const body = {q: 'a', lang: 'en', per_page: 5, sort: 'newest', facets: ['brand', 'price'], brand: [], highlight: true};
  assertIs('Search', body, 'body');
  const page = await post('/v1/products/search', body);
  assertIs('Page', page, 'search by body');
  const {results} = await post('/v1/multi_search', {searches: [body, {sort: 'cheapest'}]});
  assertIs('Page', results[0], 'first of several');
  assertIs('Problem', results[1], 'second of several');
  assert.deepEqual(results[0].hits, page.hits);
});

test('Refusals are problems that name the parameter', async () => {
  const cases = [
    ['/v1/products/search?page=0', 400, 'page'], ['/v1/products/search?per_page=201', 400, 'per_page'],
    ['/v1/products/search?sort=cheapest', 400, 'sort'], ['/v1/products/search?colour=red', 400, 'colour'],
    ['/v1/products/search?facets=colour', 400, 'facets'], ['/v1/products/search?filter=price+<', 400, 'filter'],
    ['/v1/products/no-such-article', 404, 'id'], ['/v1/shops/no-such-shop', 404, 'id'], ['/v1/nothing', 404, null],
  ];
  for (const [path, status, param] of cases) {
    const response = await fetch(base + path);
    assert.equal(response.status, status, path);
    assert.match(response.headers.get('content-type'), /^application\/problem\+json/, path);
    const problem = await response.json();
    assertIs('Problem', problem, path);
    assert.equal(problem.status, status);
    if (param) assert.equal(problem.param, param, path);
  }
});

test('Every described GET without path parameters exists', async () => {
  for (const [path, operations] of Object.entries(described.paths)) {
    if (!operations.get || path.includes('{')) continue;
    const {status} = await fetch(base + path);
    assert.ok(status === 200 || (path.startsWith('/v1/admin') && (status === 401 || status === 403)), `${path}: ${status}`);
  }
});

test('The server serves the files of the source, byte for byte, with a policy', async () => {
  const web = new URL('web/', source);
  const files = ['index.html', ...readdirSync(web).filter((name) => /\.(js|css|svg)$/.test(name)), ...readdirSync(new URL('i18n/', web)).map((name) => `i18n/${name}`)];
  const addresses = files.map((name) => [name === 'index.html' ? '/' : `/assets/${name}`, `web/${name}`]);
  for (const [address, file] of [...addresses, ['/openapi.json', 'openapi.json']]) {
    const response = await fetch(base + address);
    assert.equal(response.status, 200, address);
    assert.ok(Buffer.from(await response.arrayBuffer()).equals(readFileSync(new URL(file, source))), address);
    assert.match(response.headers.get('content-type'), /charset=utf-8/, address);
  }
  const policy = (await fetch(`${base}/`)).headers.get('content-security-policy');
  assert.match(policy, /(default|script)-src 'self'/);
  assert.doesNotMatch(policy, /unsafe/);
});
