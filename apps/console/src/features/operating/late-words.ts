import { addWords } from '#page-kit';
import { lateWords as en } from './late-words.en.js';
import { lateWords as zh } from './late-words.zh-CN.js';

addWords('operating', { en, 'zh-CN': zh });
