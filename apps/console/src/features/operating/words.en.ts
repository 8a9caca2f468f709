import { governing } from './governing.en.js';
import { mending } from './mending.en.js';
import { watching } from './watching.en.js';

export const operating = { ...watching, ...mending, ...governing };
