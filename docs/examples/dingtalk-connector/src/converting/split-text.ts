/** A text in pieces that each fit, in order: cut behind a line or a word where one ends in the last half, never within a character. Nothing is left out. */
export function splitText(text: string, fits: (piece: string) => boolean): string[] {
  const pieces: string[] = [];
  for (let rest = text; rest !== '';) {
    let end = rest.length;
    while (!fits(rest.slice(0, end))) end = Math.floor(end * 0.9);
    if (end < rest.length) end = findSeam(rest.slice(0, end));
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return pieces;
}

function findSeam(piece: string): number {
  for (const seam of ['\n', ' ']) {
    const end = piece.lastIndexOf(seam) + 1;
    if (end > piece.length / 2) return end;
  }
  return /[\ud800-\udbff]$/.test(piece) ? piece.length - 1 : piece.length;
}
