import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { domainViolations } from './domain-imports.ts';

const root = resolve(import.meta.dirname, '../../..');
const planted = mkdtempSync(join(tmpdir(), 'lapor-boundaries-'));
afterAll(() => {
  rmSync(planted, { recursive: true, force: true });
});

function plant(path: string, text: string): void {
  mkdirSync(join(planted, path, '..'), { recursive: true });
  writeFileSync(join(planted, path), text);
}

describe('boundaries', () => {
  it('the domain of every service imports nothing that does I/O', () => {
    expect(domainViolations(root)).toEqual([]);
  });

  it('a domain file that reaches out is found', () => {
    plant(
      'services/x/src/domain/a.ts',
      "import { b } from '../store.ts';\nimport { c } from './c.ts';\nimport { d } from 'node:fs';\nimport type { E } from '../types.ts';\n",
    );
    expect(domainViolations(planted).map((violation) => violation.imported)).toEqual([
      '../store.ts',
      'node:fs',
    ]);
  });

  it('lint refuses mongoose outside the store, test code in production and deep paths', () => {
    cpSync(join(root, '.oxlintrc.json'), join(planted, '.oxlintrc.json'));
    plant('services/x/src/a.ts', "import mongoose from 'mongoose';\nexport const used = mongoose;\n");
    plant('services/x/src/b.ts', "import { x } from '@lapor/testing';\nexport const used = x;\n");
    plant('services/x/src/c.ts', "import { x } from '@lapor/kernel/src/ids.ts';\nexport const used = x;\n");
    const oxlint = join(root, 'node_modules/.bin/oxlint');
    const run = spawnSync(oxlint, ['services'], { cwd: planted, encoding: 'utf8' });
    expect(run.status).not.toBe(0);
    for (const name of ['a.ts', 'b.ts', 'c.ts']) expect(run.stdout).toContain(`services/x/src/${name}`);
  });

  it('a service that depends on a service breaks the build', () => {
    const house = join(planted, 'house');
    for (const path of ['package.json', 'turbo.json', 'package-lock.json']) {
      cpSync(join(root, path), join(house, path));
    }
    for (const name of ['x', 'y']) {
      const folder = join(house, 'services', name);
      mkdirSync(join(folder, 'src'), { recursive: true });
      const dependencies = name === 'x' ? { '@lapor/y': '0.1.0' } : {};
      writeFileSync(
        join(folder, 'package.json'),
        JSON.stringify({ name: `@lapor/${name}`, version: '0.1.0', dependencies }),
      );
      writeFileSync(join(folder, 'turbo.json'), JSON.stringify({ extends: ['//'], tags: ['service'] }));
      writeFileSync(
        join(folder, 'src/index.ts'),
        name === 'x' ? "export { y } from '@lapor/y';\n" : 'export const y = 1;\n',
      );
    }
    execFileSync('git', ['init', '-q'], { cwd: house });
    const turbo = join(root, 'node_modules/.bin/turbo');
    const run = spawnSync(turbo, ['boundaries'], { cwd: house, encoding: 'utf8' });
    expect(run.status).not.toBe(0);
    expect(run.stdout + run.stderr).toContain('@lapor/y');
  });
});
