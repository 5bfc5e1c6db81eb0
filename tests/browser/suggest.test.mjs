// What the search box offers while somebody types.

import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import {getJson, ids, search} from './lib/api.mjs';
import {cardIds, follow, pageTest, texts, visit} from './lib/browser.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const suggest = async (q, lang = 'en') => (await getJson(`/v1/suggest?limit=10&lang=${lang}&q=${encodeURIComponent(q)}`)).suggestions;

/** Types and waits until the list shows what the server suggests for it. */
async function type(page, q) {
  await page.locator('#q').pressSequentially(q);
  const expected = await suggest(q);
  await page.waitForFunction((first) => document.querySelector('#suggestions:not([hidden]) .suggestion')?.textContent === first, expected[0].text);
  assert.deepEqual(await texts(page, '#suggestions .suggestion'), expected.map(({text}) => text));
  return expected;
}

pageTest('The box offers what the server suggests, and a query is chosen by keyboard', async (page) => {
  await visit(page, '/?lang=en');
  const expected = await type(page, 'wire');
  assert.equal(await page.locator('#q').getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  const active = await page.locator('#q').getAttribute('aria-activedescendant');
  assert.equal(await page.locator(`#${active}[aria-selected=true] .suggestion`).textContent(), expected[0].text);
  assert.equal(expected[0].type, 'query');
  const params = await follow(page, () => page.keyboard.press('Enter'));
  assert.equal(params.get('q'), expected[0].text);
  assert.deepEqual(await cardIds(page), await ids({q: expected[0].text}));
  assert.equal(await page.locator('#suggestions').isVisible(), false);
});

pageTest('Categories, brands and shops lead to their articles', async (page) => {
  const {hits} = await search({q: 'headphones', per_page: 50});
  const brand = hits.find((hit) => hit.brand)?.brand;
  await visit(page, '/?lang=en');
  const expected = await type(page, brand);
  const at = expected.findIndex(({type: kind}) => kind === 'brand');
  assert.ok(at >= 0, brand);
  const params = await follow(page, () => page.locator('#suggestions li').nth(at).click());
  assert.equal(params.get('brand'), expected[at].id);
  assert.equal(params.get('q'), null);
  const {total} = await search({brand: expected[at].id, per_page: 0});
  assert.equal(total, expected[at].count);
});

pageTest('Escape closes the list and keeps the text, and so does leaving the box', async (page) => {
  await visit(page, '/?lang=en');
  await type(page, 'cam');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#suggestions').isVisible(), false);
  assert.equal(await page.locator('#q').inputValue(), 'cam');
  await page.locator('#q').press('e');
  await page.waitForSelector('#suggestions:not([hidden])');
  await page.locator('#language').focus();
  assert.equal(await page.locator('#suggestions').isVisible(), false);
});

pageTest('Among shops only shops are offered', async (page) => {
  const {hits} = await getJson('/v1/shops/search?lang=en&per_page=10');
  const shop = hits.find(({product_count}) => product_count > 0);
  await visit(page, '/?lang=en&view=shops');
  await page.locator('#q').pressSequentially(shop.name);
  await page.waitForSelector('#suggestions:not([hidden])');
  const kinds = await texts(page, '#suggestions .hint:not(.count)');
  assert.ok(kinds.length > 0 && kinds.every((kind) => kind === 'Shop'), kinds.join());
  const params = await follow(page, () => page.locator('#suggestions li').first().click());
  assert.ok(params.get('shop'));
});

pageTest('A search works on without suggestions', {allowed: /500|Failed to load/}, async (page) => {
  await page.route('**/v1/suggest*', (route) => route.fulfill({status: 500, body: 'no'}));
  await visit(page, '/?lang=en');
  await page.locator('#q').pressSequentially('lamp');
  await page.waitForResponse('**/v1/suggest*');
  assert.equal(await page.locator('#suggestions').isVisible(), false);
  const params = await follow(page, () => page.keyboard.press('Enter'));
  assert.equal(params.get('q'), 'lamp');
});

for (const viewport of [{width: 1280, height: 900}, {width: 390, height: 844}]) {
  pageTest(`The open list is accessible, ${viewport.width} wide`, {viewport}, async (page) => {
    await visit(page, '/?lang=en');
    await type(page, 'wire');
    await page.keyboard.press('ArrowDown');
    await page.evaluate(readFileSync(axe, 'utf8'));
    const result = await page.evaluate(() => globalThis.axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}));
    assert.deepEqual(result.violations.map(({id, nodes}) => `${id}: ${nodes[0].target}`), []);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wider <= 0, 'scrolls sideways');
  });
}
