/**
 * A text in pieces of at most `maxBytes` of UTF-8, cut between paragraphs, lines, sentences or words where the last half of a piece has such a
 * place, never within a character. No piece is empty; white space at a cut is left out, nothing else.
 */
export function splitText(text: string, maxBytes: number): string[] {
  const pieces: string[] = [];
  for (let rest = text.trim(); rest !== '';) {
    const fit = fitting(rest, maxBytes);
    const end = fit === rest.length ? fit : niceEnd(rest, fit);
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return pieces;
}

/** How many UTF-16 units fit, whole characters only; at least one character. */
function fitting(text: string, maxBytes: number): number {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes && end > 0) break;
    end += character.length;
    if (bytes > maxBytes) break;
  }
  return end;
}

const PLACES = [/\n[ \t]*\n/g, /\n/g, /[。！？；]|[.!?;](?=\s)/g, /\s|[，、]/g];

function niceEnd(text: string, fit: number): number {
  const piece = text.slice(0, fit);
  for (const place of PLACES) {
    let end = 0;
    for (const found of piece.matchAll(place)) end = found.index + found[0].length;
    if (end > fit / 2) return end;
  }
  return fit;
}
