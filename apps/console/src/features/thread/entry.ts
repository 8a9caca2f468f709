import type { Answer, ItemOf } from '#page-kit';

export type Ticket = Answer<'GET /tickets/{id}'>;
export type Entry = ItemOf<'GET /tickets/{id}/entries'>;
export type Part = Entry['parts'][number];
export type PartOf<T extends Part['type']> = Extract<Part, { readonly type: T }>;
export type Delivery = NonNullable<Entry['delivery']>;
export type Attachment = Entry['attachments'][number];

export function partOf<T extends Part['type']>({ parts }: Entry, type: T): PartOf<T> | undefined {
  return parts.find((part): part is PartOf<T> => part.type === type);
}
