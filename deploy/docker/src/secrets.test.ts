import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretFiles } from './secret-files.ts';
import { SERVICES, settleSecrets } from './secrets.ts';

const KEY = 'ab'.repeat(32);

describe('settling', () => {
  it('makes what is missing and keeps what was made', () => {
    const first = settleSecrets({}, {});
    expect(first['LAPOR_MASTER_KEY']).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
    expect(settleSecrets({ LAPOR_ADMIN_PASSWORD: '' }, first)).toEqual(first);
    // Made values are held to the same rules as given ones.
    expect(settleSecrets(first, {})).toEqual(first);
  });

  it('takes what is given, also later, but never another key than the data was written under', () => {
    const first = settleSecrets({ LAPOR_MASTER_KEY: KEY }, {});
    expect(first['LAPOR_MASTER_KEY']).toBe(KEY);
    const later = settleSecrets({ LAPOR_NATS_PASSWORD_INTAKE: 'another-long-password' }, first);
    expect(later).toEqual({ ...first, LAPOR_NATS_PASSWORD_INTAKE: 'another-long-password' });
    expect(() => settleSecrets({ LAPOR_MASTER_KEY: 'cd'.repeat(32) }, first)).toThrow(
      'LAPOR_MASTER_KEY is not',
    );
    expect(() => settleSecrets({ LAPOR_MONGO_ROOT_PASSWORD: 'x'.repeat(20) }, first)).toThrow('MONGO_ROOT');
  });

  it.each([
    ['LAPOR_MASTER_KEY', 'abc'],
    ['LAPOR_MONGO_PASSWORD_INTAKE', 'has a space and a / in it'],
    ['LAPOR_NATS_PASSWORD_INTAKE', 'with"quotes"inside'],
    ['LAPOR_ADMIN_PASSWORD', "it's got a quote"],
  ])('refuses %s=%s without repeating it', (name, value) => {
    const settle = () => settleSecrets({ [name]: value }, {});
    expect(settle).toThrow(name);
    expect(settle).not.toThrow(value);
  });
});

describe('files', () => {
  const secrets = settleSecrets({ LAPOR_ADMIN_PASSWORD: 'any $thing "goes" #here' }, {});
  const textOf = (volume: string, name: string) =>
    secretFiles(secrets).find((file) => file.volume === volume && file.name === name)?.text ?? '';

  it('give a service its own passwords and no other', () => {
    for (const service of SERVICES) {
      const own = secretFiles(secrets).filter(({ volume }) => volume === service);
      const said = own.map(({ text }) => text).join('');
      for (const [name, value] of Object.entries(secrets)) {
        const mine =
          name === 'LAPOR_MASTER_KEY' ||
          name.endsWith(`_${service.toUpperCase()}`) ||
          (service === 'directory' && /^LAPOR_(ADMIN|NATS_DOOR)_/.test(name));
        expect(said.includes(value), `${service}: ${name}`).toBe(mine);
      }
    }
  });

  it('come through an env file as they are', () => {
    const env = parseEnv(textOf('directory', 'env'));
    expect(env['LAPOR_ADMIN_PASSWORD']).toBe('any $thing "goes" #here');
    expect(new URL(env['LAPOR_MONGO_URL'] ?? '').password).toBe(secrets['LAPOR_MONGO_PASSWORD_DIRECTORY']);
  });

  it('forbid a service to publish for another', () => {
    const [line] = textOf('nats', 'platform-users.conf').match(/.*user: routing.*/) ?? [];
    expect(line).toContain('deny: ["lapor.intake.>", "lapor.directory.>"');
    expect(line).not.toContain('lapor.routing');
  });
});

describe('the command', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lapor-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (...args: string[]) => runWith({}, ...args);
  const runWith = (env: Readonly<Record<string, string>>, ...args: string[]) =>
    execFileSync(process.execPath, [join(import.meta.dirname, 'make-secrets.ts'), ...args], {
      env: { LAPOR_SECRETS: folder, ...env },
      encoding: 'utf8',
      stdio: 'pipe',
    });
  const everything = () =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => [path, statSync(path).mode & 0o777, readFileSync(path, 'utf8')]);

  it('writes once, for the owner alone, and tells how to see the password instead of telling it', () => {
    const said = run();
    const password = run('show', 'LAPOR_ADMIN_PASSWORD').trim();
    expect(said).toContain('show LAPOR_ADMIN_PASSWORD');
    expect(said).not.toContain(password);
    const before = everything();
    expect(new Set(before.map(([, mode]) => mode))).toEqual(new Set([0o400]));
    expect(run()).toBe('');
    expect(everything()).toEqual(before);
    expect(() => run('show', 'LAPOR_NOTHING')).toThrow('there is no LAPOR_NOTHING');
  });

  it('does not replace what was lost, but takes it back', () => {
    run();
    const kept = { LAPOR_MASTER_KEY: '', LAPOR_MONGO_ROOT_PASSWORD: '' };
    for (const name of ['LAPOR_MASTER_KEY', 'LAPOR_MONGO_ROOT_PASSWORD'] as const)
      kept[name] = run('show', name).trim();
    rmSync(join(folder, 'made'), { recursive: true });
    const before = everything();
    expect(() => run()).toThrow('give LAPOR_MASTER_KEY and LAPOR_MONGO_ROOT_PASSWORD in .env');
    expect(everything()).toEqual(before);
    runWith(kept);
    expect(run('show', 'LAPOR_MASTER_KEY').trim()).toBe(kept.LAPOR_MASTER_KEY);
  });
});
