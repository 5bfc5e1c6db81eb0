// What stands in the place of results: loading, failed, nothing found.

import {h} from './dom.js';
import {number} from './format.js';
import {t} from './i18n.js';
import {emptyState, hasFilters, href, withoutFilters} from './state.js';

/** Cards without content, of the size that the real ones will have. */
export function skeleton(count = 12) {
  return h('ul', {class: 'cards', 'aria-hidden': 'true'}, Array.from({length: count}, () =>
    h('li', {class: 'card ghost'}, h('div', {class: 'photo'}), h('div', {class: 'line'}), h('div', {class: 'line short'}))));
}

/** `retry` is called when the reader wants to try again. */
export function failure(error, retry) {
  const offline = error.status === 0 || error.status === undefined;
  return h('div', {class: 'message error', role: 'alert'},
    h('h1', null, offline ? t('error_offline') : error.status === 404 ? t('error_missing') : t('error_title')),
    offline ? null : h('p', {lang: 'en', dir: 'ltr', class: 'detail'}, `${error.status} ${error.title}`, error.detail ? ` – ${error.detail}` : ''),
    error.status === 503 ? h('p', null, t('error_busy')) : null,
    h('p', null, h('button', {type: 'button', class: 'primary', onclick: retry}, t('retry'))));
}

/** `categories`: where the server would look instead. */
export function nothingFound(state, categories = []) {
  return h('div', {class: 'message'},
    h('h2', null, state.q ? t('nothing_for', {q: state.q}) : t('nothing')),
    h('p', null, t('nothing_hint')),
    categories.length > 0 ? h('ul', {class: 'to-try', 'aria-label': t('category')}, categories.map(({id, name, count}) =>
      h('li', null, h('a', {href: href({...emptyState(state.lang), category: [id]}), class: 'button', dir: 'auto'}, name, h('span', {class: 'count'}, number(count)))))) : null,
    h('p', null,
      hasFilters(state) ? h('a', {href: href(withoutFilters(state)), class: 'button'}, t('clear_filters')) : null, ' ',
      h('a', {href: href({...emptyState(state.lang), view: state.view}), class: 'button'}, t('show_everything'))));
}
