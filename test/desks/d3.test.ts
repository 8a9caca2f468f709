import { runDesk } from './run-desk.js';

await runDesk('d3');
