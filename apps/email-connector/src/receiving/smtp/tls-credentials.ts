import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError, type Settings } from '#runtime';

export interface TlsCredentials {
  readonly key: string;
  readonly cert: string;
}

const YEARS_10_MS = 3_650 * 86_400_000;

/** The configured key and certificate, else a self-signed pair made once and kept in the data folder: better than none for STARTTLS. */
export async function loadTlsCredentials(smtp: Settings['smtp'], dataDir: string): Promise<TlsCredentials> {
  if (smtp.tlsKeyFile !== undefined && smtp.tlsCertFile !== undefined)
    return {
      key: await readConfigured(smtp.tlsKeyFile, 'smtp.tlsKeyFile'),
      cert: await readConfigured(smtp.tlsCertFile, 'smtp.tlsCertFile'),
    };
  const keyFile = join(dataDir, 'smtp-door.key.pem');
  const certFile = join(dataDir, 'smtp-door.cert.pem');
  try {
    return { key: await readFile(keyFile, 'utf8'), cert: await readFile(certFile, 'utf8') };
  } catch {
    const made = await makeSelfSigned(smtp.hostName ?? 'localhost');
    await mkdir(dataDir, { recursive: true });
    await writeFile(keyFile, made.key, { mode: 0o600 });
    await writeFile(certFile, made.cert);
    return made;
  }
}

async function readConfigured(path: string, setting: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`${setting}: ${path} cannot be read`, {
      code: 'tls_file_unreadable',
      hint: 'name an existing PEM file',
      cause,
    });
  }
}

async function makeSelfSigned(host: string): Promise<TlsCredentials> {
  const { generate } = await import('selfsigned');
  const pems = await generate([{ name: 'commonName', value: host }], {
    notAfterDate: new Date(Date.now() + YEARS_10_MS),
    keySize: 2048,
    algorithm: 'sha256',
  });
  return { key: pems.private, cert: pems.cert };
}
