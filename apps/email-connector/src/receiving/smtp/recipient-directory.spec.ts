import { describe, expect, it } from '@jest/globals';
import { RecipientDirectory } from './recipient-directory.js';

const inbox = (id: string, addresses: string[], catchAll = false) => ({ id, addresses, catchAll });
const support = inbox('support', ['support@example.com']);
const sales = inbox('sales', ['Support+Sales@Bücher.example', 'support+sales@example.com']);

describe('the inbox of a recipient', () => {
  it.each([
    ['first', [support, sales]],
    ['last', [sales, support]],
  ])('is the one with the exact address, plus part included, when the plain one comes %s', (_, inboxes) => {
    const directory = new RecipientDirectory();
    expect(directory.replace(inboxes)).toEqual([]);
    expect(directory.find('SUPPORT@Example.com')?.id).toBe('support');
    expect(directory.find('support+t.abc@example.com')?.id).toBe('support');
    expect(directory.find('support+SALES@example.com')?.id).toBe('sales');
    expect(directory.find('support+sales@xn--bcher-kva.example')?.id).toBe('sales');
  });

  it('is also found by the address that its answers come back to', () => {
    const directory = new RecipientDirectory();
    directory.replace([support, sales]);
    expect(directory.find('support+sales+t.abc@example.com')?.id).toBe('sales');
    expect(directory.find(`support${'+x'.repeat(100)}@example.com`)?.id).toBe('support');
  });

  it('is nobody for the plain address of one that has it with a plus part only', () => {
    const directory = new RecipientDirectory();
    directory.replace([sales]);
    expect(directory.find('support@example.com')).toBeNull();
    expect(directory.find('support+other@example.com')).toBeNull();
  });

  it('is the catch-all for what nobody else of the domain claims', () => {
    const directory = new RecipientDirectory();
    directory.replace([inbox('rest', ['info@example.com'], true), support]);
    expect(directory.find('whoever+x@example.com')?.id).toBe('rest');
    expect(directory.find('support+x@example.com')?.id).toBe('support');
    expect(directory.find('whoever@example.org')).toBeNull();
  });
});
