import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { domainViolations } from './domain-imports.ts';
import { boundariesOf, workspacesOf } from './package-boundaries.ts';

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
      "import { b } from '../store.ts';\nimport { c } from './c.ts';\nimport { d } from 'node:fs';\nimport type { E } from '../types.ts';\n" +
        "export const f = () => import('node:net');\n",
    );
    expect(domainViolations(planted).map((violation) => violation.imported)).toEqual([
      '../store.ts',
      'node:fs',
      'node:net',
    ]);
  });

  it('lint refuses mongoose outside the store, test code in production and deep paths', () => {
    cpSync(join(root, '.oxlintrc.json'), join(planted, '.oxlintrc.json'));
    plant('services/x/src/a.ts', "import mongoose from 'mongoose';\nexport const used = mongoose;\n");
    plant('services/x/src/b.ts', "import { x } from '@lapor/testing';\nexport const used = x;\n");
    plant('services/x/src/c.ts', "import { x } from '@lapor/kernel/src/ids.ts';\nexport const used = x;\n");
    plant('packages/store/src/d.ts', "import { x } from 'vitest';\nexport const used = x;\n");
    plant('packages/store/src/e.ts', "import mongoose from 'mongoose';\nexport const used = mongoose;\n");
    const oxlint = join(root, 'node_modules/.bin/oxlint');
    const run = spawnSync(oxlint, ['services', 'packages'], { cwd: planted, encoding: 'utf8' });
    expect(run.status).not.toBe(0);
    for (const name of ['a.ts', 'b.ts', 'c.ts']) expect(run.stdout).toContain(`services/x/src/${name}`);
    expect(run.stdout).toContain('packages/store/src/d.ts');
    expect(run.stdout).not.toContain('packages/store/src/e.ts');
  });

  describe('between packages', () => {
    const workspaces = workspacesOf(root);
    const inGroup = (group: string) =>
      [...workspaces].filter(([, path]) => path.startsWith(`${group}/`)).map(([name]) => name);
    const services = inGroup('services');
    const hosts = inGroup('deploy');
    /** Each may import what stands before it. */
    const layers = ['kernel', 'language', 'attest', 'contracts', 'sqlite', 'events', 'store', 'runtime'];
    const tools = ['cli', 'e2e', 'bench'];
    const below = ['portal', 'testing', ...tools, ...services, ...hosts];

    function forbidden(): string[] {
      const pairs: string[] = [];
      const refuse = (from: readonly string[], to: readonly string[]) => {
        for (const one of from) for (const other of to) if (one !== other) pairs.push(`${one} → ${other}`);
      };
      for (const [at, layer] of layers.entries()) refuse([layer], [...layers.slice(at + 1), ...below]);
      refuse(['portal'], ['sqlite', 'events', 'store', 'runtime', ...tools, ...services, ...hosts]);
      refuse(services, [...services, ...tools, ...hosts]);
      refuse(['testing', ...tools], [...services, ...hosts]);
      return pairs;
    }

    it('everybody in the house has a place in the order', () => {
      expect([...layers, 'portal', 'testing', ...tools].toSorted()).toEqual(inGroup('packages').toSorted());
      expect(services).toHaveLength(5);
    });

    it('a dependency against the order breaks the build, whoever has it', () => {
      const { status, refused } = boundariesOf(root, join(planted, 'tangled'), (name) =>
        [...workspaces.keys()].filter((other) => other !== name),
      );
      expect(status).not.toBe(0);
      expect(forbidden().filter((pair) => !refused.has(pair))).toEqual([]);
    });

    it('dependencies in the order do not', () => {
      const { status, refused } = boundariesOf(root, join(planted, 'tidy'), (name) => {
        if (services.includes(name)) return [...layers, 'portal'];
        const at = layers.indexOf(name);
        return at === -1 ? ['kernel', 'contracts'] : layers.slice(0, at);
      });
      expect([...refused]).toEqual([]);
      expect(status).toBe(0);
    });
  });
});
