import 'i18next';
import type { words } from './en.js';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'help';
    resources: typeof words;
    returnNull: false;
  }
}
