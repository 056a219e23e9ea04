import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithinArea } from '../areas/area-code.ts';
import type { CompetenceAgency, CompetenceEntry, CompetenceTables } from './competence-tables.ts';
import { indexEntries, isValidOn, localDay } from './competence-tables.ts';
import type { CompetenceInput, CompetenceResolution } from './resolve-competence.ts';
import { resolveCompetence } from './resolve-competence.ts';

const at = new Date('2024-05-06T03:00:00Z');
const GROUPS: Readonly<Record<string, string>> = { lubang: 'jalan', lampu: 'jalan', sampah: 'bersih' };

function agency(agencyId: string, parentId: string, more: Partial<CompetenceAgency> = {}): CompetenceAgency {
  return { agencyId, parentId, timeZone: 'Asia/Jakarta', active: true, onboarded: true, ...more };
}

const entry = (
  id: string,
  agencyId: string,
  categoryCode: string,
  areaCode: string,
  more = {},
): CompetenceEntry => ({
  id,
  agencyId,
  categoryCode,
  areaCode,
  validFrom: '2020-01-01',
  ...more,
});

const AGENCIES = [
  agency('root', ''),
  agency('prov', 'root', { onboarded: false }),
  agency('city', 'prov'),
  agency('roads', 'city'),
  agency('waste', 'city'),
  agency('lurah', 'camat', { onboarded: false }),
  agency('camat', 'city'),
  agency('closed', 'city', { active: false }),
  agency('otorita', 'root'),
  agency('ministry', 'root', { onboarded: false }),
];

function tablesOf(entries: readonly CompetenceEntry[], agencies = AGENCIES): CompetenceTables {
  const byId = new Map(agencies.map((each) => [each.agencyId, each]));
  const governments = new Map([
    ['21', 'prov'],
    ['21.71', 'city'],
  ]);
  return {
    rootId: 'root',
    findAgency: (id) => byId.get(id),
    governmentOf: (areaCode) => byId.get(governments.get(areaCode) ?? ''),
    categoryLineage: (code) => {
      const group = GROUPS[code];
      if (group !== undefined) return [[code], [group]];
      return Object.values(GROUPS).includes(code) ? [[code]] : [];
    },
    entriesFor: indexEntries(entries),
  };
}

const ENTRIES = [
  entry('1', 'roads', 'jalan', '21.71'),
  entry('2', 'waste', 'sampah', '21.71'),
  entry('3', 'camat', 'lubang', '21.71.10'),
  entry('4', 'lurah', 'sampah', '21.71.10.1001'),
  entry('5', 'otorita', 'lampu', '21.71.03'),
  entry('6', 'roads', 'lampu', '21.71.03'),
];

function resolve(input: Partial<CompetenceInput>, entries = ENTRIES): CompetenceResolution {
  return resolveCompetence({ protected: false, at, ...input }, tablesOf(entries));
}

