import { describe, expect, it } from '@jest/globals';
import { hide } from './progress-codes.js';

describe('an address that a code went to', () => {
  it('is known to who owns it, and tells nobody else', () => {
    expect(hide('customer@example.com')).toBe('c•••@e•••.com');
    expect(hide('李@公司.中国')).toBe('李•••@公•••.中国');
    expect(hide('+8613800138000')).toBe('•••00');
  });
});
