type Filled<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** What is undefined is absent. */
export function withoutHoles<T extends object>(given: T): Filled<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Filled<T>;
}
