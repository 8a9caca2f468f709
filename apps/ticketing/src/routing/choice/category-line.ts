interface Categories {
  readonly categories?: Readonly<Record<string, { readonly children?: Readonly<Record<string, unknown>> }>>;
}

/** A category's key and that of the one above it, where the desk defines it. */
export function lineOfCategory(desk: object, key: string): string[] {
  const { categories = {} } = desk as Categories;
  const above = Object.entries(categories).find(([, { children }]) => children !== undefined && Object.hasOwn(children, key));
  return above === undefined ? [key] : [key, above[0]];
}
