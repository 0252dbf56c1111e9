// Everything about a document that a case may ask, in one go.
() => {
  const all = [];
  const walk = root => {
    for (const e of root.querySelectorAll('*')) {
      all.push(e);
      if (e.shadowRoot) walk(e.shadowRoot);
    }
  };
  walk(document);
  const clean = (text, length = 200) => (text ?? '').replace(/\s+/g, ' ').trim().slice(0, length);
  const style = e => getComputedStyle(e);
  const drawn = e => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && style(e).visibility !== 'hidden' && style(e).display !== 'none';
  };
  const labelOf = e => clean(
    (e.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean).map(id => document.getElementById(id)?.textContent).join(' ')
      || e.getAttribute('aria-label') || [...(e.labels ?? [])].map(l => l.textContent).join(' ') || (e.tagName === 'BUTTON' || e.tagName === 'A' ? e.innerText || e.querySelector('img')?.alt : '')
      || (/^(submit|button|reset)$/.test(e.type ?? '') ? e.value : '') || e.getAttribute('alt') || e.getAttribute('title'));

  // The colour that a person sees at a point: the first that is not transparent, from the top down.
  const colourAt = (x, y) => {
    for (const e of document.elementsFromPoint(x, y)) {
      const match = style(e).backgroundColor.match(/rgba?\(([\d.]+),\s*([\d.]+),\s*([\d.]+)(?:,\s*([\d.]+))?\)/);
      if (match && Number(match[4] ?? 1) > 0.5) return [Number(match[1]), Number(match[2]), Number(match[3])];
    }
    return [255, 255, 255];
  };
  const points = [];
  for (let i = 1; i <= 6; i++) for (let j = 1; j <= 6; j++) points.push(colourAt(innerWidth * i / 7, innerHeight * j / 7));
  const luminance = points.reduce((sum, [r, g, b]) => sum + (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255, 0) / points.length;

  const navigation = performance.getEntriesByType('navigation')[0];
  const stored = storage => {
    try { return Object.entries(storage()).map(([key, value]) => `${key}=${value}`); } catch { return []; }
  };
  const meta = name => document.querySelector(`meta[name="${name}" i]`)?.content ?? '';
  return {
    url: location.href,
    title: clean(document.title),
    lang: document.documentElement.lang ?? '',
    dir: document.documentElement.dir || style(document.documentElement).direction,
    text: clean(document.body?.innerText, 20000),
    words: clean([...all].flatMap(e => ['alt', 'title', 'placeholder', 'aria-label', 'value'].map(name => e.type === 'hidden' || e.type === 'password' ? '' : e.getAttribute(name) ?? '')).join(' '), 20000),
    heading: clean(document.querySelector('h1, h2')?.innerText),
    luminance,
    viewport: meta('viewport'),
    referrer: meta('referrer'),
    loadedMs: navigation ? navigation.loadEventEnd || navigation.domContentLoadedEventEnd : 0,
    controls: all.filter(e => e.matches('input:not([type=hidden]), select, textarea, button, [role=button], [role=checkbox]') && (drawn(e) || [...(e.labels ?? [])].some(drawn))).map(e => {
      const target = drawn(e) && !/^(checkbox|radio)$/.test(e.type ?? '') ? e : [...(e.labels ?? [])].find(drawn) ?? e;
      const box = target.getBoundingClientRect();
      return {
        tag: e.tagName.toLowerCase(), type: (e.getAttribute('type') ?? '').toLowerCase(), name: e.getAttribute('name') ?? e.id ?? '', label: labelOf(e),
        autocomplete: (e.getAttribute('autocomplete') ?? '').toLowerCase(), width: Math.round(box.width), height: Math.round(box.height),
        describes: clean(e.getAttribute('placeholder')),
      };
    }),
    links: all.filter(e => e.tagName === 'A' && e.hasAttribute('href') && drawn(e)).map(e => ({ text: labelOf(e), href: e.href, target: e.target ?? '' })),
    actions: all.filter(e => e.tagName === 'FORM').map(e => e.action?.toString() ?? ''),
    frames: all.filter(e => e.tagName === 'IFRAME' && drawn(e)).map(e => `${e.src} ${e.title} ${e.id} ${e.className}`),
    floating: all.filter(e => /^(fixed|sticky)$/.test(style(e).position) && drawn(e)).map(e => clean(`${e.id} ${e.className?.baseVal ?? e.className ?? ''} ${e.innerText ?? ''}`, 120)),
    modals: all.filter(e => e.matches('[role=dialog], [role=alertdialog], [aria-modal=true], dialog[open]') && drawn(e)).map(e => clean(e.innerText, 80)),
    storage: [...stored(() => localStorage), ...stored(() => sessionStorage)],
  };
}
