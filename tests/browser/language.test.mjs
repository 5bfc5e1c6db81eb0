// The interface's languages.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {follow, pageTest, settled, visit} from './lib/browser.mjs';

const LANGUAGES = 'en fr de es pt it ru zh ja ko ar tr hi'.split(' ');
const text = (lang, name) => JSON.parse(readFileSync(new URL(`../../server/web/i18n/${lang}.json`, import.meta.url)))[name];

pageTest('Each language changes the texts, the direction and the address', async (page) => {
  await visit(page, '/?lang=en&free_shipping=true');
  for (const lang of [...LANGUAGES.slice(1), 'en']) {
    const params = await follow(page, () => page.locator('#language').selectOption(lang));
    assert.equal(params.get('lang'), lang);
    assert.equal(params.get('free_shipping'), 'true', 'the filters stay');
    // The address changes at once, the texts when they have come.
    await page.waitForSelector(`html[lang="${lang}"]`);
    await settled(page);
    assert.equal(await page.locator('html').getAttribute('dir'), lang === 'ar' ? 'rtl' : 'ltr');
    assert.equal(await page.locator('#mode-shops').textContent(), text(lang, 'shops'));
    assert.equal(await page.locator('label[for=sort]').textContent(), text(lang, 'sort'));
  }
});

pageTest('In Arabic the filters stand on the right', async (page) => {
  await visit(page, '/?lang=ar');
  const filters = await page.locator('#filters').boundingBox();
  const results = await page.locator('#results').boundingBox();
  assert.ok(filters.x > results.x);
});

pageTest('A chosen language is remembered, an address decides before it', async (page) => {
  await visit(page, '/');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en', "the browser's own");
  await follow(page, () => page.locator('#language').selectOption('fr'));
  await visit(page, '/');
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
  await visit(page, '/?lang=ja');
  assert.equal(await page.locator('html').getAttribute('lang'), 'ja');
});

pageTest("A reader's own language is taken from the browser", {locale: 'pt-BR'}, async (page) => {
  await visit(page, '/');
  assert.equal(await page.locator('html').getAttribute('lang'), 'pt');
  assert.equal(await page.locator('#mode-shops').textContent(), text('pt', 'shops'));
});

pageTest('The back button takes back a language too', async (page) => {
  await visit(page, '/?lang=en');
  await follow(page, () => page.locator('#language').selectOption('ar'));
  await follow(page, () => page.goBack());
  await page.waitForSelector('html[dir="ltr"]');
  await settled(page);
  assert.equal(await page.locator('#mode-shops').textContent(), text('en', 'shops'));
});
