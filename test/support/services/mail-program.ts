import { ImapFlow } from 'imapflow';
import type { DovecotServer } from './dovecot.js';

/** A person's mail program, logged in as the first user of the server; it may change and remove what it likes. */
export async function connectMailProgram({ users, imapPort }: DovecotServer): Promise<ImapFlow> {
  const { name, password } = users[0]!;
  const client = new ImapFlow({ host: '127.0.0.1', port: imapPort, secure: false, auth: { user: name, pass: password }, logger: false });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
