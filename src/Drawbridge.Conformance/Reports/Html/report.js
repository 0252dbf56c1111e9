(() => {
  'use strict';
  const root = document.documentElement;
  const store = { get: () => { try { return localStorage.getItem('theme'); } catch { return null; } }, set: (value) => { try { localStorage.setItem('theme', value); } catch { /* a file may have no storage */ } } };

  const theme = document.querySelector('.theme');
  const isDark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const show = () => { theme.textContent = isDark() ? 'Light theme' : 'Dark theme'; };
  if (store.get()) { root.dataset.theme = store.get(); }
  theme.hidden = false;
  theme.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; store.set(root.dataset.theme); show(); });
  show();

  const form = document.querySelector('.filter');
  const cases = [...document.querySelectorAll('.case')];
  if (form) {
    const search = form.querySelector('input[type=search]');
    const chips = [...form.querySelectorAll('input[type=checkbox]')];
    const choose = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const verdicts = chips.filter((chip) => chip.checked).map((chip) => chip.value);
      let shown = 0;
      for (const one of cases) {
        one.hidden = (verdicts.length > 0 && !verdicts.includes(one.dataset.verdict)) || !words.every((word) => one.dataset.text.includes(word));
        shown += one.hidden ? 0 : 1;
      }
      for (const area of document.querySelectorAll('.area')) { area.hidden = !area.querySelector('.case:not([hidden])'); }
      document.querySelector('.none').hidden = shown > 0;
      form.querySelector('.shown').textContent = shown === cases.length ? `All ${cases.length} cases` : `${shown} of ${cases.length} cases`;
    };
    form.hidden = false;
    form.addEventListener('input', choose);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.clear = () => { search.value = ''; for (const chip of chips) { chip.checked = false; } choose(); };
    choose();
  }

  const open = () => {
    const one = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (one?.matches('.case')) {
      if (one.hidden) { form.clear(); }
      one.open = true;
      one.scrollIntoView();
    }
  };
  addEventListener('hashchange', open);
  open();

  addEventListener('beforeprint', () => { for (const one of cases) { if (['failed', 'unexpectedPass', 'misconfigured', 'warning'].includes(one.dataset.verdict)) { one.open = true; } } });
})();
