import { spawn } from 'node:child_process';

/**
 * Ties a server to this process: should this process die in any way, even by `kill -9`, the pid (negative: its group) is killed
 * and the folder removed. The tie is a pipe that the kernel closes. Returns a function that unties it without killing.
 */
export function tether(pid: number, folder: string): () => void {
  // No `--` before the pid: dash, the `sh` of Debian, takes it for a number.
  const script = 'trap "" INT TERM HUP; read -r word; [ "$word" = untie ] && exit; kill -9 "$1" 2>/dev/null; rm -rf -- "$2"';
  const watcher = spawn('sh', ['-c', script, 'sh', String(pid), folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  watcher.unref();
  const pipe = watcher.stdin;
  pipe.on('error', () => undefined);
  if ('unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  return () => {
    pipe.end('untie\n');
  };
}
