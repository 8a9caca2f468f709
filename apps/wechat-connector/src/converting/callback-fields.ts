import { readXml, type XmlElement } from './callback-xml.js';

/** Must not become members of an object that others may merge into one of theirs. */
const DANGEROUS = new Set(['__proto__', 'constructor', 'prototype']);

/** The direct children of `<xml>`, by name. All values are strings as they stand: ids of 64 bits stay what they are. */
export class CallbackFields {
  private readonly byName = new Map<string, XmlElement>();

  constructor(readonly root: XmlElement) {
    // Of a repeated one the first counts, as in the platforms' own libraries.
    for (const child of root.children) if (!this.byName.has(child.name)) this.byName.set(child.name, child);
  }

  static read(bytes: Buffer | string): CallbackFields {
    return new CallbackFields(readXml(bytes));
  }

  /** Without surrounding white space; null where it is not there or empty. */
  get(name: string): string | null {
    return this.exact(name)?.trim() || null;
  }

  /** To the letter; null where it is not there. */
  exact(name: string): string | null {
    return this.byName.get(name)?.text ?? null;
  }

  child(name: string): CallbackFields | null {
    const element = this.byName.get(name);
    return element === undefined ? null : new CallbackFields(element);
  }

  /** All of it as plain data without the fields in `except`: repeated names become lists, what is within stays within. */
  toData(except: ReadonlySet<string> = new Set()): Record<string, unknown> {
    return toData(this.root, except);
  }
}

function toData(element: XmlElement, except: ReadonlySet<string>): Record<string, unknown> {
  const values = new Map<string, unknown[]>();
  for (const child of element.children) {
    if (DANGEROUS.has(child.name) || except.has(child.name)) continue;
    const value = child.children.length > 0 ? toData(child, new Set()) : child.text.trim();
    values.set(child.name, [...(values.get(child.name) ?? []), value]);
  }
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all]));
}
