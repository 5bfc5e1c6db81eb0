// What the search box offers while somebody types: a combobox with a list, as the ARIA practices have
// it. The focus stays in the box; without an answer from the server it is a plain search box.

import {get} from './api.js';
import {h} from './dom.js';
import {number} from './format.js';
import {t} from './i18n.js';

const WAIT = 80;  // ms without a key

/** The text that says what kind of thing an entry is; none for a query. */
const KINDS = {category: 'category', brand: 'brand', shop: 'shop', product: 'article'};

/**
 * Attaches suggestions to a search box. `current()` gives the language and whether only shops are
 * wanted; `pick(suggestion)` goes where a chosen one leads.
 */
export function attachSuggestions(box, list, {current, pick}) {
  let shown = [];
  let active = -1;
  let timer = 0;
  let asking = null;

  function close() {
    clearTimeout(timer);
    asking?.abort();
    shown = [];
    mark(-1);
    list.replaceChildren();
    list.hidden = true;
    box.setAttribute('aria-expanded', 'false');
  }

  function mark(index) {
    active = index;
    [...list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === index)));
    if (index < 0) box.removeAttribute('aria-activedescendant');
    else {
      box.setAttribute('aria-activedescendant', list.children[index].id);
      list.children[index].scrollIntoView({block: 'nearest'});
    }
  }

  function choose(index) {
    const chosen = shown[index];
    close();
    if (chosen.type === 'query') box.value = chosen.text;
    pick(chosen);
  }

  function draw(suggestions) {
    shown = suggestions;
    if (shown.length === 0) return close();
    list.replaceChildren(...shown.map((each, i) => h('li', {
      id: `suggestion-${i}`, role: 'option', 'aria-selected': 'false',
      // Before the box loses the focus, which closes the list.
      onpointerdown: (event) => { event.preventDefault(); if (event.button === 0) choose(i); },
    },
    h('span', {class: 'suggestion', dir: 'auto'}, each.text),
    KINDS[each.type] && h('span', {class: 'hint'}, t(KINDS[each.type])),
    each.type !== 'product' && h('span', {class: 'hint count'}, number(each.count)))));
    mark(-1);
    list.hidden = false;
    box.setAttribute('aria-expanded', 'true');
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const {signal} = asking;
    const typed = box.value;
    const {lang, shopsOnly} = current();
    const params = new URLSearchParams({q: typed, lang, limit: '10'});
    let answer;
    try {
      answer = await get(`/v1/suggest?${params}`, {signal, keep: false});
    } catch {
      if (!signal.aborted) close();
      return;
    }
    if (signal.aborted || document.activeElement !== box || box.value !== typed) return;
    draw(answer.suggestions.filter(({type}) => !shopsOnly || type === 'shop'));
  }

  function onInput() {
    clearTimeout(timer);
    if (box.value.trim() === '') close();
    else timer = setTimeout(ask, WAIT);
  }

  function onKey(event) {
    if (event.isComposing || list.hidden) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      // The box itself is one of the places that the arrows go round.
      const places = shown.length + 1;
      mark((active + 1 + (event.key === 'ArrowDown' ? 1 : places - 1)) % places - 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      close();
    } else if (event.key === 'Enter' && active >= 0) {
      event.preventDefault();
      choose(active);
    }
  }

  box.addEventListener('input', onInput);
  box.addEventListener('keydown', onKey);
  box.addEventListener('blur', close);
  box.form.addEventListener('submit', close);
}
