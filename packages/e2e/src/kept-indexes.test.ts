import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { indexesIn, indexFaults, recordedIndexes, type RecordedIndexes } from './golden/kept-indexes.ts';

test('an index that installations have keeps its keys and options, and one that is declared no more is listed', () => {
  const declared = indexesIn(join(inject('installedCity').folder, 'data', 'lapor.db'));
  expect(Object.keys(declared).length).toBeGreaterThan(20);
  expect(indexFaults(recordedIndexes(), declared)).toEqual([]);
});

test('what would keep a version from starting is found', () => {
  const [key, name] = [{ holder: 1, release: 1 }, 'holder_1_release_1'] as const;
  const recorded: RecordedIndexes = {
    declared: { cases: { [name]: { key } } },
    dropped: { cases: { open_1: { key: { open: 1 } } } },
  };
  const faultsOf = (index: object) => indexFaults(recorded, { cases: { [name]: { key, ...index } } });
  const changed = [`cases ${name}: is there with other keys or options`];
  expect(faultsOf({})).toEqual([]);
  expect(faultsOf({ partial: { release: { $exists: true } } })).toEqual(changed);
  expect(faultsOf({ unique: true })).toEqual(changed);
  expect(faultsOf({ key: { release: 1, holder: 1 } })).toEqual(changed);
  expect(indexFaults(recorded, { cases: {} })).toEqual([
    `cases ${name}: is declared no more, and not under dropped in golden/indexes.json`,
  ]);
  const back = {
    [name]: { key },
    open_1: { key: { open: 1 }, unique: true },
    new_1: { key: { new: 1 } },
  } as const;
  expect(indexFaults(recorded, { cases: back })).toEqual([
    'cases open_1: is there with other keys or options',
  ]);
});
