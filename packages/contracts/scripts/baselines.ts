import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

function git(root: string, ...words: readonly string[]): string {
  return execFileSync('git', words, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

/** Files under `paths` that are not as they were committed, one a line. */
export function uncommitted(root: string, ...paths: readonly string[]): string {
  return git(root, 'status', '--porcelain', '--', ...paths);
}

/** Whether there is no history to compare with, as in a shallow clone. */
export function isCutOff(root: string): boolean {
  return git(root, 'rev-parse', '--is-shallow-repository') === 'true';
}

/**
 * What the contracts in the working tree are compared with: what consumers may still run (the last release; before the
 * first one, the contracts as they were first written), and the contracts before their last change, so that what came in
 * between is not taken back either.
 * @throws when the history is cut off: the comparison would be with itself
 */
export function baselines(root: string): readonly string[] {
  if (isCutOff(root)) {
    throw new Error(
      'the history is cut off: `git fetch --unshallow` first, there is nothing to compare with',
    );
  }
  return [...new Set([firstOrReleased(root), beforeLastChange(root)])];
}

function firstOrReleased(root: string): string {
  try {
    return git(root, 'rev-parse', `${git(root, 'describe', '--tags', '--abbrev=0')}^{commit}`);
  } catch {
    const first = git(root, 'log', '--diff-filter=A', '--format=%H', '--', 'proto/buf.yaml')
      .split('\n')
      .at(-1);
    if (!first) throw new Error('proto/buf.yaml was never committed: there is nothing to compare with');
    return first;
  }
}

function beforeLastChange(root: string): string {
  if (uncommitted(root, 'proto') !== '') return git(root, 'rev-parse', 'HEAD');
  const [last = '', before = ''] = git(root, 'log', '-2', '--format=%H', '--', 'proto').split('\n');
  return before || last;
}

/** The first baseline that the contracts in `root/proto` break; what is broken has been printed. */
export function brokenBaseline(root: string, quiet = false): string | undefined {
  const buf = join(import.meta.dirname, '../../../node_modules/.bin/buf');
  return baselines(root).find((ref) => {
    const against = `${join(root, '.git')}#ref=${ref},subdir=proto`;
    const { status } = spawnSync(buf, ['breaking', join(root, 'proto'), '--against', against], {
      stdio: quiet ? 'ignore' : 'inherit',
    });
    return status !== 0;
  });
}
