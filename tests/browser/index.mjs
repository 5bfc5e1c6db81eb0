// Runs every test in one process, so that they share one browser. SOUK_URL names the server.

import {after} from 'node:test';
import {closeBrowser} from './lib/browser.mjs';

if (!process.env.SOUK_URL) {
  console.error('SOUK_URL must name a running server; tests/browser/run.sh starts one');
  process.exit(2);
}

await import('./state.test.mjs');
await import('./texts.test.mjs');
await import('./openapi.test.mjs');
await import('./search.test.mjs');
await import('./suggest.test.mjs');
await import('./filters.test.mjs');
await import('./navigation.test.mjs');
await import('./language.test.mjs');
await import('./trouble.test.mjs');
await import('./accessibility.test.mjs');

// Registered last: a hook registered before the first test runs before it.
after(closeBrowser);
