import { readFileSync } from 'node:fs';
import type { Call } from './call.ts';

export const NATIONAL_PASSWORD = 'sandi pengukuran 73';
const OFFICER_PASSWORD = 'sandi petugas ukur 5';
const AREA = '21.71';
const FILES = new URL('../../../services/agency-directory/data/demo/kota-batam/', import.meta.url);

/** Passwords are meant to be slow: so many officers (the city's own four first) are enough to spread the cases over. */
const MOST_OFFICERS = 20;

/** A city ready for work: who complains to it, who disposes, who answers. */
export interface City {
  readonly bodyId: string;
  readonly nationalToken: string;
  readonly adminToken: string;
  readonly units: readonly Unit[];
}

export interface Unit {
  readonly agencyId: string;
  /** Of its liaison. */
  readonly token: string;
}

interface Officer {
  readonly username: string;
  readonly role: string;
  readonly agencyId: string;
}

/** Enters Kota Batam as `lapor init` does, and signs in its admin and liaisons. */
export async function enterCity(call: Call): Promise<City> {
  const national = await signIn(call, 'admin', NATIONAL_PASSWORD);
  const [units, allOfficers = '', competence] = ['units', 'officers', 'competence'].map((name) =>
    readFileSync(new URL(`${name}.csv`, FILES), 'utf8'),
  );
  const officers = allOfficers
    .split('\n')
    .slice(0, 1 + MOST_OFFICERS)
    .join('\n');
  const imported = (await call('POST', '/api/v1/directory/import', {
    token: national,
    body: { area: AREA, units, officers, competence, initialPassword: OFFICER_PASSWORD, reason: 'Measured' },
  })) as { readonly issues: readonly unknown[] };
  if (imported.issues.length > 0) throw new Error(`the city was refused: ${JSON.stringify(imported.issues)}`);
  const found = (await call('GET', `/api/v1/agencies?area=${AREA}`)) as {
    readonly agencies: readonly { readonly id: string; readonly kind: string }[];
  };
  const body = found.agencies.find(({ kind }) => kind !== 'authority');
  if (body === undefined) throw new Error(`no government of ${AREA} is known`);
  return {
    bodyId: body.id,
    nationalToken: national,
    adminToken: await signIn(call, 'admin.batam', OFFICER_PASSWORD),
    units: await signInLiaisons(call, national, body.id),
  };
}

async function signInLiaisons(call: Call, national: string, bodyId: string): Promise<readonly Unit[]> {
  const { officers } = (await call('GET', `/api/v1/officers?agency=${bodyId}`, { token: national })) as {
    readonly officers: readonly Officer[];
  };
  const liaisons = officers.filter(({ role }) => role === 'liaison');
  return Promise.all(
    liaisons.map(async ({ username, agencyId }) => ({
      agencyId,
      token: await signIn(call, username, OFFICER_PASSWORD),
    })),
  );
}

async function signIn(call: Call, username: string, password: string): Promise<string> {
  const { token } = (await call('POST', '/api/v1/sessions', { body: { username, password } })) as {
    readonly token: string;
  };
  return token;
}
