// One article, and the way back.

import assert from 'node:assert/strict';
import {getJson, ids, search} from './lib/api.mjs';
import {cardIds, follow, pageTest, settled, texts, visit} from './lib/browser.mjs';

pageTest('A card leads to the whole article', async (page) => {
  await visit(page, '/?lang=en');
  const [id] = await cardIds(page);
  const params = await follow(page, () => page.locator(`[data-id="${id}"] h2 a`).click());
  assert.equal(params.get('product'), id);
  const product = await getJson(`/v1/products/${id}?lang=en`);
  assert.equal(await page.locator('h1').textContent(), product.title);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
  const names = await texts(page, '.details th');
  for (const name of Object.keys(product.attributes)) assert.ok(names.includes(name), name);
  if (product.description) assert.equal(await page.locator('.description p').textContent(), product.description);
  if (product.category_ids.length > 0) {
    const to = await page.locator('.details td a[href*="category="]').last().getAttribute('href');
    assert.equal(new URL(to, page.url()).searchParams.get('category'), product.category_ids.at(-1));
  }
});

pageTest('An article shows its variants', async (page) => {
  const {hits} = await search({filter: 'group EXISTS', per_page: 1});
  if (hits.length === 0) return;  // a sample without variants
  const {group} = await getJson(`/v1/products/${encodeURIComponent(hits[0].id)}`);
  const others = (await ids({filter: `group = ${JSON.stringify(group)}`})).filter((id) => id !== hits[0].id);
  await visit(page, `/?lang=en&product=${encodeURIComponent(hits[0].id)}`);
  assert.deepEqual(await page.locator('.variants .card').evaluateAll((cards) => cards.map((card) => card.dataset.id)), others.slice(0, 12));
});

pageTest('The back button returns through article, page, filter and search', async (page) => {
  const {facets} = await search({facets: 'brand', per_page: 0});
  const brand = facets.brand[0].value;
  await visit(page, '/?lang=en');
  await follow(page, () => page.locator(`[data-key="brand=${brand}"]`).check());
  const filtered = page.url();
  if (await page.locator('.pager [rel=next]').count() > 0) await follow(page, () => page.locator('.pager [rel=next]').click());
  const paged = page.url();
  const cards = await cardIds(page);
  await page.evaluate(() => scrollTo(0, 300));
  await page.waitForTimeout(350);
  await follow(page, () => page.locator(`[data-id="${cards[1]}"] h2 a`).click());
  await follow(page, () => page.goBack());
  assert.equal(page.url(), paged);
  assert.deepEqual(await cardIds(page), cards);
  await page.waitForFunction(() => scrollY === 300);
  assert.equal(await page.evaluate(() => document.activeElement.closest('.card')?.dataset.id), cards[1], 'the focus is where it left');
  if (paged !== filtered) await follow(page, () => page.goBack());
  assert.equal(await page.locator(`[data-key="brand=${brand}"]`).isChecked(), true);
  await follow(page, () => page.goBack());
  assert.deepEqual(await cardIds(page), await ids({}));
  await follow(page, () => page.goForward());
  assert.deepEqual(await cardIds(page), await ids({brand}));
});

pageTest('An address opened anew shows the same', async (page) => {
  const address = '/?lang=en&free_shipping=true&sort=price_desc&page=2';
  await visit(page, address);
  const first = await cardIds(page);
  assert.deepEqual(first, await ids({free_shipping: true, sort: 'price_desc', page: 2}));
  await page.reload();
  await settled(page);
  assert.deepEqual(await cardIds(page), first);
  assert.equal(await page.locator('#sort').inputValue(), 'price_desc');
});

pageTest('The link back from an article works when the article was opened first', async (page) => {
  const [id] = await ids({});
  await visit(page, `/?lang=en&sort=newest&product=${encodeURIComponent(id)}`);
  await follow(page, () => page.locator('[data-back]').click());
  assert.deepEqual(await cardIds(page), await ids({sort: 'newest'}));
});

pageTest('Tabbing from the top reaches the skip link, the search and the first card', async (page) => {
  await visit(page, '/?lang=en');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  await page.locator('#home').focus();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
  await page.locator('.card h2 a').first().focus();
  const [id] = await cardIds(page);
  const params = await follow(page, () => page.keyboard.press('Enter'));
  assert.equal(params.get('product'), id);
});

pageTest('Nothing jumps while the page loads', async (page) => {
  await page.addInitScript(() => {
    globalThis.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value;
    }).observe({type: 'layout-shift', buffered: true});
  });
  for (const address of ['/?lang=en', '/?lang=ar']) {
    await visit(page, address);
    await page.waitForTimeout(200);
    const shift = await page.evaluate(() => globalThis.shift);
    assert.ok(shift < 0.1, `${address}: a shift of ${shift}`);
  }
});
