// One browser for all tests, a fresh context for each; what a page complains about fails its test.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {chromium} from 'playwright-core';
import {base} from './api.mjs';

const FLAGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

let browser = null;

export async function closeBrowser() {
  await browser?.close();
}

/** Waits until the page has drawn what its address says. */
export async function settled(page) {
  await page.waitForSelector('#view[aria-busy="false"]');
}

/** Goes to an address of the storefront and waits until it is drawn. */
export async function visit(page, address) {
  await page.goto(base + address);
  await settled(page);
}

/** Does something that leads to another address, and waits until that is drawn. */
export async function follow(page, action) {
  const before = page.url();
  await action();
  await page.waitForFunction((url) => location.href !== url, before);
  await settled(page);
  return new URL(page.url()).searchParams;
}

/**
 * A test with a page of its own. Fails on any console error, uncaught exception or request to another
 * origin, except complaints that match `allowed`.
 */
export function pageTest(name, options, body) {
  if (typeof options === 'function') [options, body] = [{}, options];
  const {allowed = null, ...context} = options;
  test(name, {timeout: 240000}, async () => {
    browser ??= await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: FLAGS});
    const own = await browser.newContext({locale: 'en-US', viewport: {width: 1280, height: 900}, ...context});
    const complaints = [];
    try {
      const page = await own.newPage();
      page.setDefaultTimeout(30000);
      page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => {
        const {protocol, origin} = new URL(request.url());
        if (protocol.startsWith('http') && origin !== new URL(base).origin) complaints.push(`asked ${request.url()}`);
      });
      await body(page);
      assert.deepEqual(complaints.filter((text) => !allowed?.test(text)), []);
    } finally {
      await own.close();
    }
  });
}

export function texts(page, selector) {
  return page.locator(selector).allTextContents();
}

/** The ids of the cards, in their order. */
export function cardIds(page) {
  return page.locator('.cards > .card').evaluateAll((cards) => cards.map((card) => card.dataset.id));
}
