import { describe, expect, it } from '@jest/globals';
import { EmailInboxConfig } from './email.config.js';
import { emailDescriptor } from './email.connector.js';

const claimsOf = (config: unknown) =>
  emailDescriptor.claims?.(EmailInboxConfig.parse(config)).map(({ key, path }) => `${path.join('.')} ${key}`);

describe('what an email inbox claims', () => {
  it('is its address and aliases, however they are written, plus parts kept', () => {
    expect(claimsOf({ address: 'Support@Example.com', aliases: ['support+sales@example.com', 'hilfe@bücher.example'] })).toEqual([
      'address support@example.com',
      'aliases.0 support+sales@example.com',
      'aliases.1 hilfe@xn--bcher-kva.example',
    ]);
  });

  it('is the rest of its domains too when it is a catch-all', () => {
    expect(claimsOf({ address: 'info@example.com', catchAll: true })).toEqual(['address info@example.com', 'catchAll @example.com']);
  });
});
