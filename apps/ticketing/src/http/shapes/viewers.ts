import { z } from 'zod';
import { pageOf, shape } from './shape.js';

export const ViewerPageShape = pageOf(
  'ViewerPage',
  shape('Viewer', z.object({ agentId: z.uuid(), name: z.string(), typing: z.boolean().describe('he writes an answer or a note') })),
);
export const Looking = shape('Looking', z.strictObject({ typing: z.boolean() }));
export type Looking = z.infer<typeof Looking>;
