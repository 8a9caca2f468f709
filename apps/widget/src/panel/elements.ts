type Child = Node | string | null | false;

/** An element with its properties; text goes in as text, never as markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<Omit<HTMLElementTagNameMap[K], 'style'>> & { readonly aria?: Readonly<Record<string, string>> } = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  const { aria = {}, ...own } = properties;
  Object.assign(element, own);
  for (const [name, value] of Object.entries(aria)) element.setAttribute(name === 'role' ? name : `aria-${name}`, value);
  element.append(...children.filter((child): child is Node | string => child !== null && child !== false));
  return element;
}
