import { describe, expect, it } from '@jest/globals';
import { ChildProgram } from '../../support/child-program.js';

interface Said {
  readonly inbox?: string;
  readonly state?: string;
  readonly ended?: string;
}

describe('a connector that throws where nobody can catch', () => {
  it('is started again, its neighbours and the process live on; a fault of nobody still ends the process', async () => {
    const program = ChildProgram.start('test/integration/connector-sdk/faulty-connectors.ts');
    const said = () => program.said as Said[];
    const failuresOf = (inbox: string) => said().filter((one) => one.inbox === inbox && one.state === 'degraded').length;
    for (const inbox of ['timer', 'promise', 'socket'])
      await program.waitFor((value): value is Said => (value as Said).inbox === inbox && failuresOf(inbox) >= 3);
    expect(said().filter(({ inbox }) => inbox === 'none')).toEqual([{ inbox: 'none', state: 'starting' }]);
    expect(said().some(({ ended }) => ended !== undefined)).toBe(false);
    process.kill(program.pid, 'SIGTERM');
    await program.waitFor((value): value is Said => (value as Said).ended === 'of nobody');
  });
});
