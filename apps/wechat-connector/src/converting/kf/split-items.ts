/**
 * The bytes of each element of `msg_list`, exactly as they came: what is kept as the raw payload of one message must not hold those of other customers.
 * `json` must be JSON already known to parse; elements that are no objects are left out, as `readKfPage` does.
 */
export function splitKfItems(json: string): string[] {
  const items: string[] = [];
  let at = findList(json);
  if (at < 0) return items;
  for (at += 1; at < json.length; at += 1) {
    const char = json[at]!;
    if (char === ']') break;
    if (/[\s,]/.test(char)) continue;
    const end = skipValue(json, at);
    if (char === '{') items.push(json.slice(at, end));
    at = end - 1;
  }
  return items;
}

/** Index of the `[` behind the last `msg_list` of the outermost object (of repeated names JSON takes the last), or -1. */
function findList(json: string): number {
  let found = -1;
  let at = json.indexOf('{') + 1;
  while (at > 0 && at < json.length) {
    const char = json[at]!;
    if (char === '}') break;
    if (char !== '"') {
      at += 1;
      continue;
    }
    const nameEnd = skipValue(json, at);
    const name = JSON.parse(json.slice(at, nameEnd)) as string;
    at = nameEnd;
    while (/[\s:]/.test(json[at] ?? '')) at += 1;
    if (name === 'msg_list') found = json[at] === '[' ? at : -1;
    at = skipValue(json, at);
  }
  return found;
}

/** Index behind the value that begins at `at`. */
function skipValue(json: string, at: number): number {
  let depth = 0;
  for (let i = at; i < json.length; i += 1) {
    const char = json[i]!;
    if (char === '"') {
      for (i += 1; json[i] !== '"'; i += 1) if (json[i] === '\\') i += 1;
      if (depth === 0) return i + 1;
    } else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return i + 1;
      if (depth < 0) return i;
    } else if (depth === 0 && /[\s,]/.test(char)) return i;
  }
  return json.length;
}
