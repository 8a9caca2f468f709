import { governing } from './governing.en.js';
import { watching } from './watching.en.js';

export const operating = { ...watching, ...governing };
