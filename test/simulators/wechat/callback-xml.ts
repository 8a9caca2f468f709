/** Fields of a callback: `null` and `undefined` are left out, lists repeat their name, objects nest. */
export type Fields = { readonly [name: string]: string | number | null | undefined | Fields | readonly (string | Fields)[] };

/** As the platform writes it: numbers bare, texts in CDATA, `]]>` split over two. */
export function toXml(fields: Fields): string {
  return `<xml>${writeFields(fields)}</xml>`;
}

function writeFields(fields: Fields): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => writeField(name, each as Fields[string])))
    .join('');
}

function writeField(name: string, value: Fields[string]): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return `<${name}>${writeFields(value as Fields)}</${name}>`;
  return `<${name}>${typeof value === 'number' ? value : `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`}</${name}>`;
}
