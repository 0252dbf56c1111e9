
// The form of a campaign: the bar follows what is typed.
const campaign = document.querySelector('form[data-campaign]');
if (campaign) {
  const picker = campaign.querySelector('[data-color-picker]');
  const color = campaign.elements.color;
  const ratio = campaign.querySelector('[data-contrast]');
  const inks = { 'ink-dark': '#0b0d12', 'ink-light': '#ffffff' };
  const luminance = (hex) => {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const show = () => {
    const known = /^#[0-9a-f]{6}$/i.test(color.value);
    const ink = known && luminance(color.value) > 0.179 ? 'ink-dark' : 'ink-light';
    for (const bar of campaign.querySelectorAll('[data-ribbon]')) {
      const title = campaign.elements[`titles.${bar.dataset.ribbon}`];
      bar.querySelector('[data-ribbon-title]').textContent = title?.value || 'Title';
      bar.querySelector('[data-ribbon-close]').hidden = campaign.elements.closable.value === 'no';
      if (known) bar.querySelector('rect').setAttribute('fill', color.value);
      const box = bar.querySelector('[data-ribbon-bar]');
      box.classList.toggle('ink-dark', ink === 'ink-dark');
      box.classList.toggle('ink-light', ink === 'ink-light');
    }
    if (known) {
      const measured = contrast(color.value, inks[ink]);
      ratio.textContent = `Contrast of the title ${(Math.floor(measured * 100) / 100).toFixed(2)} to 1; it takes 4.5.`;
      ratio.classList.toggle('field-error', measured < 4.5);
      picker.value = color.value.toLowerCase();
    }
  };
  picker.hidden = false;
  picker.addEventListener('input', () => { color.value = picker.value; show(); });
  campaign.addEventListener('input', show);
  show();
}