describe('competence', () => {
  it('follows what the reporter declared', () => {
    expect(resolve({ declaredAgencyId: 'waste', categoryCode: 'lubang', areaCode: '21.71' })).toEqual({
      agencyId: 'waste',
      via: 'declared',
    });
  });

  it('looks into the table when the declared agency is closed or unknown', () => {
    const found = { agencyId: 'roads', via: 'competence', ruleId: '1' };
    for (const declaredAgencyId of ['closed', 'nobody', '']) {
      expect(resolve({ declaredAgencyId, categoryCode: 'lampu', areaCode: '2171' })).toEqual(found);
    }
  });

  it('prefers the smallest area, then the leaf to the group', () => {
    expect(resolve({ categoryCode: 'lubang', areaCode: '21.71.10.1001' })).toMatchObject({
      agencyId: 'camat',
    });
    expect(resolve({ categoryCode: 'lampu', areaCode: '21.71.10.1001' })).toMatchObject({
      agencyId: 'roads',
    });
    expect(resolve({ categoryCode: 'sampah', areaCode: '21.71.10.1001' })).toMatchObject({
      agencyId: 'lurah',
    });
    expect(resolve({ categoryCode: 'sampah', areaCode: '21.71.10.1002' })).toMatchObject({
      agencyId: 'waste',
    });
    const both = [entry('g', 'waste', 'jalan', '21.71.10'), entry('l', 'roads', 'lubang', '21.71')];
    expect(resolve({ categoryCode: 'lubang', areaCode: '21.71.10' }, both)).toMatchObject({
      agencyId: 'waste',
    });
  });

  it('knows rules for the whole country', () => {
    const national = [entry('n', 'otorita', 'jalan', '')];
    expect(resolve({ categoryCode: 'lubang', areaCode: '32.73' }, national)).toMatchObject({
      agencyId: 'otorita',
    });
  });

  it.each([
    [{}, 'no_category', 'root'],
    [{ areaCode: '21.71' }, 'no_category', 'city'],
    [{ areaCode: '21.71.10.1001', categoryCode: 'unheard-of' }, 'no_category', 'city'],
    [{ categoryCode: 'lubang' }, 'no_area', 'root'],
    [{ categoryCode: 'lubang', areaCode: 'Batam' }, 'no_area', 'root'],
    [{ categoryCode: 'bersih', areaCode: '21.71.10' }, 'no_rule', 'city'],
    [{ categoryCode: 'lubang', areaCode: '21.72' }, 'no_rule', 'root'],
    [{ categoryCode: 'lampu', areaCode: '21.71.03.1001' }, 'ambiguous', 'city'],
    [{ declaredAgencyId: 'ministry', areaCode: '21.71' }, 'not_on_platform', 'city'],
    [{ declaredAgencyId: 'prov' }, 'not_on_platform', 'root'],
  ])('hands %j to triage: %s at %s', (input, reason, triageAt) => {
    expect(resolve(input)).toEqual({ triageAt, reason });
  });

  it('lets the tier above hold what is about a person in the office', () => {
    const input = { protected: true, areaCode: '21.71.10.1001' };
    expect(resolve({ ...input, declaredAgencyId: 'roads' })).toEqual({
      agencyId: 'city',
      via: 'declared',
      reportedAgencyId: 'roads',
    });
    expect(resolve({ ...input, categoryCode: 'sampah' })).toEqual({
      agencyId: 'camat',
      via: 'competence',
      ruleId: '4',
      reportedAgencyId: 'lurah',
    });
    // The province has no officers here: the national admin.
    expect(resolve({ ...input, declaredAgencyId: 'city' })).toMatchObject({ agencyId: 'root' });
    expect(resolve({ ...input, declaredAgencyId: 'root' })).toEqual({
      triageAt: 'root',
      reason: 'protected',
      reportedAgencyId: 'root',
    });
  });

  it('never lets a suspected agency triage its own protected case', () => {
    const two = [entry('a', 'city', 'lubang', '21.71'), entry('b', 'roads', 'lubang', '21.71')];
    expect(resolve({ categoryCode: 'lubang', areaCode: '21.71', protected: true }, two)).toEqual({
      triageAt: 'root',
      reason: 'protected',
    });
    expect(resolve({ categoryCode: 'lubang', areaCode: '21.71' }, two)).toMatchObject({ triageAt: 'city' });
  });

  it('keeps the days of an entry in the zone of its agency', () => {
    const dated = [
      entry('1', 'roads', 'lubang', '21.71', { validFrom: '2024-05-07', validTo: '2024-05-08' }),
    ];
    const on = (time: string) =>
      resolve({ categoryCode: 'lubang', areaCode: '21.71', at: new Date(time) }, dated);
    expect(on('2024-05-06T16:59:59Z')).toMatchObject({ reason: 'no_rule' });
    expect(on('2024-05-06T17:00:00Z')).toMatchObject({ agencyId: 'roads' });
    expect(on('2024-05-08T16:59:59Z')).toMatchObject({ agencyId: 'roads' });
    expect(on('2024-05-08T17:00:00Z')).toMatchObject({ reason: 'no_rule' });
    expect(localDay(new Date('2024-05-06T15:30:00Z'), 'Asia/Jayapura')).toBe('2024-05-07');
  });
});

