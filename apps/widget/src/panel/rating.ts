import { drawIcon, Icons } from '../draw-icon.js';
import { make } from './elements.js';
import { fill } from './format.js';
import type { Speech } from './show-line.js';

const SCORES = [1, 2, 3, 4, 5];

/** Five stars, by mouse, finger or arrow keys, and a word about it. */
export function makeRating({ words, format }: Speech, onRate: (score: number, comment: string) => void): HTMLFormElement {
  let score = 0;
  const comment = make('textarea', { rows: 2, maxLength: 2_000, placeholder: words.comment, dir: 'auto', aria: { label: words.comment } });
  const submit = make('button', { type: 'submit' }, words.sendRating);
  const more = make('div', { className: 'more', hidden: true }, comment, make('div', { className: 'row ends' }, submit));
  const stars = SCORES.map((value) => {
    const input = make('input', { type: 'radio', name: 'score', value: String(value), className: 'unseen', required: true });
    input.setAttribute('aria-label', fill(words.stars, { n: format.number(value) }));
    const label = make('label', { className: 'star' }, input, drawIcon(Icons.star, 28));
    input.addEventListener('change', () => {
      score = value;
      more.hidden = false;
      stars.forEach((each, at) => each.classList.toggle('lit', at < score));
    });
    return label;
  });
  const legend = make('legend', {}, words.rate);
  const element = make(
    'form',
    { className: 'card rating' },
    make('fieldset', {}, legend, make('div', { className: 'stars' }, ...stars)),
    more,
  );
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    onRate(score, comment.value.trim());
  });
  return element;
}
