export type Styles = Partial<CSSStyleDeclaration>;

/** An element with styles set by the DOM, which no Content-Security-Policy forbids. A later set wins where the browser knows its values. */
export function styled<K extends keyof HTMLElementTagNameMap>(tag: K, ...sets: Styles[]): HTMLElementTagNameMap[K] {
  return restyle(document.createElement(tag), ...sets);
}

export function restyle<E extends HTMLElement | SVGElement>(element: E, ...sets: Styles[]): E {
  for (const set of sets) Object.assign(element.style, set);
  return element;
}
