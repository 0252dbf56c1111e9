// The theme that was chosen in the app or the instrument; without one, that of the system.
(() => {
  try {
    const { theme } = JSON.parse(localStorage.getItem('drawbridge.settings') ?? '{}');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // A browser may refuse storage, and somebody may have written something else into it.
  }
})();
