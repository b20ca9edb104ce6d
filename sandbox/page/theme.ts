// Light, dark or system theme; the choice is stored in this browser.

const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export function theme(): Theme {
  const kept = localStorage.getItem('theme');
  return THEMES.find((one) => one === kept) ?? 'system';
}

export function nextTheme(): void {
  localStorage.setItem('theme', THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length] ?? 'system');
  apply();
}

function apply(): void {
  document.documentElement.dataset.theme = theme();
}

apply();