describe('any competence table', () => {
  const areas = fc.constantFrom('', '21', '21.71', '21.71.10', '21.71.10.1001', '21.71.03', '32');
  const categories = fc.constantFrom('lubang', 'lampu', 'sampah', 'jalan', 'bersih');
  const agencies = fc.constantFrom(
    'city',
    'roads',
    'waste',
    'lurah',
    'camat',
    'closed',
    'otorita',
    'ministry',
  );
  const day = fc.constantFrom('2024-05-01', '2024-05-06', '2024-06-01');
  const table = fc
    .array(
      fc.record({
        agencyId: agencies,
        categoryCode: categories,
        areaCode: areas,
        validFrom: day,
        validTo: day,
      }),
      {
        maxLength: 12,
      },
    )
    .map((rows) => rows.map((row, at): CompetenceEntry => ({ id: `r${at}`, ...row })));
  const input = fc.record({
    categoryCode: categories,
    areaCode: fc.constantFrom(
      '21',
      '21.71',
      '21.71.10',
      '21.71.10.1001',
      '21.71.10.1002',
      '21.71.03.1001',
      '32',
    ),
    protected: fc.boolean(),
    at: fc.constant(at),
  });

  const depth = (code: string) => (code === '' ? 0 : code.split('.').length);
  const rank = (rule: CompetenceEntry, asked: string) =>
    depth(rule.areaCode) * 2 + (rule.categoryCode === asked ? 1 : 0);

  /** What must come out, written the other way round: rank everything that applies, take the top. */
  function topAgencies(rules: readonly CompetenceEntry[], asked: CompetenceInput): readonly string[] {
    const applicable = rules.filter(
      (rule) =>
        (rule.areaCode === '' || isWithinArea(asked.areaCode ?? '', rule.areaCode)) &&
        [asked.categoryCode, GROUPS[asked.categoryCode ?? '']].includes(rule.categoryCode) &&
        isValidOn(rule, '2024-05-06') &&
        rule.agencyId !== 'closed',
    );
    const top = Math.max(...applicable.map((rule) => rank(rule, asked.categoryCode ?? '')));
    const best = applicable.filter((rule) => rank(rule, asked.categoryCode ?? '') === top);
    return [...new Set(best.map((rule) => rule.agencyId))];
  }

  it('gives the most specific agency in force, or nobody', () => {
    fc.assert(
      fc.property(table, input, (rules, asked) => {
        const answer = resolveCompetence({ ...asked, protected: false }, tablesOf(rules));
        const top = topAgencies(rules, asked);
        if ('reason' in answer) {
          expect(answer.reason).toBe(
            top.length === 0 ? 'no_rule' : top.length > 1 ? 'ambiguous' : 'not_on_platform',
          );
          expect(['city', 'root']).toContain(answer.triageAt);
        } else {
          expect([answer.agencyId]).toEqual(top);
          const rule = rules.find(({ id }) => id === answer.ruleId);
          expect(rule).toBeDefined();
          expect(rule && isValidOn(rule, '2024-05-06')).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('gives the same whatever the order of its entries', () => {
    fc.assert(
      fc.property(table, input, (rules, asked) => {
        const answer = resolveCompetence(asked, tablesOf(rules));
        expect(resolveCompetence(asked, tablesOf(rules.toReversed()))).toEqual(answer);
        expect(resolveCompetence(asked, tablesOf(rules))).toEqual(answer);
      }),
    );
  });

  it('never gives a protected case to the agency it is about', () => {
    fc.assert(
      fc.property(table, input, fc.option(agencies, { nil: undefined }), (rules, asked, declared) => {
        const full = {
          ...asked,
          protected: true,
          ...(declared === undefined ? {} : { declaredAgencyId: declared }),
        };
        const answer = resolveCompetence(full, tablesOf(rules));
        const holder = 'reason' in answer ? answer.triageAt : answer.agencyId;
        const about =
          declared === undefined || declared === 'closed' ? topAgencies(rules, asked) : [declared];
        expect(about).not.toContain(holder);
      }),
      { numRuns: 1000 },
    );
  });
});
