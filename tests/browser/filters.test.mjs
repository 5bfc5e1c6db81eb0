// Filters: what is ticked is what the search is asked for.

import assert from 'node:assert/strict';
import {getJson, ids, search} from './lib/api.mjs';
import {cardIds, follow, pageTest, texts, visit} from './lib/browser.mjs';

const tick = (page, key) => page.locator(`[data-key="${key}"]`);

pageTest('Two brands are ORed, counted, shown as chips and removable', async (page) => {
  const {facets} = await search({facets: 'brand', per_page: 0});
  const [first, second] = facets.brand;
  await visit(page, '/?lang=en');
  await follow(page, () => tick(page, `brand=${first.value}`).check());
  assert.deepEqual(await cardIds(page), await ids({brand: first.value}));
  const params = await follow(page, () => tick(page, `brand=${second.value}`).check());
  assert.deepEqual(params.getAll('brand'), [first.value, second.value]);
  const {total} = await search({brand: [first.value, second.value]});
  assert.equal(total, first.count + second.count);
  assert.match(await page.locator('h1').textContent(), new RegExp(`^${total.toLocaleString('en')} `));
  assert.deepEqual((await texts(page, '.chip bdi')), [first.label, second.label]);
  await follow(page, () => page.locator('.chip').first().click());
  assert.deepEqual(await cardIds(page), await ids({brand: second.value}));
  await follow(page, () => page.locator('.chip.clear').click());
  assert.equal(await page.locator('.chip').count(), 0);
});

pageTest('A ticked box keeps the keyboard focus', async (page) => {
  await visit(page, '/?lang=en');
  await tick(page, 'free_shipping').focus();
  await follow(page, () => page.keyboard.press('Space'));
  assert.equal(await page.evaluate(() => document.activeElement.dataset.key), 'free_shipping');
  assert.deepEqual(await cardIds(page), await ids({free_shipping: true}));
});

pageTest('Categories are walked down and up again', async (page) => {
  const {categories} = await getJson('/v1/categories?lang=en');
  const root = categories.find((node) => node.children.some((child) => child.count > 0));
  const child = root.children.find((node) => node.count > 0);
  await visit(page, '/?lang=en');
  await follow(page, () => tick(page, `category-${root.id}`).click());
  assert.deepEqual(await cardIds(page), await ids({category: root.id}));
  await follow(page, () => tick(page, `category-${child.id}`).click());
  assert.deepEqual(await cardIds(page), await ids({category: child.id}));
  assert.equal((await texts(page, '.tree [aria-current]'))[0], child.name);
  const params = await follow(page, () => tick(page, `up-${root.id}`).click());
  assert.equal(params.get('category'), root.id);
  await follow(page, () => tick(page, 'up-').click());
  assert.deepEqual(await cardIds(page), await ids({}));
});

pageTest('Prices are typed in whole units and asked for in minor units', async (page) => {
  const {facets: {price}} = await search({facets: 'price', per_page: 0});
  assert.equal(price.currency, 'USD');
  const low = Math.ceil((price.min + (price.max - price.min) / 4) / 100);
  const high = low + Math.ceil((price.max - price.min) / 400);
  await visit(page, '/?lang=en');
  await tick(page, 'price_max').fill(`${low}.50`);
  await tick(page, 'price_min').fill(String(high));
  const params = await follow(page, () => page.keyboard.press('Enter'));
  assert.equal(params.get('price_min'), String(low * 100 + 50), 'bounds in the wrong order are put right');
  assert.equal(params.get('price_max'), String(high * 100));
  assert.deepEqual(await cardIds(page), await ids({price_min: low * 100 + 50, price_max: high * 100}));
});

pageTest('Rating, stock and grouping narrow the results', async (page) => {
  await visit(page, '/?lang=en');
  await follow(page, () => tick(page, 'rating-4').check());
  assert.deepEqual(await cardIds(page), await ids({rating_min: 4}));
  await follow(page, () => tick(page, 'in_stock').check());
  assert.deepEqual(await cardIds(page), await ids({rating_min: 4, in_stock: true}));
  await follow(page, () => tick(page, 'group').check());
  assert.deepEqual(await cardIds(page), await ids({rating_min: 4, in_stock: true, group: true}));
  await follow(page, () => tick(page, 'rating-any').check());
  assert.deepEqual(await cardIds(page), await ids({in_stock: true, group: true}));
});

pageTest('Attributes of the results become filters', async (page) => {
  const {categories} = await getJson('/v1/categories?lang=en');
  await visit(page, `/?lang=en&category=${encodeURIComponent(categories[0].id)}`);
  const box = page.locator('[data-key^="attr."]').first();
  const [name, value] = (await box.getAttribute('data-key')).split(/=(.*)/s);
  const params = await follow(page, () => box.check());
  assert.deepEqual(params.getAll(name), [value]);
  assert.deepEqual(await cardIds(page), await ids({category: categories[0].id, [name]: value}));
  assert.equal(await page.locator(`[data-key=${JSON.stringify(`${name}=${value}`)}]`).isChecked(), true);
});

pageTest('Long lists of values open and close', async (page) => {
  await visit(page, '/?lang=en');
  const more = page.locator('[data-key="more-brand"]');
  const boxes = page.locator('[data-key^="brand="]');
  if (await more.count() === 0) return;  // a sample with few brands
  const short = await boxes.count();
  await more.click();
  assert.ok(await boxes.count() > short);
  assert.equal(await more.getAttribute('aria-expanded'), 'true');
  assert.equal(await page.evaluate(() => document.activeElement.dataset.key), 'more-brand');
  await more.click();
  assert.equal(await boxes.count(), short);
});

pageTest('On a small screen the filters open on demand', {viewport: {width: 390, height: 844}}, async (page) => {
  await visit(page, '/?lang=en');
  assert.equal(await tick(page, 'free_shipping').isVisible(), false);
  await page.locator('#show-filters').click();
  assert.equal(await page.locator('#show-filters').getAttribute('aria-expanded'), 'true');
  await follow(page, () => tick(page, 'free_shipping').check());
  assert.equal(await tick(page, 'free_shipping').isVisible(), true, 'they stay open while one ticks');
});
