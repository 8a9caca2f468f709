/** What a form's own door says of it, and takes. The same as other sites use: GET for a token, POST multipart. */
export type Wording = string | { readonly zh: string; readonly en: string };

export interface DoorField {
  readonly name: string;
  readonly label: Wording;
  readonly kind: 'text' | 'textarea' | 'email' | 'phone' | 'date' | 'datetime' | 'number' | 'choice' | 'choices' | 'checkbox';
  readonly required: boolean;
  readonly choices: readonly { readonly value: string; readonly label: Wording }[];
  readonly when?: { readonly field: string; readonly is: readonly string[] };
  readonly maxLength?: number;
  readonly section?: Wording;
  readonly hint?: Wording;
}

export interface DoorForm {
  readonly token: string;
  readonly categories: readonly { readonly value: string; readonly label: Wording }[];
  readonly fields: readonly DoorField[];
  readonly uploads: { readonly maxFiles: number; readonly maxBytes: number };
  /** How many zero bits a proof of work has; null: none is asked for. */
  readonly proofOfWorkBits: number | null;
}

export type Values = Readonly<Record<string, string | readonly string[]>>;
export type Faults = Readonly<Record<string, string>>;

export type Sent =
  | { readonly kind: 'taken'; readonly id: string; readonly receipt: string }
  | { readonly kind: 'faults'; readonly faults: Faults }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string };

export function doorOf(inbox: string, language: string): string {
  return `/in/${encodeURIComponent(inbox)}?lang=${language.startsWith('zh') ? 'zh' : 'en'}`;
}

export async function loadForm(inbox: string, language: string): Promise<DoorForm> {
  const answer = await fetch(doorOf(inbox, language), { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`the form answered ${answer.status}`);
  return (await answer.json()) as DoorForm;
}

export const say = (wording: Wording, language: string): string =>
  typeof wording === 'string' ? wording : language.startsWith('zh') ? wording.zh : wording.en;

export interface Written {
  readonly token: string;
  readonly proof: string | null;
  readonly values: Values;
  readonly files: readonly File[];
}

/** `onShare`: how much of it is there, 0 to 1. Rejects where nobody answers. */
export function sendForm(url: string, { token, proof, values, files }: Written, onShare: (share: number) => void): Promise<Sent> {
  const body = new FormData();
  body.append('token', token);
  body.append('website', '');
  if (proof !== null) body.append('proof', proof);
  for (const [name, value] of Object.entries(values)) for (const each of [value].flat()) if (each !== '') body.append(name, each as string);
  const user = new URLSearchParams(location.search).get('user_token');
  if (user !== null) body.append('user_token', user);
  for (const file of files) body.append('files', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = ({ loaded, total }) => onShare(total === 0 ? 0 : loaded / total);
    request.onerror = () => reject(new TypeError('nobody answered'));
    request.onload = () => resolve(read(request.status, request.responseText));
    request.send(body);
  });
}

interface Said {
  readonly id?: string;
  readonly receipt?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly fields?: readonly { readonly name: string; readonly fault: string }[];
}

export function read(status: number, text: string): Sent {
  let said: Said;
  try {
    said = JSON.parse(text) as Said;
  } catch {
    said = {};
  }
  if (status === 202 && said.id !== undefined) return { kind: 'taken', id: said.id, receipt: said.receipt ?? '' };
  if (status === 422 && said.fields !== undefined)
    return { kind: 'faults', faults: Object.fromEntries(said.fields.map(({ name, fault }) => [name, fault])) };
  return { kind: 'refused', code: said.code ?? String(status), detail: said.detail ?? '' };
}

/** Fields that are asked for just now. */
export function askedFields(fields: readonly DoorField[], values: Values): readonly DoorField[] {
  const asked: DoorField[] = [];
  for (const field of fields) {
    const { when } = field;
    const isAsked =
      when === undefined ||
      (asked.some(({ name }) => name === when.field) && [values[when.field] ?? ''].flat().some((each) => when.is.includes(each as string)));
    if (isAsked) asked.push(field);
  }
  return asked;
}
