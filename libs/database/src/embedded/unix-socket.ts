import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';

/** What fits into `sockaddr_un` on every system, with its end mark. */
const LONGEST_PATH = 103;

/**
 * Beside its TCP port the server listens on a socket in its own folder, which is closed to other users: a round trip costs half the CPU of
 * one over loopback TCP. Relative, because a server that may not walk to its folder knows no other name for it.
 */
export const SOCKET_SETTINGS: Readonly<Record<string, string>> =
  platform() === 'win32' ? { unix_socket_directories: '' } : { unix_socket_directories: '.', unix_socket_permissions: '0700' };

export function socketFile(folder: string, port: number): string {
  return join(folder, `.s.PGSQL.${port}`);
}

/** Can clients of this process use the socket of the server that runs on `folder`? Not when its path is too long for the system. */
export function hasUsableSocket(folder: string, port: number): boolean {
  const path = socketFile(folder, port);
  return Buffer.byteLength(path) <= LONGEST_PATH && existsSync(path);
}
