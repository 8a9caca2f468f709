import type { DeskField } from '../../desk/schema/fields.js';
import { fold } from '../fields/read-field.js';

const BOX = /(☑|☒|✅|✔|✓|√|■|\[\s*[xX✓√]\s*\]|[（(]\s*[xX✓√]\s*[)）])|(☐|□|\[\s*\]|[（(]\s*[)）])/gu;

/** What was chosen in a line of a template: the ticked ones of a list, the word that stands there; nothing where the list stands as it was sent. */
export function findTicked(field: DeskField, written: string): string {
  const ticked = readTicks(written);
  if (ticked !== null) return ticked;
  const named = field.choices.filter(({ value, name }) => {
    const words = [value, ...(typeof name === 'string' ? [name] : Object.values(name))];
    return words.some((word) => stands(word, written));
  });
  if (named.length === field.choices.length && named.length > 1) return '';
  return field.kind === 'choice' && named.length === 1 ? named[0]!.value : written;
}

/** What stands behind the ticked boxes of a line; null: it has no boxes. */
export function readTicks(written: string): string | null {
  const boxes = [...written.matchAll(BOX)];
  if (boxes.length === 0) return null;
  const ticked = boxes.flatMap((box, index) => {
    if (box[1] === undefined) return [];
    const from = box.index + box[0].length;
    return [
      written
        .slice(from, boxes[index + 1]?.index)
        .replace(/[\s/／、,，|]+$/u, '')
        .trim(),
    ];
  });
  return ticked.filter((word) => word !== '').join('、');
}

/** As a word of its own, where it is written in letters: `iOS` is not in `Curiosity`. */
function stands(word: string, text: string): boolean {
  const [plain, whole] = [fold(word), fold(text)];
  const at = whole.indexOf(plain);
  if (at === -1) return false;
  const letter = /[a-z0-9]/;
  return (
    !(letter.test(plain[0]!) && letter.test(whole[at - 1] ?? ' ')) &&
    !(letter.test(plain.at(-1)!) && letter.test(whole[at + plain.length] ?? ' '))
  );
}
