/** 5 to 15 digits (E.164), with the marks that people write between them. */
export function isPossiblePhone(text: string): boolean {
  if (!/^\+?[\d\s().\-–－/]+(?:(?:ext|转|x)\.?\s?\d{1,6})?$/iu.test(text.normalize('NFKC'))) return false;
  const digits = text.replace(/(?:ext|转|x).*$/iu, '').replaceAll(/\D/g, '');
  return digits.length >= 5 && digits.length <= 15;
}
