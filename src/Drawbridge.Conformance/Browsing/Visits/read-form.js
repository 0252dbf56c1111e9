// Describes what a person could fill in and press on this page. What is found gets an attribute by which it is found again.
plan => {
  const mark = 'data-conformance';
  const all = [];
  const walk = root => {
    for (const e of root.querySelectorAll('*')) {
      all.push(e);
      if (e.shadowRoot) walk(e.shadowRoot);
    }
  };
  walk(document);

  const clean = text => (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 200);
  const drawn = e => {
    const box = e.getBoundingClientRect();
    const style = getComputedStyle(e);
    return box.width > 1 && box.height > 1 && style.visibility !== 'hidden' && style.display !== 'none' && style.opacity !== '0';
  };
  const labelsOf = e => [...(e.labels ?? [])];
  // A check box is often hidden and drawn anew by its label.
  const seen = e => drawn(e) || (/^(checkbox|radio)$/.test(e.type ?? '') && labelsOf(e).some(drawn));
  const labelOf = e => {
    const by = (e.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean).map(id => document.getElementById(id)?.textContent).join(' ');
    return clean(by || e.getAttribute('aria-label') || labelsOf(e).map(l => l.innerText).join(' ') || e.getAttribute('placeholder') || e.getAttribute('title'));
  };
  const keysOf = (e, keys) => keys.filter(key => {
    try { return e.matches(key); } catch { return false; }
  });
  const forms = [];
  const formOf = e => {
    if (!e.form) return -1;
    if (!forms.includes(e.form)) forms.push(e.form);
    return forms.indexOf(e.form);
  };
  let next = 0;
  const idOf = e => {
    const id = `${++next}`;
    e.setAttribute(mark, id);
    return id;
  };
  const selectors = Object.entries(plan.selectors);
  const purposeOf = e => selectors.find(([, selector]) => keysOf(e, [selector]).length > 0)?.[0] ?? null;

  const fields = all
    .filter(e => /^(INPUT|SELECT|TEXTAREA)$/.test(e.tagName) && !/^(hidden|submit|button|image|reset)$/.test(e.type ?? '') && seen(e) && !e.disabled && !e.readOnly)
    .map(e => ({
      id: idOf(e),
      tag: e.tagName.toLowerCase(),
      type: (e.getAttribute('type') ?? '').toLowerCase(),
      name: e.getAttribute('name') ?? '',
      domId: e.id ?? '',
      autocomplete: (e.getAttribute('autocomplete') ?? '').toLowerCase(),
      label: labelOf(e),
      group: clean(e.closest('fieldset')?.querySelector('legend')?.innerText),
      isEmpty: e.type === 'checkbox' || e.type === 'radio' ? !e.checked : !e.value,
      isRequired: e.required || e.getAttribute('aria-required') === 'true',
      isInvalid: e.getAttribute('aria-invalid') === 'true',
      maxLength: e.maxLength > 0 ? e.maxLength : 0,
      value: e.type === 'radio' || e.type === 'checkbox' ? e.value : '',
      options: e.tagName === 'SELECT' ? [...e.options].map(o => ({ value: o.value, text: clean(o.text), isSelected: o.selected, isDisabled: o.disabled })) : [],
      form: formOf(e),
      isDrawn: drawn(e),
      purpose: purposeOf(e),
      valueKeys: keysOf(e, plan.valueKeys),
    }));

  const buttons = all
    .filter(e => (e.matches('button, input[type=submit], input[type=image], input[type=button], [role=button]')) && drawn(e) && !e.disabled && e.getAttribute('aria-disabled') !== 'true')
    .map(e => {
      const box = e.getBoundingClientRect();
      return {
        id: idOf(e),
        type: (e.getAttribute('type') ?? (e.tagName === 'BUTTON' ? 'submit' : '')).toLowerCase(),
        text: clean(e.innerText || e.value || e.getAttribute('aria-label') || e.getAttribute('title')),
        name: `${e.getAttribute('name') ?? ''} ${e.id ?? ''} ${e.className?.baseVal ?? e.className ?? ''}`,
        form: formOf(e),
        area: Math.round(box.width * box.height),
        purpose: purposeOf(e),
      };
    });

  const links = all
    .filter(e => e.tagName === 'A' && e.href && (drawn(e) || [...e.children].some(drawn)))
    .map(e => ({ id: idOf(e), text: clean(e.innerText || e.getAttribute('aria-label') || e.title), href: e.href, purpose: purposeOf(e) }));

  const alerts = all
    .filter(e => e.matches('[role=alert], [aria-live=assertive], .error, .field-error, .alert, .invalid-feedback, [class*="error-message"], [class*="errorMessage"]') && drawn(e))
    .map(e => clean(e.innerText))
    .filter(text => text.length > 0);

  return {
    url: location.href,
    heading: clean(document.querySelector('h1, h2')?.innerText),
    text: clean(document.body?.innerText).slice(0, 200),
    alerts: [...new Set(alerts)].slice(0, 5),
    fields,
    buttons,
    links,
  };
}
