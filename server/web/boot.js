// Sets the page's language and direction before the first paint, so that nothing jumps when the
// rest arrives. A classic script on purpose: modules run after the paint.
(function () {
  const root = document.documentElement;
  const known = root.dataset.languages.split(' ');
  const wanted = [new URLSearchParams(location.search).get('lang')];
  try {
    wanted.push(localStorage.getItem('souk.lang'));
  } catch {
    // Storage may be forbidden; the browser's languages decide then.
  }
  wanted.push(...(navigator.languages || []), 'en');
  for (const tag of wanted) {
    const base = (tag || '').toLowerCase().split('-')[0];
    if (known.includes(base)) {
      root.lang = base;
      root.dir = root.dataset.rtl.split(' ').includes(base) ? 'rtl' : 'ltr';
      return;
    }
  }
})();
