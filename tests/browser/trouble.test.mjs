// What goes wrong: refusals, broken photos, hostile feeds.

import assert from 'node:assert/strict';
import {cardIds, follow, pageTest, settled, visit} from './lib/browser.mjs';
import {base, ids} from './lib/api.mjs';

const SEARCH = '**/v1/products/search?*';

function refuse(route) {
  return route.fulfill({
    status: 503, contentType: 'application/problem+json', headers: {'Retry-After': '1'},
    body: JSON.stringify({type: 'about:blank', title: 'Service Unavailable', status: 503, detail: 'the queue is full', param: null}),
  });
}

/** Serves the real answer with its first hit changed. */
async function withFirstHit(page, changes) {
  await page.route(SEARCH, async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    if (answer.hits.length > 0) Object.assign(answer.hits[0], changes);
    await route.fulfill({response, json: answer});
  });
}

pageTest("A refusal shows the problem's detail, and trying again helps", {allowed: /status of 503/}, async (page) => {
  await page.route(SEARCH, refuse);
  await visit(page, '/?lang=en');
  const alert = page.getByRole('alert');
  assert.match(await alert.textContent(), /the queue is full/);
  await page.unroute(SEARCH);
  await alert.getByRole('button').click();
  await page.waitForSelector('.card[data-id]');
  await settled(page);
  assert.deepEqual(await cardIds(page), await ids({}));
});

pageTest('A server out of reach is said in words', {allowed: /ERR_FAILED|ERR_CONNECTION/}, async (page) => {
  await page.route(SEARCH, (route) => route.abort());
  await visit(page, '/?lang=en');
  assert.match(await page.getByRole('alert').textContent(), /cannot be reached/);
});

pageTest('An unknown article is an error with a way back', {allowed: /status of 404/}, async (page) => {
  await visit(page, '/?lang=en&product=no-such-article');
  assert.match(await page.getByRole('alert').textContent(), /404/);
  await follow(page, () => page.locator('[data-back]').click());
  assert.equal((await cardIds(page)).length, 24);
});

pageTest('A photo that cannot be loaded becomes a drawing', {allowed: /Failed to load resource/}, async (page) => {
  await withFirstHit(page, {image: `${base}/no-such-photo.jpg`});
  await visit(page, '/?lang=en');
  await page.waitForSelector('.card:first-child .photo svg');
  assert.equal(await page.locator('.card:first-child .photo img').count(), 0);
});

pageTest('Markup in a feed never becomes elements', async (page) => {
  const evil = '<img src=x onerror=alert(1)>';
  await withFirstHit(page, {
    title: evil, brand: evil, shop: {id: 'x', name: evil}, image: 'javascript:alert(1)',
    highlights: {title: `${evil}<em>&lt;b&gt; &amp;amp;</em></textarea>${evil}`, description: `<em>${evil}</em>`},
  });
  await visit(page, '/?lang=en');
  const card = page.locator('.card').first();
  assert.equal(await card.locator('img, script').count(), 0);
  assert.equal(await card.locator('h2 mark').textContent(), '<b> &amp;');
  assert.ok((await card.locator('h2').textContent()).includes(evil));
});

pageTest('Articles without price, rating, photo, shop or brand are shown', async (page) => {
  await withFirstHit(page, {price: null, list_price: null, rating: null, review_count: 0, image: null, shop: null, brand: null, description: null, stock: 0, sales: 0, attributes: {}, highlights: undefined});
  await visit(page, '/?lang=en');
  const card = page.locator('.card').first();
  assert.match(await card.textContent(), /No price/);
  assert.match(await card.textContent(), /Sold out/);
});

pageTest('Yen have no cents and dinars have thousandths', async (page) => {
  for (const [price, shown] of [[{amount: 1500, currency: 'JPY'}, /¥1,500$/], [{amount: 1500, currency: 'KWD'}, /1\.500$/], [{amount: 1500, currency: 'EUR'}, /€15\.00$/]]) {
    await withFirstHit(page, {price, list_price: null});
    await visit(page, '/?lang=en');
    assert.match(await page.locator('.card .now').first().textContent(), shown);
    await page.unroute(SEARCH);
  }
});

pageTest('A late answer never overtakes a newer one', async (page) => {
  await visit(page, '/?lang=en');
  await page.route(/sort=price_asc/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    await route.continue().catch(() => {});
  });
  await page.locator('#sort').selectOption('price_asc');
  await follow(page, () => page.evaluate(() => history.back()));
  await page.waitForTimeout(900);
  assert.deepEqual(await cardIds(page), await ids({}));
});
