/** What in a customer's words tells who he is: addresses, numbers of telephones, cards and papers. Names are not found by this; a person reads drafts. */
export function takeOutPersonal(text: string): string {
  return text
    .replaceAll(/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu, '…')
    .replaceAll(/(?<![\p{L}\p{N}])\+?\d(?:[\d\s().-]{5,18})\d(?![\p{L}\p{N}])/gu, '…')
    .replaceAll(/(?<![\p{L}\p{N}])\d{5,}[\dXx]?(?![\p{L}\p{N}])/gu, '…');
}
