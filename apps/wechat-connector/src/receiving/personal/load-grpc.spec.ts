import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { ConfigurationError } from '#runtime';
import { loadGrpc } from './load-grpc.js';

describe('the library of puppet services', () => {
  it('that is not installed is a matter of the operator, who reads what to install', async () => {
    const missing = Object.assign(new Error("Cannot find package 'wechaty-grpc'"), { code: 'ERR_MODULE_NOT_FOUND' });
    const error = await loadGrpc(() => Promise.reject(missing)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { optionalDependencies: Record<string, string> };
    expect((error as ConfigurationError).hint).toContain(`wechaty-grpc@${optionalDependencies['wechaty-grpc']}`);
  });

  it('that is broken is no missing library', async () => {
    await expect(loadGrpc(() => Promise.reject(new SyntaxError('broken')))).rejects.toThrow('broken');
  });
});
