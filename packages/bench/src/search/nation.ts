import { readFileSync } from 'node:fs';
import type { Call } from '../call.ts';
import type { City } from '../city.ts';

/** Whoever may have a case. */
export interface Holder {
  readonly id: string;
  /** From the nation down to itself. */
  readonly path: readonly string[];
  /** What a case is found by: it and all over it, but for the nation. */
  readonly names: string;
}

export interface Village {
  readonly code: string;
  readonly fullName: string;
}

/** A government with all below it, and the places it is competent for. */
export interface Government {
  readonly bodyId: string;
  readonly holders: readonly Holder[];
  readonly villages: readonly Village[];
}

/** Regencies and cities of three islands beside Kota Batam, which is the third in size. */
const LARGER = ['32.73', '35.78'] as const;
const SMALLER = ['33.74', '36.71', '12.71', '73.71', '51.71', '16.71', '64.71', '61.71', '32.04'] as const;
const BATAM = '21.71';
const UNITS = new URL(
  '../../../../services/agency-directory/data/demo/kota-batam/units.csv',
  import.meta.url,
);
const MOST_AGENCIES = 200;
const NO_OFFICERS = 'username,name,role,unit_key,email,phone\n';
const NO_RULES = 'unit_key,category,area_code,valid_from,valid_to\n';

interface Agency {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: string;
  readonly path: readonly string[];
}

interface Area {
  readonly code: string;
  readonly fullName: string;
}

/** The city that works, among others like it: enters what is not there yet. */
export async function enterNation(call: Call, city: City): Promise<readonly Government[]> {
  for (const area of [...LARGER, ...SMALLER]) {
    const body = {
      area,
      units: unitsOf(area),
      officers: NO_OFFICERS,
      competence: NO_RULES,
      reason: 'Measured',
    };
    const { issues } = (await call('POST', '/api/v1/directory/import', {
      token: city.nationalToken,
      body,
    })) as { readonly issues: readonly unknown[] };
    if (issues.length > 0) throw new Error(`${area} was refused: ${JSON.stringify(issues.slice(0, 3))}`);
  }
  const governments: Government[] = [];
  for (const area of [...LARGER, BATAM, ...SMALLER]) governments.push(await readGovernment(call, area));
  return governments;
}

/** The same offices everywhere, under places of their own. */
function unitsOf(area: string): string {
  return readFileSync(UNITS, 'utf8')
    .replaceAll(/,21\.71[\d.]*,/g, ',,')
    .replaceAll('@batam.example', `@kota-${area.replace('.', '-')}.example`);
}

async function readGovernment(call: Call, area: string): Promise<Government> {
  const found = await agencies(call, `area=${area}`);
  const body = found.find(({ kind }) => kind !== 'authority');
  if (body === undefined) throw new Error(`no government of ${area} is known`);
  const below = await agencies(call, `parent=${body.id}&subtree=true`);
  const named = new Map([...below, body].map((agency) => [agency.id, agency]));
  return {
    bodyId: body.id,
    holders: [...named.values()].map(({ id, path }) => ({
      id,
      path,
      names: path
        .slice(1)
        .map((each) => named.get(each))
        .map((agency) => (agency === undefined ? '' : `${agency.name} ${agency.shortName}`))
        .join(' '),
    })),
    villages: await villagesOf(call, area),
  };
}

async function agencies(call: Call, query: string): Promise<readonly Agency[]> {
  const answer = await call('GET', `/api/v1/agencies?${query}&limit=${MOST_AGENCIES}`);
  return (answer as { readonly agencies: readonly Agency[] }).agencies;
}

async function villagesOf(call: Call, area: string): Promise<readonly Village[]> {
  const districts = await children(call, area);
  return (await Promise.all(districts.map(({ code }) => children(call, code)))).flat();
}

async function children(call: Call, code: string): Promise<readonly Area[]> {
  return ((await call('GET', `/api/v1/areas/${code}/children`)) as { readonly areas: readonly Area[] }).areas;
}
