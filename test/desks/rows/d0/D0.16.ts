import { expect } from '@jest/globals';
import { readHelp } from '../../help-views.js';
import { row } from '../../row.js';

export default row('D0.16', async (desk, show) => {
  const help = await readHelp<{ links: { kind: string; name: string; url: string }[] }>(desk, '?language=zh');
  const community = help.links.find(({ kind }) => kind === 'community');
  expect(community).toEqual({ kind: 'community', name: 'SmartCV 用户交流群', url: 'https://community.smartcv.example/' });
  expect((await readHelp<typeof help>(desk, '?language=en')).links[0]?.name).toBe('SmartCV user community');
  show(`the help offers “${community!.name}” to everybody, in the reader’s language`);
});
