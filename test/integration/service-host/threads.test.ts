import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { useTinyFolder } from './tiny-process.js';

const { start } = useTinyFolder('tiny-threaded-main');

describe('an app in a thread of its own', () => {
  it('is seen in health, metrics and notes of the process, and stops with it', async () => {
    const tiny = start();
    const url = await tiny.ready();
    expect(tiny.output).toContain('{"label":"Bell","text":"ding"}');
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([
      200,
      { checks: { database: { ok: true }, bell: { ok: true, detail: 'thread 1' } } },
    ]);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/^bells_total 3$/m);
    expect(metrics).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(await tiny.end()).toBe(0);
    expect(tiny.output).toContain('BELL DOWN');
  });

  it('makes the process not ready when one of its checks fails', async () => {
    const ready = await fetch(`${await start({ TINY_FAULT: 'ill' }).ready()}/health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { checks: { bell: { ok: false } } }]);
  });

  it('that hangs is told by health, costs a scrape its own figures only, and does not keep the process from stopping', async () => {
    const tiny = start({ TINY_FAULT: 'hangs' });
    const url = await tiny.ready();
    await sleep(600);
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { checks: { helper: { ok: false }, database: { ok: true } } }]);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(metrics).not.toContain('bells_total');
    expect(await tiny.end()).toBe(0);
  });

  it('ends the start with what the operator can mend', async () => {
    const tiny = start({ TINY_FAULT: 'refuses' });
    expect(await tiny.exitCode()).toBe(1);
    expect(tiny.errors).toBe('the bell is taken\nchoose another bell\n');
  });

  it('ends the process when it dies by an exception', async () => {
    const tiny = start({ TINY_FAULT: 'throws' });
    await tiny.ready();
    expect(await tiny.exitCode()).toBe(1);
    expect(tiny.output).toContain('nobody catches this');
  });

  it('judges the settings that only it understands, together with those of the process', async () => {
    const inboxes = JSON.stringify([
      { id: 'a', channel: 'email', address: 5 },
      { id: 'b', channel: 'drum' },
    ]);
    const tiny = start({ TRIBUTARY_INBOXES: inboxes, TRIBUTARY_HTTP_HOST: '0.0.0.0' });
    expect(await tiny.exitCode()).toBe(78);
    for (const fault of [
      /http\.host .*TRIBUTARY_ADMIN_PASSWORD/,
      /inboxes\.0\.address \(TRIBUTARY_INBOXES\): found 5/,
      /inboxes\.1\.channel .*one of email/,
    ])
      expect(tiny.errors).toMatch(fault);
  });
});
