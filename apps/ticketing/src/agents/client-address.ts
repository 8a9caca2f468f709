import type { IncomingMessage } from 'node:http';

/** Where a request comes from. A proxy is believed only when it runs on this machine; then its own entry counts, the last one. */
export function clientAddress(request: IncomingMessage): string {
  const direct = request.socket.remoteAddress ?? 'unknown';
  const forwarded = request.headers['x-forwarded-for'];
  if (!isLoopbackAddress(direct) || forwarded === undefined) return direct;
  return String(forwarded).split(',').at(-1)?.trim() || direct;
}

export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

/** A `Host` header that names this machine, whatever the port. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host);
}
