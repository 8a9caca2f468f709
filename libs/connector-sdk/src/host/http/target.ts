import type { IncomingMessage } from 'node:http';
import type { InboxRequest } from '../../http.js';
import type { RemoteAddresses } from './remote-address.js';

/** Below this all paths are inboxes'. */
export const INBOXES_PATH = '/in/';

/** What a request says about itself before its body. */
export type Target = Omit<InboxRequest, 'signal' | 'read' | 'stream'> & { readonly inboxId: string };

export function readTarget(request: IncomingMessage, about: { addresses: RemoteAddresses; publicUrl?: string | undefined }): Target {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  const below = path.slice(INBOXES_PATH.length);
  const slash = below.indexOf('/');
  const peer = request.socket.remoteAddress ?? '';
  return {
    inboxId: slash === -1 ? below : below.slice(0, slash),
    method: request.method ?? 'GET',
    path: slash === -1 ? '/' : below.slice(slash),
    query: new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1)),
    url: `${findBase(request, peer, about)}${url}`,
    headers: joinHeaders(request),
    remoteAddress: about.addresses.find(peer, textOf(request.headers['x-forwarded-for'])),
  };
}

function findBase(request: IncomingMessage, peer: string, about: { addresses: RemoteAddresses; publicUrl?: string | undefined }): string {
  if (about.publicUrl !== undefined) return about.publicUrl.replace(/\/+$/, '');
  const behind = about.addresses.isTrusted(peer);
  const scheme = behind && textOf(request.headers['x-forwarded-proto']) === 'https' ? 'https' : 'http';
  return `${scheme}://${(behind ? textOf(request.headers['x-forwarded-host']) : undefined) ?? request.headers.host ?? 'localhost'}`;
}

function joinHeaders({ headers }: IncomingMessage): Record<string, string> {
  const joined: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const name in headers) joined[name] = textOf(headers[name]) ?? '';
  return joined;
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
