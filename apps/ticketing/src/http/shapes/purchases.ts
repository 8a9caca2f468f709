import { z } from 'zod';
import { Instant, pageOf, shape } from './shape.js';

const text = z.string().trim().min(1).max(300).nullable().default(null);
const fields = z.record(z.string().min(1).max(64), z.unknown()).default({});
const ContactVersion = z.int().optional().describe('of the contact, as you saw it');
const product = {
  name: z.string().trim().min(1).max(300),
  model: text,
  version: text,
  serial: text,
  boughtOn: z.iso.date().nullable().default(null),
  orderNumber: text,
  fields,
};
export const ProductShape = shape('Product', z.object({ id: z.uuid(), ...product }));
export const ProductPageShape = pageOf('ProductPage', ProductShape);
export const ProductList = shape(
  'ProductList',
  z.strictObject({ products: z.array(z.strictObject(product)).max(200), expectedVersion: ContactVersion }),
);
export type ProductList = z.infer<typeof ProductList>;
const OrderNumber = z.string().trim().min(1).max(100);
export const OrderShape = shape(
  'Order',
  z.object({
    number: z.string(),
    placedAt: Instant.nullable(),
    status: z.string().nullable(),
    total: z.string().nullable(),
    url: z.string().nullable(),
    fields: z.record(z.string(), z.unknown()),
  }),
);
export const OrderPageShape = pageOf('OrderPage', OrderShape);
export const OrderList = shape(
  'OrderList',
  z.strictObject({
    orders: z
      .array(
        z.strictObject({
          number: OrderNumber,
          placedAt: z.iso.datetime({ offset: true }).nullable().default(null),
          status: text,
          total: text.describe('with its currency'),
          url: z
            .url({ protocol: /^https?$/ })
            .nullable()
            .default(null),
          fields,
        }),
      )
      .min(1)
      .max(200),
    expectedVersion: ContactVersion,
  }),
);
export type OrderList = z.infer<typeof OrderList>;
export const OrderLink = shape('OrderLink', z.strictObject({ number: OrderNumber }));
export type OrderLink = z.infer<typeof OrderLink>;
export const TicketPurchasesShape = shape(
  'TicketPurchases',
  z.object({ orders: z.array(OrderShape).describe('linked'), products: z.array(ProductShape).describe('of the contact') }),
);
