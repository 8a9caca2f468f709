export interface Address {
  readonly scheme: string;
  readonly value: string;
  readonly displayName?: string;
}

/** `Ann <ann@example.com>, bo@example.com`: mail addresses as people write them, and what of it is none. */
export function readAddresses(text: string): { readonly addresses: readonly Address[]; readonly wrong: readonly string[] } {
  const pieces = text.split(/[,;，；\n]+/).map((piece) => piece.trim());
  const addresses: Address[] = [];
  const wrong: string[] = [];
  for (const piece of pieces) {
    if (piece === '') continue;
    const [, name, inside] = /^(.*?)<([^<>]+)>$/.exec(piece) ?? [];
    const value = (inside ?? piece).trim();
    const displayName = name?.trim().replace(/^"(.*)"$/, '$1') ?? '';
    if (/^[^\s@]+@[^\s@]+$/.test(value)) addresses.push({ scheme: 'email', value, ...(displayName === '' ? {} : { displayName }) });
    else wrong.push(piece);
  }
  return { addresses, wrong };
}

export function writeAddresses(addresses: readonly Address[]): string {
  return addresses.map(({ value, displayName }) => (displayName ? `${displayName} <${value}>` : value)).join(', ');
}
