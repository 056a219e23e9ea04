import { expect, it } from 'vitest';
import { filtersIn, isFiltered, isFoldedIn, isInboxFilter } from './inbox-query.ts';

it('the fields are unfolded when one of them is filled, and not by words or links', () => {
  for (const query of [{}, { keadaan: '', unit: ' ' }, { cari: 'lampu' }, { lepas: 'ya' }, { lanjut: 'x' }])
    expect(isFoldedIn(query)).toBe(false);
  for (const query of [
    { keadaan: 'held' },
    { sendiri: 'ya' },
    { sampai: '2026-02-03' },
    { wilayah: '21.71' },
  ])
    expect(isFoldedIn(query)).toBe(true);
});

it('what is kept under a name is all that narrows, in one order', () => {
  const kept = filtersIn({
    lanjut: 'x',
    induk: 'A',
    jenis: 'complaint',
    cari: 'lampu',
    unit: ' ',
  }).toString();
  expect(kept).toBe('cari=lampu&jenis=complaint&induk=A');
  expect(isInboxFilter(kept)).toBe(true);
  expect(isInboxFilter(`${kept}&lanjut=x`)).toBe(false);
  expect(isFiltered({ lanjut: 'x' })).toBe(false);
});
