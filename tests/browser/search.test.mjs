// Searching: from the box to the cards.

import assert from 'node:assert/strict';
import {commonWord, getJson, ids, search} from './lib/api.mjs';
import {cardIds, follow, pageTest, settled, texts, visit} from './lib/browser.mjs';

pageTest('The first page shows the best selling articles with their prices', async (page) => {
  await visit(page, '/?lang=en');
  assert.deepEqual(await cardIds(page), await ids({}));
  const {hits, total} = await search({per_page: 24});
  assert.equal(await page.locator('h1').textContent(), `${total.toLocaleString('en')} articles`);
  const priced = hits.find((hit) => hit.price?.currency === 'USD');
  if (priced) {
    const shown = (priced.price.amount / 100).toLocaleString('en', {style: 'currency', currency: 'USD'});
    assert.equal((await texts(page, `[data-id="${priced.id}"] .now bdi`))[0], shown);
  }
});

pageTest('A search by keyboard leads to its articles and says how many', async (page) => {
  const word = await commonWord();
  await visit(page, '/?lang=en');
  await page.locator('#q').fill(word);
  const params = await follow(page, () => page.keyboard.press('Enter'));
  assert.equal(params.get('q'), word);
  assert.deepEqual(await cardIds(page), await ids({q: word}));
  const {total} = await search({q: word});
  await page.waitForFunction((count) => document.getElementById('status').textContent.includes(count), total.toLocaleString('en'));
  assert.match(await page.title(), new RegExp(word, 'i'));
  assert.ok(await page.locator('.card h2 mark').count() > 0, 'what matched is marked');
});

pageTest('Every order of the select is the order of the cards', async (page) => {
  const q = await commonWord();
  await visit(page, `/?lang=en&q=${q}`);
  const sorts = await page.locator('#sort option').evaluateAll((options) => options.map((option) => option.value));
  assert.equal(sorts.length, 8);
  for (const sort of ['price_asc', 'price_desc', 'reviews', 'rating', 'free_shipping', 'newest', 'sales', 'relevance']) {
    const params = await follow(page, () => page.locator('#sort').selectOption(sort));
    assert.equal(params.get('sort'), sort);
    assert.deepEqual(await cardIds(page), await ids({q, sort}), sort);
  }
});

pageTest('The pages follow each other and the last one is reachable', async (page) => {
  const q = await commonWord();
  await visit(page, `/?lang=en&q=${q}`);
  let params = await follow(page, () => page.locator('.pager [rel=next]').click());
  assert.equal(params.get('page'), '2');
  assert.deepEqual(await cardIds(page), await ids({q, page: 2}));
  assert.equal(await page.evaluate(() => scrollY), 0);
  params = await follow(page, () => page.locator('.pager li:last-child a').click());
  const {total} = await search({q});
  assert.equal(Number(params.get('page')), Math.ceil(total / 24));
  assert.equal(await page.locator('.pager [rel=next]').count(), 0);
  assert.equal((await cardIds(page)).length, total % 24 || 24);
});

pageTest('A merchandising rule sends a search elsewhere', async (page) => {
  await visit(page, '/?lang=en');
  await page.locator('#q').fill('qqelsewhere');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('category') === 'c-sports');
  await settled(page);
  assert.deepEqual(await cardIds(page), await ids({category: 'c-sports'}));
});

pageTest('A search without results says so and offers a way on', async (page) => {
  await visit(page, '/?lang=en&q=qqzzxxyyqq');
  assert.match(await page.locator('.message h2').textContent(), /Nothing found for “qqzzxxyyqq”/);
  const {categories_to_try: categories} = await search({q: 'qqzzxxyyqq'});
  assert.ok(categories.length > 0);
  assert.equal(await page.locator('.to-try a').count(), categories.length);
  await follow(page, () => page.locator('.to-try a').first().click());
  assert.deepEqual(await cardIds(page), await ids({category: categories[0].id}));
  await page.goBack();
  await page.waitForSelector('.to-try');
  await follow(page, () => page.getByRole('link', {name: 'Show everything'}).click());
  assert.equal((await cardIds(page)).length, 24);
});

pageTest('Markup in a search stays text', async (page) => {
  for (const q of ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '\u202eabc', 'AND NOT (']) {
    await visit(page, `/?lang=en&q=${encodeURIComponent(q)}`);
    assert.ok((await page.locator('h1').textContent()).includes(q.trim()));
    assert.equal(await page.locator('main script, main img[src="x"]').count(), 0);
  }
});

pageTest('Shops are found by name and lead to their articles', async (page) => {
  const {hits} = await getJson('/v1/shops/search?lang=en&per_page=10');
  const shop = hits.find(({product_count}) => product_count > 0);
  await visit(page, '/?lang=en');
  await follow(page, () => page.locator('#mode-shops').click());
  await page.locator('#q').fill(shop.name);
  await follow(page, () => page.keyboard.press('Enter'));
  const params = await follow(page, () => page.locator(`[data-id="${shop.id}"] h2 a`).click());
  assert.equal(params.get('shop'), shop.id);
  assert.equal(await page.locator('.banner-name').textContent(), shop.name);
  assert.deepEqual(await cardIds(page), await ids({shop: shop.id}));
});

pageTest('The shop of a card leads to its articles', async (page) => {
  await visit(page, '/?lang=en');
  const link = page.locator('.card .shop').first();
  const shop = new URL(await link.getAttribute('href'), page.url()).searchParams.get('shop');
  const params = await follow(page, () => link.click());
  assert.equal(params.get('shop'), shop);
  assert.equal(params.get('product'), null);
  await settled(page);
});
