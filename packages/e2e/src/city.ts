import { agencyIdFor } from '@lapor/kernel';
import type { Platform } from './platform.ts';

/** All that entering a city needs: somewhere to ask. */
type Door = Pick<Platform, 'request'>;

/** The city all tests live in: Kota Batam with three tiers, small enough to know by heart. */
export const AREA = '21.71';
export const DISTRICT = '21.71.02';
export const VILLAGE = '21.71.02.1002';
export const FIRST_PASSWORD = 'sandi pemasangan 31';
export const ADMIN_PASSWORD = 'sandi tingkat pusat 7';
export const OFFICER_PASSWORD = 'sandi petugas contoh 5';

const CITY_KEYS = {
  city: AREA,
  roads: `${AREA}/pu`,
  health: `${AREA}/dinkes`,
  clinic: `${AREA}/puskesmas`,
  inspectorate: `${AREA}/inspektorat`,
};
export type AgencyName = keyof typeof CITY_KEYS;

export function agencyId(name: AgencyName): string {
  return agencyIdFor(CITY_KEYS[name]);
}

const UNITS = [
  'key,name,kind,parent_key,area_code,email',
  'pu,Dinas Pekerjaan Umum,unit,,,pu@kota.example',
  'dinkes,Dinas Kesehatan,unit,,,dinkes@kota.example',
  'puskesmas,Puskesmas Lubuk Baja,subunit,dinkes,,puskesmas@kota.example',
  'inspektorat,Inspektorat Kota,inspectorate,,,inspektorat@kota.example',
].join('\n');

/** User names by what they are to the tests. */
export const OFFICERS = {
  national: 'admin',
  cityAdmin: 'admin.kota',
  coordinator: 'koordinator.kota',
  leader: 'pimpinan.kota',
  clerk: 'loket.kota',
  roads: 'petugas.pu',
  health: 'petugas.dinkes',
  clinic: 'petugas.puskesmas',
  inspector: 'pemeriksa.kota',
} as const;
export type OfficerName = keyof typeof OFFICERS;

const OFFICER_NAMES = {
  roads: 'Wahyu Prasetyaningtyas',
  clinic: 'Ratnawulan Kusumadewi',
} as const;

const OFFICER_LINES = [
  'username,name,role,unit_key,email,phone',
  'admin.kota,Hasnah Admin,agency_admin,,admin.kota@kota.example,',
  'koordinator.kota,Yoga Koordinator,coordinator,,koordinator.kota@kota.example,',
  'pimpinan.kota,Hendra Pimpinan,leader,,pimpinan.kota@kota.example,',
  'loket.kota,Vina Loket,clerk,,loket.kota@kota.example,',
  `petugas.pu,${OFFICER_NAMES.roads},liaison,pu,petugas.pu@kota.example,`,
  'petugas.dinkes,Melati Dinkes,liaison,dinkes,petugas.dinkes@kota.example,',
  `petugas.puskesmas,${OFFICER_NAMES.clinic},liaison,puskesmas,petugas.puskesmas@kota.example,`,
  'pemeriksa.kota,Umar Pemeriksa,inspectorate,inspektorat,pemeriksa.kota@kota.example,',
].join('\n');

const COMPETENCE = [
  'unit_key,category,area_code,valid_from,valid_to',
  `pu,jalan-rusak,${AREA},2020-01-01,`,
  `puskesmas,puskesmas,${AREA},2020-01-01,`,
].join('\n');

/** Why the city is there. */
export const FOUNDED = 'Perwali 1/2020';

/** Enters the city through the API, as `lapor init` does. */
export async function enterCity(platform: Door, nationalToken: string): Promise<void> {
  const { status, json, text } = await platform.request('POST', '/api/v1/directory/import', {
    token: nationalToken,
    body: {
      area: AREA,
      units: UNITS,
      officers: OFFICER_LINES,
      competence: COMPETENCE,
      initialPassword: OFFICER_PASSWORD,
      reason: FOUNDED,
    },
  });
  const { issues } = (json ?? {}) as { readonly issues?: readonly unknown[] };
  if (status !== 200 || issues?.length !== 0) throw new Error(`the city was refused: ${status} ${text}`);
}

/** The national admin's first act: a password of their own. */
export async function settleAdmin(platform: Door): Promise<void> {
  const token = await signIn(platform, 'national', FIRST_PASSWORD);
  const { status, text } = await platform.request('POST', '/api/v1/sessions/password', {
    token,
    body: { oldPassword: FIRST_PASSWORD, newPassword: ADMIN_PASSWORD },
  });
  if (status !== 204) throw new Error(`the password was refused: ${status} ${text}`);
}

export async function signIn(
  platform: Door,
  name: OfficerName,
  password = name === 'national' ? ADMIN_PASSWORD : OFFICER_PASSWORD,
): Promise<string> {
  const { status, json, text } = await platform.request('POST', '/api/v1/sessions', {
    body: { username: OFFICERS[name], password },
  });
  if (status !== 201) throw new Error(`${name} cannot sign in: ${status} ${text}`);
  return (json as { readonly token: string }).token;
}
