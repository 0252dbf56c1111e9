// What does not fit into the window as it is now.
() => {
  const root = document.documentElement;
  const name = e => `${e.tagName.toLowerCase()} "${(e.innerText || e.value || e.name || e.id || '').toString().replace(/\s+/g, ' ').trim().slice(0, 40)}"`;
  const reachable = e => {
    for (let up = e.parentElement; up && up !== document.body && up !== root; up = up.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };
  const misfits = [];
  const small = [];
  for (const e of document.querySelectorAll('body *')) {
    const style = getComputedStyle(e);
    if (style.visibility === 'hidden' || style.display === 'none' || e.closest('svg, option, [aria-hidden=true], [hidden]')) continue;
    const box = e.getBoundingClientRect();
    // Texts for screen readers are one pixel in size.
    if (box.width < 2 || box.height < 2) continue;
    const matters = e.matches('input:not([type=hidden]), select, textarea, button, a, label, h1, h2, h3, p, legend, li, td, dt, dd, img');
    if (!matters) continue;
    if ((box.right > innerWidth + 1 || box.left < -1) && !reachable(e)) misfits.push(`${name(e)} reaches beyond the edge`);
    else if (e.matches('button, label, h1, h2, h3, legend') && e.scrollWidth > e.clientWidth + 2 && e.clientWidth > 0 && style.display !== 'inline' && /hidden|clip/.test(style.overflowX)) misfits.push(`${name(e)} is cut off`);
    if (e.matches('button, select, input:not([type=checkbox]):not([type=radio])') && box.height < 24) small.push(`${name(e)} is ${Math.round(box.height)} px high`);
  }
  return { scroll: root.scrollWidth - root.clientWidth, misfits: misfits.slice(0, 5), small: small.slice(0, 5) };
}
