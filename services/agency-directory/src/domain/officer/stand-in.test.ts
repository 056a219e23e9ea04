import { describe, expect, test } from 'vitest';
import { checkAbsence, dayIn, mayStandIn } from './absence.ts';
import type { Placed } from './absence.ts';
import { deactivate } from './decide-officer.ts';
import { evolveOfficer } from './officer.ts';
import type { OfficerState } from './officer.ts';
import type { RoleName } from './role.ts';
import { standInOf } from './stand-in.ts';

const TODAY = '2026-03-03';
const at = { at: '2026-03-03T02:00:00Z' };

function officer(more: Partial<OfficerState> = {}): OfficerState {
  const profile = { id: 'p', digest: 'd' };
  const base = {
    agencyId: 'pu',
    role: 'liaison',
    profile,
    credentialId: 'c',
    mustSetPassword: false,
  } as const;
  return { ...base, status: 'active', ...more };
}
const away = (deputyId?: string, from = '2026-03-01', to = '2026-03-05') =>
  officer({ absence: { from, to, ...(deputyId === undefined ? {} : { deputyId }) } });
const left = (successorId?: string) =>
  officer({ status: 'deactivated', ...(successorId === undefined ? {} : { successorId }) });

const among =
  (people: Readonly<Record<string, OfficerState>>) =>
  (id: string, day = TODAY) =>
    standInOf(id, (each) => Promise.resolve(people[each]), day);

describe('who stands in', () => {
  test('nobody for somebody who is there', async () =>
    expect(await among({ ani: officer() })('ani')).toBe('ani'));

  test('the deputy, from the first to the last day', async () => {
    const find = among({ ani: away('budi'), budi: officer() });
    const days = ['2026-02-28', '2026-03-01', '2026-03-05', '2026-03-06'];
    expect(await Promise.all(days.map((day) => find('ani', day)))).toEqual(['ani', 'budi', 'budi', 'ani']);
  });

  test('the successor of the deputy, when that one has left meanwhile', async () =>
    expect(await among({ ani: away('budi'), budi: left('cici'), cici: officer() })('ani')).toBe('cici'));

  test('the deputy of a successor who is away', async () =>
    expect(await among({ ani: left('budi'), budi: away('cici'), cici: officer() })('ani')).toBe('cici'));

  test('nobody in particular where there is no end, or no name', async () => {
    expect(await among({ ani: away('budi'), budi: away('ani') })('ani')).toBeUndefined();
    expect(await among({ ani: away() })('ani')).toBeUndefined();
    expect(await among({ ani: left() })('ani')).toBeUndefined();
    expect(await among({ ani: away('siapa') })('ani')).toBeUndefined();
  });
});

const placed = (id: string, role: RoleName, path: string, more: Partial<OfficerState> = {}): Placed => {
  const agencies = path.split('/');
  return { id, path: agencies, state: officer({ role, agencyId: agencies.at(-1) ?? '', ...more }) };
};

test('a deputy is of the same agency, or an admin above; for an inspector an inspector beside them', () => {
  const liaison = placed('ani', 'liaison', 'root/city/pu');
  const may = (deputy: Placed, whom = liaison) => mayStandIn(deputy, whom);
  expect(may(placed('budi', 'liaison', 'root/city/pu'))).toBe(true);
  expect(may(placed('budi', 'agency_admin', 'root/city'))).toBe(true);
  expect(may(placed('budi', 'national_admin', 'root'))).toBe(true);
  expect(may(liaison)).toBe(false);
  expect(may(placed('budi', 'liaison', 'root/city'))).toBe(false);
  expect(may(placed('budi', 'leader', 'root/city/pu'))).toBe(false);
  expect(may(placed('budi', 'agency_admin', 'root/city/dinkes'))).toBe(false);
  expect(may(placed('budi', 'agency_admin', 'root/city/pu/depo'))).toBe(false);
  expect(may(placed('budi', 'liaison', 'root/city/pu', { status: 'deactivated' }))).toBe(false);
  const inspector = placed('umar', 'inspectorate', 'root/city/inspektorat');
  expect(may(placed('budi', 'agency_admin', 'root/city'), inspector)).toBe(false);
  expect(may(placed('budi', 'liaison', 'root/city/inspektorat'), inspector)).toBe(false);
  expect(may(placed('budi', 'inspectorate', 'root/city/inspektorat'), inspector)).toBe(true);
});

test('days are days, in order, not over, and not for ever', () => {
  const check = (from: string, to: string) => () => checkAbsence({ from, to }, TODAY);
  expect(check('2026-03-01', '2026-03-03')).not.toThrow();
  expect(check('besok', '2026-03-03')).toThrow(/from is a day/);
  expect(check('2026-02-30', '2026-13-01')).toThrow(/to is a day/);
  expect(check('2026-03-05', '2026-03-04')).toThrow(/to is not before/);
  expect(check('2026-03-01', '2026-03-02')).toThrow(/to is not over/);
  expect(check('2026-03-05', '2028-03-05')).toThrow(/to is at most/);
});

test('a day is where the agency is', () => {
  const late = new Date('2026-03-03T17:30:00Z');
  expect([dayIn('UTC', late), dayIn('Asia/Jakarta', late), dayIn('Asia/Jayapura', late)]).toEqual([
    '2026-03-03',
    '2026-03-04',
    '2026-03-04',
  ]);
});

test('whoever leaves says who takes over, and is away no more', () => {
  const [event] = deactivate(away('budi'), { successorId: 'cici' });
  const after = evolveOfficer(away('budi'), event!, at);
  expect(after).toMatchObject({ status: 'deactivated', successorId: 'cici' });
  expect(after.absence).toBeUndefined();
});
