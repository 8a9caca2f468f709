import { dressColour } from './dress-colour.js';

const NAMES = ['--accent', '--on-accent', '--accent-ink', '--accent-soft'] as const;

/** Puts the desk's colour on the page, light or dark as the visitor has it; readable whatever colour it is. Returns what takes it off again. */
export function dressPage(accent: string | null): (() => void) | undefined {
  if (accent === null) return undefined;
  const { style } = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const put = () => {
    const colours = dressColour(accent, dark.matches);
    NAMES.forEach((name, index) => style.setProperty(name, colours[index]!));
  };
  put();
  dark.addEventListener('change', put);
  return () => {
    dark.removeEventListener('change', put);
    NAMES.forEach((name) => style.removeProperty(name));
  };
}
