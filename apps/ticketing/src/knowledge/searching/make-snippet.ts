import { toTerms } from '../words/to-terms.js';

const LENGTH = 160;

/** The passage of a text that says most of what was asked, cut where words end. */
export function makeSnippet(body: string, question: string): string {
  const asked = new Set(toTerms(question));
  const sentences = body.split(/(?<=[.!?。！？；\n])/u).flatMap((sentence) => sentence.trim().replaceAll(/\s+/g, ' ') || []);
  let best = 0;
  let most = -1;
  sentences.forEach((sentence, index) => {
    const said = new Set(toTerms(sentence).filter((term) => asked.has(term))).size;
    if (said > most) [best, most] = [index, said];
  });
  let snippet = '';
  for (const sentence of sentences.slice(best)) {
    if (snippet.length + sentence.length > LENGTH && snippet !== '') break;
    snippet = snippet === '' ? sentence : `${snippet} ${sentence}`;
  }
  return snippet.length <= LENGTH
    ? snippet
    : `${[...snippet]
        .slice(0, LENGTH)
        .join('')
        .replace(/\s+\S*$/, '')}…`;
}
