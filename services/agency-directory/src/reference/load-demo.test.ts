import { agencyIdFor } from '@lapor/kernel';
import { describe, expect, it } from 'vitest';
import type { CompetenceAgency, CompetenceEntry } from '../domain/competence/competence-tables.ts';
import { indexEntries } from '../domain/competence/competence-tables.ts';
import type { CompetenceResolution } from '../domain/competence/resolve-competence.ts';
import { resolveCompetence } from '../domain/competence/resolve-competence.ts';
import { ROOT_AGENCY_ID } from '../domain/government/governments.ts';
import type { KeyedAgency } from '../domain/government/governments.ts';
import { agenciesOf, entriesOf } from '../domain/import/imported-government.ts';
import { isDay } from '../domain/import/field-rules.ts';
import { loadAreas } from './load-areas.ts';
import { loadDangerMatcher } from '@lapor/language';
import { loadCategories } from './load-categories.ts';
import { loadDemoComplaints, loadDemoGovernments } from './load-demo.ts';
import type { DemoComplaint } from './load-demo.ts';
import { loadGovernments } from './load-governments.ts';
import { readGovernment } from './read-government.ts';

const areas = loadAreas();
const categories = loadCategories();
const complaints = loadDemoComplaints();
const national = loadGovernments(areas);
const governments = loadDemoGovernments().map(({ areaCode, second, texts }) => {
  const own = national.find(({ key }) => key === areaCode)!;
  const agencyId = agencyIdFor(second?.key ?? areaCode);
  const body: KeyedAgency = {
    ...own,
    onboarded: true,
    ...(second === undefined
      ? {}
      : {
          ...second,
          agencyId,
          kind: 'authority',
          parentId: ROOT_AGENCY_ID,
          path: [ROOT_AGENCY_ID, agencyId],
        }),
  };
  return { body, files: readGovernment(texts, { areaCode, bodyKey: body.key, areas, categories }) };
});
const [batam, bpBatam] = governments;

describe('the demonstration', () => {
  it('is brought in without a complaint', () => {
    for (const { files } of governments) expect(files.issues).toEqual([]);
  });

  it('has Kota Batam with 44 units, clinics, schools and every kelurahan', () => {
    const { units = [], officers = [] } = batam?.files ?? {};
    expect(units.filter(({ parentKey }) => parentKey === '')).toHaveLength(44);
    const below = (parent: string) => units.filter(({ parentKey }) => parentKey === parent);
    expect(below('dinkes').length).toBeGreaterThanOrEqual(20);
    expect(below('disdik')).toHaveLength(20);
    const villages = areas.children('21.71').flatMap(({ code }) => areas.children(code));
    expect(
      units
        .filter(({ key }) => key.startsWith('kel-'))
        .map(({ areaCode, name }) => `${areaCode} ${name}`)
        .sort(),
    ).toEqual(villages.map(({ code, name }) => `${code} Kelurahan ${name}`).sort());
    for (const unit of units.filter(({ key }) => key.startsWith('kel-'))) {
      const parent = units.find(({ key }) => key === unit.parentKey);
      expect(unit.areaCode.startsWith(`${parent?.areaCode}.`)).toBe(true);
    }
    expect(officers.filter(({ role }) => role === 'agency_admin')).toHaveLength(1);
  });

  it('has BP Batam with about a dozen units', () => {
    expect(bpBatam?.files.units.length).toBeGreaterThanOrEqual(12);
    expect(bpBatam?.files.officers.filter(({ role }) => role === 'agency_admin')).toHaveLength(1);
  });

  it('gives every unit an officer, and every officer a name of their own', () => {
    for (const { files } of governments) {
      const staffed = files.officers.map(({ unitKey }) => unitKey);
      expect(files.units.filter(({ key }) => !staffed.includes(key))).toEqual([]);
    }
    const names = governments.flatMap(({ files }) => files.officers.map(({ username }) => username));
    expect(new Set(names).size).toBe(names.length);
    for (const { files } of governments) {
      // Nobody can be written to by mistake: .example is reserved (RFC 2606).
      for (const { email, phone } of files.officers)
        expect([email.endsWith('.example'), phone]).toEqual([true, '']);
    }
  });
});

