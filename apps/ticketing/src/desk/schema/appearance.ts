import { z } from 'zod';
import { LocalisedText } from './texts.js';

/** How the desk looks to its customers: on its help pages, in its forms and surveys. */
export const AppearanceSection = z
  .strictObject({
    name: LocalisedText.optional().describe('stands at the top of every page of customers; absent: deskSettings.name'),
    accent: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i, 'a colour such as #0b6b62')
      .optional()
      .describe('colour of buttons and links; what is written on it is made readable'),
  })
  .prefault({});
