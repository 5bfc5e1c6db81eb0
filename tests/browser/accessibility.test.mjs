// axe-core over every kind of view, and no view wider than its screen.

import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {ids} from './lib/api.mjs';
import {pageTest, settled, visit} from './lib/browser.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PHONE = {width: 390, height: 844};

async function views() {
  const [id] = await ids({});
  return {
    results: '/?lang=en', filtered: '/?lang=en&free_shipping=true&rating_min=3&page=2', arabic: '/?lang=ar', nothing: '/?lang=en&q=qqzzxxyyqq',
    article: `/?lang=en&product=${encodeURIComponent(id)}`, 'arabic article': `/?lang=ar&product=${encodeURIComponent(id)}`,
    shops: '/?lang=en&view=shops', hindi: '/?lang=hi&sort=newest',
  };
}

/** The page's policy forbids injected scripts, so axe is run by the debugger. */
async function violations(page) {
  const {readFileSync} = await import('node:fs');
  await page.evaluate(readFileSync(axe, 'utf8'));
  const result = await page.evaluate(() => globalThis.axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}));
  return result.violations.map(({id, impact, nodes}) => `${impact} ${id}: ${nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
}

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [{width: 1280, height: 900}, PHONE]) {
    pageTest(`Every view is accessible, ${colorScheme}, ${viewport.width} wide`, {colorScheme, viewport}, async (page) => {
      for (const [name, address] of Object.entries(await views())) {
        await visit(page, address);
        if (viewport === PHONE && await page.locator('#show-filters').count() > 0) await page.locator('#show-filters').click();
        assert.deepEqual(await violations(page), [], name);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wider <= 0, `${name} scrolls sideways`);
      }
    });
  }
}

pageTest('An error view is accessible', {allowed: /404/}, async (page) => {
  await visit(page, '/?lang=en&product=no-such-article');
  await settled(page);
  assert.deepEqual(await violations(page), []);
});

pageTest('Nothing moves for those who ask for that', {reducedMotion: 'reduce'}, async (page) => {
  await visit(page, '/?lang=en');
  const moving = await page.evaluate(() => document.getAnimations().length);
  assert.equal(moving, 0);
});
