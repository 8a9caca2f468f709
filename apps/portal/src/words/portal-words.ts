import type { WordsLike } from '#page-kit';
import type { words as en } from './en.js';

/** Words of one language in the shape of the English ones; `Plural`: the forms it has besides `other`. */
export type PortalWords<Plural extends string = never> = WordsLike<typeof en> & {
  readonly help: {
    readonly search: { readonly [K in `found_${Plural}`]: string };
    readonly form: { readonly [K in `mend_${Plural}`]: string };
  };
};