describe('the demonstration complaints', () => {
  const agencies = new Map<string, CompetenceAgency>(national.map((agency) => [agency.agencyId, agency]));
  const keys = new Map(national.map((agency) => [agency.agencyId, agency.key]));
  const entries: CompetenceEntry[] = [];
  for (const { body, files } of governments) {
    for (const agency of [body, ...agenciesOf(files, body)]) {
      agencies.set(agency.agencyId, agency);
      keys.set(agency.agencyId, agency.key);
    }
    entries.push(...entriesOf(files, body.key));
  }
  const tables = {
    rootId: ROOT_AGENCY_ID,
    findAgency: (id: string) => agencies.get(id),
    governmentOf: (areaCode: string) => agencies.get(agencyIdFor(areaCode)),
    categoryLineage: categories.steps,
    entriesFor: indexEntries(entries),
  };
  const resolve = (complaint: DemoComplaint): CompetenceResolution =>
    resolveCompetence(
      {
        ...(complaint.declaredAgencyKey === undefined
          ? {}
          : { declaredAgencyId: agencyIdFor(complaint.declaredAgencyKey) }),
        ...(complaint.categoryCode === undefined ? {} : { categoryCode: complaint.categoryCode }),
        ...(complaint.areaCode === undefined ? {} : { areaCode: complaint.areaCode }),
        protected: complaint.protected ?? false,
        at: new Date('2026-11-02T03:00:00Z'),
      },
      tables,
    );

  it('are 300, varied, and well formed', () => {
    expect(complaints).toHaveLength(300);
    expect(new Set(complaints.map(({ id }) => id)).size).toBe(300);
    expect(new Set(complaints.map(({ body }) => body)).size).toBeGreaterThan(250);
    expect(new Set(complaints.map(({ categoryCode }) => categoryCode)).size).toBeGreaterThan(50);
    expect(new Set(complaints.map(({ channel }) => channel)).size).toBe(8);
    for (const complaint of complaints) {
      const { categoryCode, areaCode, declaredAgencyKey, expectedAgencyKey, occurredOn, body } = complaint;
      expect(body).not.toMatch(/[{}]/);
      expect(body.length).toBeGreaterThanOrEqual(20);
      expect(isDay(occurredOn)).toBe(true);
      if (categoryCode !== undefined) expect(categories.find(categoryCode)?.code).toBe(categoryCode);
      if (areaCode !== undefined) expect(areas.get(areaCode).code).toBe(areaCode);
      for (const key of [declaredAgencyKey, expectedAgencyKey]) {
        if (key !== undefined && key !== null) expect(agencies.has(agencyIdFor(key)), key).toBe(true);
      }
      if (areaCode === undefined && declaredAgencyKey === undefined) expect(complaint.channel).toBe('sms');
    }
    for (const flag of ['anonymous', 'secret', 'protected', 'danger'] as const) {
      expect(complaints.filter((complaint) => complaint[flag]).length, flag).toBeGreaterThanOrEqual(5);
    }
  });

  it('find their unit without triage, at least four of five, and the right one', ({ annotate }) => {
    const ordinary = complaints.filter((complaint) => !complaint.protected);
    let found = 0;
    const wrong: string[] = [];
    for (const complaint of ordinary) {
      const answer = resolve(complaint);
      if ('triageAt' in answer) continue;
      found += 1;
      const key = keys.get(answer.agencyId);
      if (key !== complaint.expectedAgencyKey) {
        wrong.push(`${complaint.id} ${key} instead of ${complaint.expectedAgencyKey}: ${complaint.body}`);
      }
    }
    const held = complaints.filter((complaint) => complaint.protected && !('triageAt' in resolve(complaint)));
    const share = (found + held.length) / complaints.length;
    const right = (found - wrong.length) / found;
    const figure = `${(share * 100).toFixed(1)} % of 300 without triage, ${(right * 100).toFixed(1)} % of these right`;
    void annotate(figure);
    process.stdout.write(`demonstration: ${figure}\n`);
    expect(share).toBeGreaterThanOrEqual(0.8);
    expect(right, wrong.join('\n')).toBeGreaterThanOrEqual(0.9);
  });

  it('about a person are held above the office they are about', () => {
    for (const complaint of complaints.filter((each) => each.protected)) {
      const answer = resolve(complaint);
      const holder = 'triageAt' in answer ? answer.triageAt : answer.agencyId;
      const about = agencyIdFor(complaint.reportedAgencyKey ?? '');
      expect(holder).not.toBe(about);
      expect(agencies.get(about)?.parentId === holder || holder === ROOT_AGENCY_ID, complaint.id).toBe(true);
    }
  });

  it('that tick danger say so in their words, as a rule', () => {
    const { isDangerous } = loadDangerMatcher();
    const ticked = complaints.filter(({ danger }) => danger);
    expect(ticked.filter(({ body }) => isDangerous(body)).length / ticked.length).toBeGreaterThan(0.9);
    const calm = complaints.filter((each) => !each.danger);
    expect(calm.filter(({ body }) => isDangerous(body)).length / calm.length).toBeLessThan(0.06);
  });
});
