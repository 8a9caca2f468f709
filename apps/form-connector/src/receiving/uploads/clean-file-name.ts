const MAX_LENGTH = 120;

/** The last part of what somebody's browser says is the file's name, without what could lead elsewhere or look like something else. */
export function cleanFileName(written: string): string {
  const name = written
    .normalize('NFC')
    .split(/[/\\]/)
    .at(-1)!
    // Controls, zero width and marks that turn the direction of writing ("exe.gpj" read as "jpg.exe").
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .trim()
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '');
  if (name === '') return 'file';
  const letters = [...name];
  if (letters.length <= MAX_LENGTH) return name;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  return letters.slice(0, MAX_LENGTH - extension.length).join('') + extension;
}
