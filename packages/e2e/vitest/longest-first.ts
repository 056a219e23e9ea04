import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Those that take minutes, the longest first, so that none of them begins when all else is done. */
const LONGEST = [
  'compose',
  'faults',
  'move-up',
  'cluster',
  'cli-simulate',
  'two-replicas',
  'kills',
  'portal',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const at = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.int.test.ts`));
  return at === -1 ? LONGEST.length : at;
}
