import { describe, expect, it } from '@jest/globals';
import { contrast, dressColour, read } from './dress-colour.js';

describe('the colour of a desk', () => {
  it.each(['#0b6b62', '#ffe600', '#000000', '#ffffff', '#e60012', '#7f7f7f'])('%s is readable by day and night', (accent) => {
    for (const dark of [false, true]) {
      const [button, on, ink, soft] = dressColour(accent, dark);
      expect(contrast(read(button), read(on))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(read(ink), read(soft))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(read(ink), read(dark ? '#181b1f' : '#f6f7f8'))).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('stays what it is where it can be read', () => {
    expect(dressColour('#0b6b62', false)[0]).toBe('#0b6b62');
  });
});
