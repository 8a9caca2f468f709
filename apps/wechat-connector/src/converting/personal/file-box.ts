/** Where the bytes of a file are, as a FileBox (wechaty's form of a file) says it in JSON. */
export type FileSource =
  | { readonly kind: 'bytes'; readonly content: Buffer }
  | { readonly kind: 'kept'; readonly id: string }
  | { readonly kind: 'url'; readonly url: string; readonly headers: Readonly<Record<string, string>> };

export interface FileDescription {
  readonly name: string | null;
  readonly declaredType: string | null;
  readonly sizeBytes: number | null;
  readonly source: FileSource;
}

/** Numbers of file-box's `FileBoxType` that can travel. */
const BASE64 = 1;
const URL_TYPE = 2;
const UUID = 7;

/** Null for what holds no file: broken JSON, a QR code, a kind that cannot leave its process. */
export function readFileBox(json: string): FileDescription | null {
  const box = parse(json);
  if (box === null) return null;
  const text = (name: string) => (typeof box[name] === 'string' && box[name] !== '' ? box[name] : null);
  const source = readSource(Number(box['type'] ?? box['boxType']), text, box);
  if (source === null) return null;
  const size = Number(box['size']);
  return { name: text('name'), declaredType: text('mediaType'), sizeBytes: Number.isSafeInteger(size) && size > 0 ? size : null, source };
}

function readSource(type: number, text: (name: string) => string | null, box: Record<string, unknown>): FileSource | null {
  const [base64, url, uuid] = [text('base64'), text('url') ?? text('remoteUrl'), text('uuid')];
  if (type === BASE64 && base64 !== null) return { kind: 'bytes', content: Buffer.from(base64, 'base64') };
  if (type === UUID && uuid !== null) return { kind: 'kept', id: uuid };
  if (type !== URL_TYPE || url === null || !/^https?:\/\//i.test(url)) return null;
  const headers = Object.entries((box['headers'] ?? {}) as object).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { kind: 'url', url, headers: Object.fromEntries(headers) };
}

function parse(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** A file that lies with the service already, as a FileBox: the service sends what it keeps under that id. */
export function toKeptFileBox(id: string, name: string, sizeBytes: number): string {
  return JSON.stringify({ type: UUID, uuid: id, name, size: sizeBytes, metadata: {} });
}

/** A small file whole, as a FileBox. */
export function toWholeFileBox(content: Buffer, name: string): string {
  return JSON.stringify({ type: BASE64, base64: content.toString('base64'), name, size: content.length, metadata: {} });
}
