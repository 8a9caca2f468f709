import { readFileSync, rmSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** Stops the server of a test run's folder, if one runs there, and removes the folder. Nothing in it is worth a checkpoint. */
export async function removeTestServer(folder) {
  const pidFile = join(folder, 'data', 'postgres', 'postmaster.pid');
  const pid = readPid(pidFile);
  if (pid !== null && isPostgres(pid)) {
    signal(pid, 'SIGQUIT');
    for (let waited = 0; waited < 5000 && existsSync(pidFile); waited += 20) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function readPid(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** On Linux the name is checked, so that a stranger which got the number later is left alone. */
function isPostgres(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
  } catch {
    return process.platform !== 'linux';
  }
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself.
  }
}
