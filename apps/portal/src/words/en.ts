import { kit } from '#page-kit/words/en';

export const words = { kit };
