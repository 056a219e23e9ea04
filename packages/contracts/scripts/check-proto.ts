import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

// Holds the contracts to their promises: they lint, they break nobody, and the generated code is what they say.

const here = join(import.meta.dirname, '..');
const root = join(here, '../..');

function git(...words: readonly string[]): string {
  return execFileSync('git', words, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

/** What consumers may still run: the last release; before the first one, the contracts as they were first written. */
function baseline(): string {
  try {
    return git('describe', '--tags', '--abbrev=0');
  } catch {
    return git('log', '--diff-filter=A', '--format=%H', '--', 'proto/buf.yaml').split('\n').at(-1) ?? 'HEAD';
  }
}

function run(...words: readonly string[]): void {
  const [program = '', ...rest] = words;
  const { status } = spawnSync(program, rest, { cwd: here, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const generated = ['packages/contracts/src/gen', 'packages/contracts/src/grpc/gen'];
const before = git('status', '--porcelain', '--', ...generated);
if (before !== '') throw new Error(`generated code has uncommitted changes:\n${before}`);

run('buf', 'lint', '../../proto');
run('buf', 'breaking', '../../proto', '--against', `${join(root, '.git')}#ref=${baseline()},subdir=proto`);
run('npm', 'run', '--silent', 'generate');
const after = git('status', '--porcelain', '--', ...generated);
if (after !== '')
  throw new Error(`generated code was not current; commit what \`npm run generate\` made:\n${after}`);
