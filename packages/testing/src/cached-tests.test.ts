import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

// `npm test` does not run again what has not changed. What a test reads outside its package must count as changed too: green
// would be a lie otherwise. Dependencies count by themselves, int tests always run.

const root = resolve(import.meta.dirname, '../../..');
const CLIMBS = /['"`]((?:\.\.\/)+[\w./-]*|\.\.(?:\/\.\.)+)['"`$]/g;

interface TurboFile {
  readonly tasks?: { readonly test?: { readonly inputs?: readonly string[] } };
}

/** What the tests of a package count as theirs besides the package itself, as globs below the root. */
function inputsOf(folder: string): readonly string[] {
  const file = join(root, folder, 'turbo.json');
  const { tasks } = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TurboFile) : {};
  const inputs = tasks?.test?.inputs ?? [];
  return inputs.flatMap((input) =>
    input.startsWith('$TURBO_ROOT$/') ? [input.slice('$TURBO_ROOT$/'.length)] : [],
  );
}

/** Paths below the root that code of a package names with its own place as the beginning, and that leave the package. */
function readOutside(folder: string): readonly { readonly file: string; readonly target: string }[] {
  const files = globSync(`${folder}/src/**/*.ts`, {
    cwd: root,
    exclude: (name) => name.endsWith('.int.test.ts'),
  });
  return files.flatMap((file) => {
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    const named = lines.filter((line) => !/^\s*(?:import|export)\b|\bfrom '/.test(line));
    return named.flatMap((line) =>
      [...line.matchAll(CLIMBS)].flatMap(([, path = '']) => {
        const target = relative(root, resolve(root, dirname(file), path));
        const outside = !target.startsWith(`${folder}/`) && target !== folder && !target.startsWith('..');
        return outside && !target.startsWith('node_modules') ? [{ file, target }] : [];
      }),
    );
  });
}

test('what tests read outside their package makes them run again', () => {
  const folders = globSync('{packages,services,deploy}/*/package.json', { cwd: root }).map(dirname);
  expect(folders.length).toBeGreaterThan(15);
  const found = folders.flatMap((folder) => readOutside(folder).map((each) => ({ folder, ...each })));
  expect(found.map(({ folder }) => folder)).toContain('packages/e2e');
  const forgotten = found.filter(({ folder, target }) => {
    const inputs = inputsOf(folder);
    // The root itself: some of it must be named.
    if (target === '') return inputs.length === 0;
    const below = inputs.some((input) => input.startsWith(`${target}/`));
    return !below && !inputs.some((input) => matchesGlob(target, input));
  });
  expect(forgotten.map(({ file, target }) => `${file} reads ${target}`)).toEqual([]);
});
