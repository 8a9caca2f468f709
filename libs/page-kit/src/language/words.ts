/** Words of one language in the shape of the English ones. A language without a singular leaves `…_one` out. */
export type WordsLike<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : WordsLike<T[K]>;
};

/** Words of a page by namespace. */
export type Catalogue = Readonly<Record<string, object>>;
