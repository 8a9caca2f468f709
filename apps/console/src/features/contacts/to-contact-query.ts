/** An address, a number or `scheme:value` is looked for whole; anything else is how a name begins. */
export function toContactQuery(words: string): { readonly identity?: string; readonly name?: string } {
  const wanted = words.trim();
  if (wanted === '') return {};
  const isNumber = /^\+?[\d\s()-]{5,}$/.test(wanted);
  return wanted.includes('@') || isNumber || /^[a-z_]+:\S/.test(wanted) ? { identity: wanted } : { name: wanted };
}
