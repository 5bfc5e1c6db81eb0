// The interface's texts: every language says everything, with the same blanks and its own plurals.

import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {test} from 'node:test';

const web = new URL('../../server/web/', import.meta.url);
const read = (path) => readFileSync(new URL(path, web), 'utf8');
const page = read('index.html');
const languages = page.match(/data-languages="([^"]+)"/)[1].split(' ');
const texts = Object.fromEntries(languages.map((lang) => [lang, JSON.parse(read(`i18n/${lang}.json`))]));
const blanks = (text) => [...new Set(text.match(/\{\w+\}/g) || [])].sort();

test('Each language has a file and an entry in the select, and no file is left over', () => {
  assert.deepEqual(readdirSync(new URL('i18n/', web)).sort(), languages.map((lang) => `${lang}.json`).sort());
  for (const lang of languages) assert.match(page, new RegExp(`<option value="${lang}"`));
});

test('Each language has the same texts with the same blanks', () => {
  for (const lang of languages) {
    assert.deepEqual(Object.keys(texts[lang]), Object.keys(texts.en), lang);
    for (const [name, entry] of Object.entries(texts.en)) {
      const mine = texts[lang][name];
      assert.equal(typeof mine, typeof entry, `${lang} ${name}`);
      if (typeof entry === 'string') assert.deepEqual(blanks(mine), blanks(entry), `${lang} ${name}`);
      else assert.deepEqual(blanks(mine.other), blanks(entry.other), `${lang} ${name}`);
    }
  }
});

test('A plural has only forms that its language knows', () => {
  for (const lang of languages) {
    const known = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
    for (const [name, entry] of Object.entries(texts[lang])) {
      if (typeof entry === 'object') assert.deepEqual(Object.keys(entry).filter((form) => !known.includes(form)), [], `${lang} ${name}`);
    }
  }
});

test('The page and its modules use only texts that exist', () => {
  const modules = readdirSync(web).filter((name) => name.endsWith('.js')).map(read).join('\n');
  const used = [...modules.matchAll(/\bt(?:Nodes)?\('(\w+)'/g), ...page.matchAll(/data-t(?:-\w+)?="(\w+)"/g)].map((match) => match[1]);
  assert.ok(used.length > 50);
  assert.deepEqual(used.filter((name) => !(name in texts.en)), []);
});

test('Every module is preloaded, so that loading takes one round and not many', () => {
  const modules = readdirSync(web).filter((name) => name.endsWith('.js') && name !== 'boot.js' && name !== 'app.js');
  for (const name of modules) assert.match(page, new RegExp(`rel="modulepreload" href="/assets/${name}"`), name);
});

test('Nothing is inline and nothing comes from elsewhere', () => {
  assert.doesNotMatch(page, /<style|\sstyle=|\son\w+=|<script>|(?:src|href)="(?:https?:)?\/\//);
});
