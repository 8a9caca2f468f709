import { describe, expect, it } from '@jest/globals';
import { findOrder } from './find-order.js';

const order = (number: string, fields = {}) => ({ number, placedAt: null, status: null, total: null, url: null, fields });
const ORDERS = [
  order('MG-3'),
  order('MG-3712', { tracking: 'SF2' }),
  order('MG-3711', { tracking: 'SF1' }),
  order('GIFT', { tracking: ' ' }),
];
const found = (text: string, keys: string[] = [], knows?: string) => findOrder(ORDERS, { text, keys }, knows)?.number;

describe('the order that a message is about', () => {
  it('is the newest where none is named', () => {
    expect([found('where is it'), found('', ['7', '#'])]).toEqual(['MG-3', 'MG-3']);
  });

  it('is the one that is named, by words or by the digits of its number', () => {
    expect([found('about mg-3711, please'), found('', ['7', '3712'])]).toEqual(['MG-3711', 'MG-3712']);
  });

  it('is one of which the field is known', () => {
    expect([found('', [], 'tracking'), found('mg-3', [], 'tracking'), found('', [], 'colour')]).toEqual(['MG-3712', 'MG-3712', undefined]);
  });
});
