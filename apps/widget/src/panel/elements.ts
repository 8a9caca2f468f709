import { drawIcon, Icons } from '../draw-icon.js';

type Child = Node | string | null | false;
type Own<K extends keyof HTMLElementTagNameMap> = Partial<Omit<HTMLElementTagNameMap[K], 'style'>>;

/** An element with its properties; text goes in as text, never as markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Own<K> & { readonly aria?: Readonly<Record<string, string>> } = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  const { aria = {}, ...own } = properties;
  Object.assign(element, own);
  for (const [name, value] of Object.entries(aria)) element.setAttribute(name === 'role' ? name : `aria-${name}`, value);
  for (const child of children) if (child !== null && child !== false) element.append(child);
  return element;
}

export function makeIconButton(icon: keyof typeof Icons, label: string, className: string, onclick: () => void): HTMLButtonElement {
  return make('button', { type: 'button', className, title: label, onclick, aria: { label } }, drawIcon(Icons[icon], 20));
}

/** Everything in an element changed for something else; `replaceChildren` is younger than many phones. */
export function refill(element: Element, ...children: Child[]): void {
  while (element.firstChild) element.removeChild(element.firstChild);
  for (const child of children) if (child !== null && child !== false) element.append(child);
}

/** Only where it changes: what a screen reader holds stays as it is, and is not read again. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function newId(): string {
  let id = '';
  crypto.getRandomValues(new Uint8Array(12)).forEach((byte) => (id += (byte < 16 ? '0' : '') + byte.toString(16)));
  return id;
}
