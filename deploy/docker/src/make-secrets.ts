import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { secretFiles } from './secret-files.ts';
import { FIXED, settleSecrets } from './secrets.ts';
import type { Secrets } from './secrets.ts';

/**
 * Makes the secrets of an installation, once, and gives each container its own in a volume of its own.
 *
 *   make-secrets.ts                   what every start runs; changes nothing that is there
 *   make-secrets.ts show <SETTING>    prints one: LAPOR_ADMIN_PASSWORD, LAPOR_MASTER_KEY
 */
const ROOT = process.env['LAPOR_SECRETS'] || '/secrets';
const MADE = join(ROOT, 'made', 'secrets.json');

try {
  const [command, name] = process.argv.slice(2);
  if (command === undefined) make();
  else if (command === 'show' && name !== undefined) show(name);
  else throw new Error('usage: make-secrets.ts [show <SETTING>]');
} catch (error) {
  process.stderr.write(`secrets: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function make(): void {
  const first = !existsSync(MADE);
  const secrets = settleSecrets(process.env, readMade());
  const files = secretFiles(secrets).map((file) => ({ ...file, path: join(ROOT, file.volume, file.name) }));
  if (first && files.some(({ path }) => existsSync(path))) refuseToReplace();
  // Kept before anybody uses them: a start that is cut short goes on with the same.
  write(MADE, JSON.stringify(secrets), 0);
  for (const { path, text, owner } of files) write(path, text, owner);
  if (first) process.stdout.write(welcome(process.env['LAPOR_PUBLIC_URL'] || 'http://localhost:8080'));
}

/** New ones would lock the data away. The two that guard it must be given again; the others may change. */
function refuseToReplace(): void {
  const missing = FIXED.filter((name) => !process.env[name]);
  if (missing.length === 0) return;
  throw new Error(
    `the volume "secrets" has gone, but there is an installation: restore it, or give ${missing.join(' and ')} in .env`,
  );
}

function show(name: string): void {
  const value = readMade()[name];
  if (value === undefined) throw new Error(`there is no ${name} yet`);
  process.stdout.write(`${value}\n`);
}

function readMade(): Secrets {
  return existsSync(MADE) ? (JSON.parse(readFileSync(MADE, 'utf8')) as Secrets) : {};
}

/** There whole or not at all, and only for its owner. */
function write(path: string, text: string, owner: number): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  const folder = join(path, '..');
  mkdirSync(folder, { recursive: true });
  const draft = `${path}.new`;
  const file = openSync(draft, 'w', 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  // Outside a container we are nobody to give files away.
  if (process.getuid?.() === 0) {
    chownSync(folder, owner, owner);
    chownSync(draft, owner, owner);
  }
  chmodSync(folder, 0o700);
  chmodSync(draft, 0o400);
  renameSync(draft, path);
}

function welcome(url: string): string {
  return `
  This is the first start. When all is up, log in at ${url}/masuk as "admin"; the one-time password is told by
      docker compose run --rm secrets show LAPOR_ADMIN_PASSWORD
  Print the master key and keep it in a safe. Without it no backup can be read, ever:
      docker compose run --rm secrets show LAPOR_MASTER_KEY

`;
}
