import { expect, test } from 'vitest';
import { heirIn, messagesMoved, readerOf } from './succession.ts';
import { AGENCIES, agencyOf } from './fixtures/world.ts';

test('what was written to an agency is for whoever goes on with its work, however often that changes', () => {
  const first = messagesMoved({ addressedIds: ['roads', 'water'] }, { fromId: 'roads', toId: 'health' });
  expect(first.addressedIds).toEqual(['health', 'water']);
  expect(readerOf(first, 'roads')).toBe('health');
  const second = messagesMoved(first, { fromId: 'health', toId: 'water' });
  expect(second.addressedIds).toEqual(['water']);
  expect(['roads', 'health', 'water', 'clinic'].map((id) => readerOf(second, id))).toEqual([
    'water',
    'water',
    'water',
    'clinic',
  ]);
});

test('the heir is the last who is still there, also where mergers go round', () => {
  const closed = (id: string, successorId: string) => ({
    ...agencyOf(id),
    closed: true as const,
    successorId,
  });
  const merged = new Map([
    ...AGENCIES,
    ['roads', closed('roads', 'water')],
    ['water', closed('water', 'health')],
    ['bp', closed('bp', 'bp-roads')],
    ['bp-roads', closed('bp-roads', 'bp')],
  ]);
  expect(heirIn(merged, 'roads')?.id).toBe('health');
  expect(heirIn(merged, 'health')?.id).toBe('health');
  expect(heirIn(merged, 'bp')?.closed).toBe(true);
  expect(heirIn(merged, 'nobody')).toBeUndefined();
});
