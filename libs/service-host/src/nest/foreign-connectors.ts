import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConnectorFactory } from '#connector-sdk';
import { ConfigurationError } from '#runtime';

/** Connectors that others wrote: packages whose entry exports `connectorFactory`, a made `ConnectorFactory`. */
export function loadForeignConnectors(packages: readonly string[], folder = process.cwd()): Promise<ConnectorFactory[]> {
  return Promise.all(packages.map(async (name) => checkFactory(name, (await importPackage(name, folder))['connectorFactory'])));
}

/** Looked for from the installation's folder, where its operator installed it, not from ours. */
async function importPackage(name: string, folder: string): Promise<Record<string, unknown>> {
  try {
    const path = createRequire(join(folder, 'package.json')).resolve(name);
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (cause) {
    throw new ConfigurationError(`The connector ${name} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, {
      code: 'connector_not_loaded',
      hint: isPath(name)
        ? `\`connectors\` takes the name of a package, no path: npm install ${name}, then name it as its package.json does.`
        : `Install it (npm install ${name}) or take it out of \`connectors\`.`,
      cause,
    });
  }
}

function isPath(name: string): boolean {
  return /^\.{0,2}\//.test(name) || name.endsWith('.tgz');
}

function checkFactory(name: string, exported: unknown): ConnectorFactory {
  const factory = exported as Partial<ConnectorFactory> | null | undefined;
  const descriptor = factory?.descriptor as Partial<ConnectorFactory['descriptor']> | undefined;
  const faults = [
    typeof factory?.create === 'function' ? '' : 'it exports no `connectorFactory` with `create`',
    /^[a-z][a-z0-9-]*$/.test(descriptor?.channel ?? '') ? '' : '`descriptor.channel` is no lower-case word',
    typeof descriptor?.provider === 'string' && descriptor.provider !== '' ? '' : '`descriptor.provider` is missing',
    typeof descriptor?.configSchema?.safeParse === 'function' ? '' : '`descriptor.configSchema` is no zod schema',
    typeof descriptor?.capabilities === 'function' ? '' : '`descriptor.capabilities` is no function',
  ].filter((fault) => fault !== '');
  if (faults.length === 0) return factory as ConnectorFactory;
  throw new ConfigurationError(`The package ${name} is no connector: ${faults.join('; ')}`, {
    code: 'connector_unfit',
    hint: 'Mend it, or take it out of `connectors`.',
  });
}
