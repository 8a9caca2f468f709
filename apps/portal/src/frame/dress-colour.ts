type Colour = readonly [number, number, number];

const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [10, 14, 18];
const LIGHT_PAGE: Colour = [246, 247, 248];
const DARK_PAGE: Colour = [34, 38, 43];
/** Of WCAG AA, and a little. */
const ENOUGH = 4.6;

/** Colour of buttons, of what is written on them, of links, and of a soft ground: each pair readable. */
export function dressColour(accent: string, dark: boolean): readonly [string, string, string, string] {
  const asked = read(accent);
  const page = dark ? DARK_PAGE : LIGHT_PAGE;
  const towards = dark ? WHITE : BLACK;
  let ink = asked;
  for (let share = 0.05; contrast(ink, page) < ENOUGH && share < 1; share += 0.05) ink = mix(asked, towards, share);
  const soft = mix(dark ? DARK_PAGE : WHITE, ink, 0.12);
  const on = contrast(ink, WHITE) >= contrast(ink, BLACK) ? WHITE : BLACK;
  let softInk = ink;
  for (let share = 0.05; contrast(softInk, soft) < ENOUGH && share < 1; share += 0.05) softInk = mix(ink, towards, share);
  return [write(ink), write(on), write(softInk), write(soft)];
}

export function contrast(one: Colour, other: Colour): number {
  const [dark, light] = [brightness(one), brightness(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function brightness(colour: Colour): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(one: Colour, other: Colour, share: number): Colour {
  return one.map((part, index) => Math.round(part + (other[index]! - part) * share)) as unknown as Colour;
}

export function read(hex: string): Colour {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Colour;
}

function write(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
