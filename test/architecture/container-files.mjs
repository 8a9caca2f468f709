// No Docker engine here: the container files are parsed and held against rules a reviewer would hold them against.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const faults = [];
const hold = (condition, fault) => condition || faults.push(fault);

function checkDockerfile() {
  const lines = readFileSync(join(root, 'docker/Dockerfile'), 'utf8')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim());
  const instructions = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => [line.split(/\s+/)[0], line]);
  const known = new Set([
    'FROM',
    'WORKDIR',
    'COPY',
    'RUN',
    'ENV',
    'USER',
    'VOLUME',
    'EXPOSE',
    'STOPSIGNAL',
    'HEALTHCHECK',
    'ENTRYPOINT',
    'CMD',
    'ARG',
    'LABEL',
  ]);
  for (const [word, line] of instructions) hold(known.has(word), `Dockerfile: unknown instruction in "${line}"`);
  const stages = instructions.filter(([word]) => word === 'FROM').map(([, line]) => line);
  hold(stages.length >= 2, 'Dockerfile: not multi-stage');
  for (const stage of stages)
    hold(/^FROM [a-z][^\s:]*:[^\s]+/.test(stage) && !/:latest/.test(stage), `Dockerfile: "${stage}" is not pinned`);
  const user = instructions.filter(([word]) => word === 'USER').at(-1)?.[1] ?? '';
  hold(/^USER [1-9]/.test(user), 'Dockerfile: does not end as a numbered user other than root');
  hold(
    instructions.some(([word]) => word === 'HEALTHCHECK'),
    'Dockerfile: no HEALTHCHECK',
  );
  for (const [word, line] of instructions)
    if (word === 'COPY' && !line.includes('--from'))
      for (const source of line
        .split(/\s+/)
        .slice(1, -1)
        .filter((part) => !part.startsWith('--')))
        hold(existsSync(join(root, source)), `Dockerfile: COPY of ${source}, which does not exist`);
  for (const [word, line] of instructions)
    if (word === 'ENTRYPOINT' || word === 'CMD')
      hold(Array.isArray(JSON.parse(line.slice(word.length))), `Dockerfile: ${word} is not in exec form`);
}

function checkCompose(name, { pinnedPasswords }) {
  const text = readFileSync(join(root, 'docker', name), 'utf8');
  const file = parse(text, { merge: true });
  const services = file?.services ?? {};
  hold(Object.keys(services).length > 0, `${name}: no services`);
  for (const [service, body] of Object.entries(services)) {
    hold(
      body.image !== undefined && /:[^:]+$/.test(body.image) && !body.image.endsWith(':latest'),
      `${name}: ${service} has no pinned image`,
    );
    for (const port of body.ports ?? [])
      hold(/^127\.0\.0\.1:/.test(String(port)), `${name}: ${service} publishes ${port} beyond this machine`);
    for (const wanted of Object.keys(body.depends_on ?? {}))
      hold(services[wanted] !== undefined, `${name}: ${service} depends on ${wanted}, which is not there`);
    for (const volume of body.volumes ?? []) {
      const [source] = String(volume).split(':');
      hold(
        source.startsWith('.') || source.startsWith('/') || file.volumes?.[source] !== undefined,
        `${name}: volume ${source} is not declared`,
      );
    }
    if (body.build)
      hold(
        existsSync(join(root, 'docker', body.build.context, body.build.dockerfile)),
        `${name}: ${service} builds from a file that is not there`,
      );
    if (pinnedPasswords)
      for (const [key, value] of Object.entries(body.environment ?? {}))
        if (/PASSWORD|SECRET/.test(key))
          hold(/^\$\{[A-Z_]+:\?/.test(String(value)), `${name}: ${service}.${key} must be asked for, not written down`);
  }
  return services;
}

checkDockerfile();
checkCompose('compose.standalone.yaml', { pinnedPasswords: true });
const cluster = checkCompose('compose.cluster.yaml', { pinnedPasswords: true });
for (const app of [
  'ticketing',
  'email-connector',
  'form-connector',
  'notification-connector',
  'phone-connector',
  'webchat-connector',
  'wechat-connector',
])
  hold(cluster[app] !== undefined, `compose.cluster.yaml: no service for ${app}`);
checkCompose('compose.dev.yaml', { pinnedPasswords: false });
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
