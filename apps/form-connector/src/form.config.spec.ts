import { describe, expect, it } from '@jest/globals';
import { WebFormConfig } from './form.config.js';

describe('a form of an inbox', () => {
  it('is found by a field that it has; one that it has not is a fault that says what to do', () => {
    const fields = [{ name: 'order', label: { zh: '订单号', en: 'Order' } }];
    expect(WebFormConfig.parse({ fields, referenceField: 'order' }).referenceField).toBe('order');
    const { issues } = WebFormConfig.safeParse({ referenceField: 'order' }).error!;
    expect(issues).toMatchObject([{ path: ['referenceField'], message: expect.stringContaining('add one of that name to fields') }]);
  });
});
