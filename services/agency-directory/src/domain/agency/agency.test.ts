import { expect, test } from 'vitest';
import { type AgencyDetails, type AgencyState, enterAgency, evolveAgency } from './agency.ts';

const DETAILS: AgencyDetails = {
  name: 'Dinas Bina Marga dan Sumber Daya Air',
  shortName: 'DBMSDA',
  kind: 'unit',
  parentId: 'batam',
  path: ['root', 'batam', 'bmsda'],
  areaCode: '21.71',
  timeZone: 'Asia/Jakarta',
  active: true,
  onboarded: true,
};

function after(...changes: readonly Partial<AgencyDetails>[]): AgencyState {
  let details = DETAILS;
  let state = evolveAgency(undefined, { type: 'AgencyRegistered', data: details });
  for (const change of changes) {
    details = { ...details, ...change };
    state = evolveAgency(state, { type: 'AgencyChanged', data: details });
  }
  return state;
}

test('an agency keeps the names and the short names of before, each once and none that it has today', () => {
  expect(after({ onboarded: false })).not.toHaveProperty('formerShortNames');
  const renamed = after({ name: 'Dinas Pekerjaan Umum', shortName: 'DPU' });
  expect(renamed).toMatchObject({ formerNames: [DETAILS.name], formerShortNames: ['DBMSDA'] });
  const again = after({ shortName: 'DPU' }, { shortName: '' }, { shortName: 'PUPR' }, { shortName: 'DPU' });
  expect(again).toMatchObject({ shortName: 'DPU', formerShortNames: ['DBMSDA', 'PUPR'] });
  expect(again).not.toHaveProperty('formerNames');
});

test('an event tells what an agency is, not what it was called before', () => {
  const renamed = after({ name: 'Dinas Pekerjaan Umum' });
  expect(enterAgency(renamed, { ...renamed })).toEqual([]);
  const [event] = enterAgency(renamed, { ...renamed, onboarded: false });
  expect(event?.data).toEqual({ ...DETAILS, name: 'Dinas Pekerjaan Umum', onboarded: false });
  expect(evolveAgency(renamed, event!)).toMatchObject({ formerNames: [DETAILS.name], onboarded: false });
});
