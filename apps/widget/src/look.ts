/** How an inbox looks, as its settings say; the connector writes it before the loader and into `config`. */
export interface Look {
  /** `#rrggbb`. */
  readonly accent?: string;
  /** Of a page that is read from left to right, `end` is right. */
  readonly launcherSide?: 'start' | 'end';
}

export const ACCENT = '#0f766e';
const READABLE = 4.5;

/** What a person reads on the accent: white where that is readable, else black, which then is. */
export function inkOn(accent: string): string {
  return contrast(accent, '#ffffff') >= READABLE ? '#ffffff' : '#000000';
}

/** The accent, as much lighter or darker as words in it must be to be read on `ground`. */
export function readableOn(ground: string, accent: string): string {
  const towards = luminance(ground) > 0.2 ? 0 : 255;
  for (let share = 0; share < 1; share += 0.05) {
    const mixed =
      '#' +
      channelsOf(accent)
        .map((value) => toHex(value + (towards - value) * share))
        .join('');
    if (contrast(mixed, ground) >= READABLE) return mixed;
  }
  return towards === 0 ? '#000000' : '#ffffff';
}

export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = channelsOf(colour).map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function channelsOf(colour: string): number[] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

function toHex(value: number): string {
  return Math.round(value).toString(16).padStart(2, '0');
}
