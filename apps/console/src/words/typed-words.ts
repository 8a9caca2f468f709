import 'i18next';
import type { lateWords } from '../features/operating/late-words.en.js';
import type { words } from './en.js';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell';
    resources: Omit<typeof words, 'operating'> & { operating: typeof words.operating & typeof lateWords };
    returnNull: false;
  }
}
