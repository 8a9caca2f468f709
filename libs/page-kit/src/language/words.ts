type Forms = 'zero' | 'one' | 'two' | 'few' | 'many';

/** Words of one language in the shape of the English ones; of a count each language has the forms that it needs, `…_other` always. */
export type WordsLike<T> = {
  readonly [K in keyof T as K extends `${string}_${Forms}` ? never : K]: T[K] extends string ? string : WordsLike<T[K]>;
} & { readonly [K in keyof T as K extends `${infer Name}_other` ? `${Name}_${Forms}` : never]?: string };

/** Words of a page by namespace; `problems`, by codes of the API, only in languages that the API does not speak. */
export type Catalogue = Readonly<Record<string, object>> & { readonly problems?: Readonly<Record<string, string>> };
