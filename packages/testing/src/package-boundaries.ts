import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** A workspace and where it lies, by name without the scope: "events" → "packages/events". */
export type Workspaces = ReadonlyMap<string, string>;

export function workspacesOf(root: string): Workspaces {
  const found = new Map<string, string>();
  for (const group of ['packages', 'services', 'deploy']) {
    for (const folder of readdirSync(join(root, group))) {
      const manifest = join(root, group, folder, 'package.json');
      if (!existsSync(manifest)) continue;
      const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly name: string };
      found.set(name.replace('@lapor/', ''), `${group}/${folder}`);
    }
  }
  return found;
}

export interface BoundariesRun {
  /** Exit status of `turbo boundaries`. */
  readonly status: number | null;
  /** "events → store": a dependency it refused. */
  readonly refused: ReadonlySet<string>;
}

/**
 * Builds a house of empty packages with the real rules and tags in `house`, each depending on what `dependencies` says,
 * and asks `turbo boundaries` about it.
 */
export function boundariesOf(
  root: string,
  house: string,
  dependencies: (name: string) => readonly string[],
): BoundariesRun {
  for (const path of ['package.json', 'turbo.json', 'package-lock.json']) {
    cpSync(join(root, path), join(house, path));
  }
  for (const [name, path] of workspacesOf(root)) {
    const folder = join(house, path);
    mkdirSync(join(folder, 'src'), { recursive: true });
    const wanted = Object.fromEntries(dependencies(name).map((other) => [`@lapor/${other}`, '0.1.0']));
    const manifest = { name: `@lapor/${name}`, version: '0.1.0', dependencies: wanted };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    if (existsSync(join(root, path, 'turbo.json'))) {
      cpSync(join(root, path, 'turbo.json'), join(folder, 'turbo.json'));
    }
    const imports = dependencies(name).map((other, at) => `export { x as x${at} } from '@lapor/${other}';\n`);
    writeFileSync(join(folder, 'src/index.ts'), `${imports.join('')}export const x = 1;\n`);
  }
  spawnSync('git', ['init', '-q'], { cwd: house });
  const turbo = join(root, 'node_modules/.bin/turbo');
  const { status, stdout, stderr } = spawnSync(turbo, ['boundaries'], { cwd: house, encoding: 'utf8' });
  return { status, refused: refusals(stdout + stderr) };
}

const REFUSAL = /Package`@lapor\/([\w-]+)`foundwithtaglistedindenylistfor`@lapor\/([\w-]+)`/g;

/** The report is boxed and broken to the width of a terminal, also in the middle of a name: read it without blanks. */
function refusals(report: string): ReadonlySet<string> {
  const text = stripVTControlCharacters(report)
    .replaceAll(/\n\s*\|/g, '')
    .replaceAll(/\s+/g, '');
  return new Set(Array.from(text.matchAll(REFUSAL), ([, to, from]) => `${from} → ${to}`));
}
