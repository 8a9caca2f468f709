import { z } from 'zod';

export const HtmlQuery = z.strictObject({
  remote: z.enum(['blocked', 'proxy']).optional().describe('images from elsewhere: not shown (default), or fetched by us and shown'),
  measured: z.literal('true').optional().describe('the page around it may measure it; it runs nothing all the same'),
});
export type HtmlQuery = z.infer<typeof HtmlQuery>;

const signed = {
  expires: z.coerce
    .number()
    .int()
    .min(0)
    .max(99_999_999_999)
    .describe('seconds since 1970')
    .meta({ examples: [1772442000] }),
  signature: z.string().min(1).max(100),
};
export const InlineImageQuery = z.strictObject(signed);
export type InlineImageQuery = z.infer<typeof InlineImageQuery>;

export const RemoteImageQuery = z.strictObject({ url: z.url().max(8_192), ...signed });
export type RemoteImageQuery = z.infer<typeof RemoteImageQuery>;
