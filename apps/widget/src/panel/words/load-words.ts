import type { Words } from './en.js';
import type { Language } from './pick-language.js';

type Holder = { tributaryWords?: { readonly default: Words } };

/** The catalogue of one language, as a script of our own: nothing else is loaded. */
export function loadWords(language: Language): Promise<Words> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `words/${language}.js`;
    script.onload = () => {
      const words = (window as Holder).tributaryWords;
      if (words === undefined) reject(new Error(`${language} has no words`));
      else resolve(words.default);
    };
    script.onerror = () => {
      document.head.removeChild(script);
      reject(new Error(`${language} did not come`));
    };
    document.head.appendChild(script);
  });
}
