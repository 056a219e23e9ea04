import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { brokenBaseline, isCutOff, uncommitted } from './baselines.ts';

// Holds the contracts to their promises: they lint, they break nobody, and the generated code is what they say.

const here = join(import.meta.dirname, '..');
const root = join(here, '../..');

function run(...words: readonly string[]): void {
  const [program = '', ...rest] = words;
  const { status } = spawnSync(program, rest, { cwd: here, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const generated = ['src/gen', 'src/grpc/gen', 'asyncapi'].map((folder) => `packages/contracts/${folder}`);
const before = uncommitted(root, ...generated);
if (before !== '') throw new Error(`generated code has uncommitted changes:\n${before}`);

run('buf', 'lint', '../../proto');
if (isCutOff(root))
  process.stdout.write('Left out: contracts of before (the history is cut off: `git fetch --unshallow`).\n');
const broken = isCutOff(root) ? undefined : brokenBaseline(root);
if (broken !== undefined) throw new Error(`the contracts break who still speaks them as of ${broken}`);
run('npm', 'run', '--silent', 'generate');
const after = uncommitted(root, ...generated);
if (after !== '')
  throw new Error(`generated code was not current; commit what \`npm run generate\` made:\n${after}`);
