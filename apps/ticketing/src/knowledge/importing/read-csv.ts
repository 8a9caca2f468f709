/** Rows of a CSV text (RFC 4180; a semicolon or tab between fields where the first line has those), each with the line it begins in. */
export function readCsv(text: string): { readonly line: number; readonly fields: readonly string[] }[] {
  const source = text.replace(/^\uFEFF/, '');
  const delimiter = findDelimiter(source);
  const rows: { line: number; fields: string[] }[] = [];
  let row: { line: number; fields: string[] } = { line: 1, fields: [] };
  let field = '';
  let line = 1;
  let quoted = false;
  const endField = () => {
    row.fields.push(field);
    field = '';
  };
  const endRow = () => {
    endField();
    if (row.fields.some((each) => each.trim() !== '')) rows.push(row);
    row = { line: line + 1, fields: [] };
  };
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at]!;
    if (quoted) {
      if (character === '"' && source[at + 1] === '"') {
        field += '"';
        at += 1;
      } else if (character === '"') quoted = false;
      else field += character;
    } else if (character === '"' && field.trim() === '') {
      field = '';
      quoted = true;
    } else if (character === delimiter) endField();
    else if (character === '\n') endRow();
    else if (character !== '\r') field += character;
    if (character === '\n') line += 1;
  }
  if (field !== '' || row.fields.length > 0) endRow();
  return rows;
}

function findDelimiter(source: string): string {
  const first = source.slice(0, source.indexOf('\n') + 1 || undefined);
  const counts = [',', ';', '\t'].map((each) => ({ each, count: first.split(each).length }));
  return counts.sort((one, other) => other.count - one.count)[0]!.each;
}
