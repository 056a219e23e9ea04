import { expect, test } from 'vitest';
import { missingNames } from './missing-names.ts';

const step = { seq: 1, at: '2026-03-03T02:00:00Z', type: 'CaseDisposed', actor: 'officer' as const };
const roads = { code: '06H2', name: 'Dinas Bina Marga' };

test('where a code stands in place of a name it is said, in the language of the page', () => {
  const timeline = [{ ...step, toAgency: { code: '06H2', name: '06H2', unnamed: true } }];
  expect(String(missingNames({ language: 'id' }, { agency: roads, timeline }))).toContain('tampil kodenya');
  expect(String(missingNames({ language: 'en' }, { agency: roads, timeline }))).toContain('codes are shown');
});

test('where all names are there nothing is said', () => {
  expect(missingNames({ language: 'id' }, { agency: roads, timeline: [{ ...step, agency: roads }] })).toBe(
    false,
  );
});
