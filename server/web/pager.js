// Links to the pages of a result.

import {h} from './dom.js';
import {number} from './format.js';
import {t} from './i18n.js';
import {WINDOW, href} from './state.js';

/** The page numbers to show: the ends, and a few around the current one; null is a gap. */
export function pageNumbers(page, last) {
  const shown = [];
  for (let n = 1; n <= last; n++) {
    if (n === 1 || n === last || Math.abs(n - page) <= 1) shown.push(n);
    else if (shown.at(-1) !== null) shown.push(null);
  }
  return shown;
}

export function pager(state, answer) {
  const size = answer.per_page || 1;
  const reachable = Math.floor(WINDOW / size);
  const pages = Math.ceil(answer.total / size);
  const last = Math.min(pages, reachable);
  if (last < 2) return null;
  const page = Math.min(state.page, last);
  const at = (n) => href({...state, page: n});
  const step = (name, n, rel) => (n >= 1 && n <= last
    ? h('a', {href: at(n), rel, class: 'step', 'data-key': `pager-${rel}`}, t(name))
    : h('span', {class: 'step off', 'aria-hidden': 'true'}, t(name)));
  return h('nav', {class: 'pager', 'aria-label': t('pages')},
    step('previous', page - 1, 'prev'),
    h('ol', null, pageNumbers(page, last).map((n) => h('li', null, n === null
      ? h('span', {class: 'gap', 'aria-hidden': 'true'}, '…')
      : h('a', {href: at(n), 'aria-label': t('page_n', {n}), 'aria-current': n === page ? 'page' : null}, number(n))))),
    step('next', page + 1, 'next'),
    page === last && pages > reachable ? h('p', {class: 'hint'}, t('refine')) : null);
}
