import { describe, expect, it } from '@jest/globals';
import { loadSettings, StartupNotes } from '#runtime';
import { renderWelcome } from './welcome.js';

function welcome(environment: Record<string, string> = {}): string {
  const notes = new StartupNotes();
  notes.add('First login', 'admin@example.com  password: made-up-once');
  return renderWelcome({ settings: loadSettings({ environment, folder: '/srv' }), httpUrl: 'http://127.0.0.1:8080', notes, readyMs: 2345 });
}

describe('the welcome', () => {
  it('says where things are, the login, and what to try', () => {
    const text = welcome();
    for (const part of [
      'http://127.0.0.1:8080/console/',
      'http://127.0.0.1:8080/api/docs',
      '127.0.0.1:2525',
      'made-up-once',
      '/srv/data',
      '2.3 s',
    ])
      expect(text).toContain(part);
    expect(text).toMatch(/npm run --silent admin -- send-mail .* --to support@example\.com/);
    expect(text).toContain('npm run --silent admin -- tickets');
  });

  it('gives commands that reach this very process, whatever it was told', () => {
    const text = welcome({ TRIBUTARY_DATA_DIR: '/var/desk', TRIBUTARY_SMTP_PORT: '2526', TRIBUTARY_INBOX_ADDRESS: 'help@acme.example' });
    expect(text).toContain('TRIBUTARY_DATA_DIR=/var/desk npm run --silent admin -- tickets');
    expect(text).toMatch(/send-mail --port 2526 .* --to help@acme\.example/);
    expect(welcome({ DATABASE_URL: 'postgres://u:secret@db/desk' })).toMatch(/same settings\):\n {2}npm run --silent admin -- tickets/);
    expect(welcome({ DATABASE_URL: 'postgres://u:secret@db/desk' })).not.toContain('secret');
  });

  it('names the LMTP door where there is one', () => {
    expect(welcome()).not.toContain('LMTP');
    expect(welcome({ TRIBUTARY_SMTP_LMTP_PORT: '2424' })).toMatch(/LMTP door +127\.0\.0\.1:2424/);
  });

  it('tells what to configure as long as answers must wait', () => {
    expect(welcome()).toContain('TRIBUTARY_SMTP_OUT');
    expect(welcome({ TRIBUTARY_SMTP_OUT: 'smtp://127.0.0.1:1025' })).not.toContain('TRIBUTARY_SMTP_OUT');
  });
});
