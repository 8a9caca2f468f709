/** What a puppet service tells of itself and its account. */
export type PuppetEvent =
  | { readonly kind: 'message'; readonly id: string }
  | { readonly kind: 'login'; readonly accountId: string }
  | { readonly kind: 'logout'; readonly reason: string }
  | { readonly kind: 'scan'; readonly code: string; readonly status: ScanStatus }
  /** What is known of a contact or a room has changed. */
  | { readonly kind: 'dirty'; readonly id: string }
  | { readonly kind: 'dong' }
  | { readonly kind: 'trouble'; readonly words: string }
  /** A sign of life, or an event that is no matter of ours. */
  | { readonly kind: 'other' };

export type ScanStatus = 'unknown' | 'cancelled' | 'waiting' | 'scanned' | 'confirmed' | 'timeout';
const SCAN_STATUSES: readonly ScanStatus[] = ['unknown', 'cancelled', 'waiting', 'scanned', 'confirmed', 'timeout'];

/** Numbers of wechaty-grpc's `EventType`. */
const MESSAGE = 2;
const DONG = 3;
const ERROR = 16;
const SCAN = 22;
const LOGIN = 25;
const LOGOUT = 26;
const DIRTY = 27;

/** An event as the stream brings it: a number and JSON. What cannot be read is at least a sign of life. */
export function readPuppetEvent(type: number, json: string): PuppetEvent {
  const payload = parse(json);
  const text = (name: string) => (typeof payload[name] === 'string' ? payload[name] : '');
  switch (type) {
    case MESSAGE:
      return text('messageId') === '' ? { kind: 'other' } : { kind: 'message', id: text('messageId') };
    case DONG:
      return { kind: 'dong' };
    case LOGIN:
      return text('contactId') === '' ? { kind: 'other' } : { kind: 'login', accountId: text('contactId') };
    case LOGOUT:
      return { kind: 'logout', reason: text('data') };
    case SCAN:
      return { kind: 'scan', code: text('qrcode'), status: SCAN_STATUSES[Number(payload['status'])] ?? 'unknown' };
    case DIRTY:
      return { kind: 'dirty', id: text('payloadId') };
    case ERROR:
      return { kind: 'trouble', words: (text('gerror') || text('data')).slice(0, 500) };
    default:
      return { kind: 'other' };
  }
}

function parse(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
