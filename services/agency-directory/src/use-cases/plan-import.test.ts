import fc from 'fast-check';
import { agencyIdFor, worksOnCases } from '@lapor/kernel';
import { describe, expect, it } from 'vitest';
import { createDirectoryView } from '../stores/directory-view.ts';
import type { KeyedAgency } from '../domain/government/governments.ts';
import type { GovernmentImport } from '../domain/import/government-import.ts';
import type { OfficerLine } from '../domain/import/parse-officers.ts';
import type { RoleName } from '../domain/officer/role.ts';
import { LAST_RELEASER_RULE, mayRelease, SECOND_EYES_RULE } from '../domain/officer/second-eyes.ts';
import type { Rule } from '../rules/rule-book.ts';
import type { ImportPlan, KnownOfficer, Present } from './import-plan.ts';
import { LAST_INSPECTOR_RULE } from './last-inspector.ts';
import { planImport } from './plan-import.ts';

const ROOT = 'root';
const bodyId = agencyIdFor('21.71');
const body: KeyedAgency = {
  agencyId: bodyId,
  key: '21.71',
  name: 'Pemerintah Kota Batam',
  shortName: 'Pemko Batam',
  kind: 'city',
  parentId: ROOT,
  path: [ROOT, bodyId],
  areaCode: '21.71',
  timeZone: 'Asia/Jakarta',
  active: true,
  onboarded: false,
};

/** The directory as the plans say it becomes, without a store. */
function world() {
  const view = createDirectoryView();
  const { key: _key, ...record } = body;
  view.put(record);
  const rules = new Map<string, Rule>();
  const officers = new Map<string, KnownOfficer>();
  const present = (): Present => ({
    view,
    rules: [...rules.values()],
    officers,
    releasers: new Map(
      [...view.subtree(bodyId)].map(({ agencyId }) => [
        agencyId,
        [...officers.values()].flatMap((officer) =>
          officer.agencyId === agencyId && mayRelease(officer.role) ? [officer.officerId] : [],
        ),
      ]),
    ),
    readers: new Map(
      [...view.subtree(bodyId)].map(({ agencyId }) => [
        agencyId,
        [...officers.values()].flatMap((officer) =>
          officer.agencyId === agencyId && worksOnCases(officer.role) ? [officer.officerId] : [],
        ),
      ]),
    ),
    agencyIdOf: agencyIdFor,
    callerPath: [],
    national: true,
    aboveBody: true,
    bodyAdmins: [],
    takenFrom: () => undefined,
  });
  return {
    view,
    rules,
    plan: (files: GovernmentImport) =>
      planImport(files, { ...(view.find(bodyId) ?? record), key: '21.71' }, present()),
    apply: (plan: ImportPlan): void => {
      for (const agency of plan.agencies) view.put(agency);
      for (const rule of [...plan.rulesAdded, ...plan.rulesChanged]) rules.set(rule.id, rule);
      for (const officer of plan.officersAdded) {
        officers.set(officer.username, { ...officer, officerId: officer.username, left: false });
      }
      for (const { known, to } of plan.officersChanged)
        officers.set(to.username, { ...to, officerId: known.officerId, left: known.left });
    },
  };
}

const UNITS = ['dlh', 'dinkes', 'uptd', 'lurah'] as const;
const unitKey = fc.constantFrom('', ...UNITS);

/** Any subset of the units, each below one that comes before it in the list. */
const units = fc
  .tuple(
    ...UNITS.map((key, at) =>
      fc
        .option(fc.tuple(fc.constantFrom('', ...UNITS.slice(0, at)), fc.nat(1)), { nil: undefined })
        .map((made) => ({ key, made })),
    ),
  )
  .map((all) => {
    const there = new Set(all.flatMap(({ key, made }) => (made === undefined ? [] : [key as string])));
    return all.flatMap(({ key, made }, at) => {
      if (made === undefined) return [];
      const [parent, name] = made;
      const parentKey = there.has(parent) ? parent : '';
      return [
        {
          line: at + 2,
          key,
          name: `${key} ${name}`,
          kind: 'unit' as const,
          parentKey,
          areaCode: '21.71',
          email: '',
        },
      ];
    });
  });
const officers = fc.uniqueArray(
  fc
    .record({
      line: fc.nat(20),
      username: fc.constantFrom('ani', 'budi', 'cici'),
      name: fc.constantFrom('A', 'B'),
      role: fc.constantFrom<RoleName>('liaison', 'agency_admin', 'overseer'),
      unitKey,
      email: fc.constant(''),
      phone: fc.constant(''),
      areaCode: fc.constantFrom('21', '21.71'),
    })
    .map(({ areaCode, ...line }) => (line.role === 'overseer' ? { ...line, scope: { areaCode } } : line)),
  { selector: ({ username }) => username, maxLength: 3 },
);
// One line per category: that no two lines of a file overlap is the reader's business.
const rules = fc.uniqueArray(
  fc.record({
    line: fc.nat(20),
    unitKey,
    categoryCode: fc.constantFrom('sampah', 'jalan-rusak'),
    areaCode: fc.constantFrom('21.71'),
    validFrom: fc.constantFrom('2020-01-01', '2024-05-01'),
  }),
  { selector: ({ categoryCode }) => categoryCode, maxLength: 2 },
);
const files: fc.Arbitrary<GovernmentImport> = fc
  .record({ units, officers, rules })
  .map(({ units: given, officers: some, rules: more }) => {
    const known = new Set(['', ...given.map(({ key }) => key as string)]);
    const placed = <Line extends { readonly unitKey: string }>(lines: readonly Line[]) =>
      lines.filter((line) => known.has(line.unitKey));
    return { units: given, officers: placed(some), rules: placed(more), issues: [] };
  });

const EMPTY = {
  issues: [],
  agencies: [],
  unitsAdded: 0,
  unitsChanged: 0,
  officersAdded: [],
  officersChanged: [],
  rulesAdded: [],
  rulesChanged: [],
};

describe('an import', () => {
  it('done once leaves nothing to do, whatever was there before', () => {
    fc.assert(
      fc.property(files, files, (before, after) => {
        const { plan, apply } = world();
        apply(plan(before));
        apply(plan(after));
        expect(plan(after)).toEqual(EMPTY);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves one tree: every path leads from the body down over its parents', () => {
    fc.assert(
      fc.property(files, files, (before, after) => {
        const { plan, apply, view } = world();
        apply(plan(before));
        apply(plan(after));
        for (const agency of view.subtree(bodyId)) {
          const above = view.find(agency.parentId)?.path ?? [ROOT];
          expect(agency.path).toEqual([...above, agency.agencyId]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never leaves two rules in force for the same thing on the same day', () => {
    fc.assert(
      fc.property(fc.array(files, { minLength: 1, maxLength: 4 }), (all) => {
        const { plan, apply, rules: kept } = world();
        for (const each of all) apply(plan(each));
        for (const day of ['2020-01-01', '2024-04-30', '2024-05-01', '2030-01-01']) {
          const inForce = [...kept.values()].filter(
            ({ validFrom, validTo }) => validFrom <= day && day <= (validTo ?? '9999-12-31'),
          );
          const things = inForce.map(({ areaCode, categoryCode }) => `${areaCode} ${categoryCode}`);
          expect(new Set(things).size).toBe(things.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  describe('of a unit that is to have four eyes', () => {
    const dlh = {
      line: 2,
      key: 'dlh',
      name: 'DLH',
      kind: 'unit',
      parentKey: '',
      areaCode: '21.71',
      email: '',
    } as const;
    const ani = { line: 2, username: 'ani', name: 'A', unitKey: 'dlh', email: '', phone: '' } as const;
    const asked = { ...dlh, fourEyes: true };
    const refused = [{ file: 'units', line: 2, field: 'four_eyes', rule: SECOND_EYES_RULE }];
    const withUnit = (unit: GovernmentImport['units'][number], ...staff: readonly OfficerLine[]) => ({
      units: [unit],
      officers: staff,
      rules: [],
      issues: [],
    });

    it('needs somebody who releases, in the files or there already', () => {
      const { plan, apply } = world();
      expect(plan(withUnit(asked)).issues).toEqual(refused);
      expect(plan(withUnit(asked, { ...ani, role: 'liaison' })).issues).toEqual(refused);
      expect(plan(withUnit(asked, { ...ani, role: 'supervisor' })).issues).toEqual([]);
      apply(plan(withUnit(dlh, { ...ani, role: 'supervisor' })));
      expect(plan(withUnit(asked)).issues).toEqual([]);
    });

    it('does not count who serves elsewhere, or as something else, from then on', () => {
      const { plan, apply } = world();
      apply(plan(withUnit(dlh, { ...ani, role: 'agency_admin' })));
      expect(plan(withUnit(asked, { ...ani, role: 'liaison' })).issues).toEqual(refused);
      expect(plan(withUnit(asked, { ...ani, role: 'agency_admin', unitKey: '' })).issues).toEqual(refused);
      expect(plan(withUnit(asked, { ...ani, role: 'supervisor' })).issues).toEqual([]);
    });

    it('keeps the last who releases there, though the file says nothing of four eyes', () => {
      const { plan, apply } = world();
      const budi = { ...ani, line: 3, username: 'budi' } as const;
      apply(plan(withUnit(asked, { ...ani, role: 'supervisor' })));
      const last = (field: string) => [{ file: 'officers', line: 2, field, rule: LAST_RELEASER_RULE }];
      expect(plan(withUnit(dlh, { ...ani, role: 'liaison' })).issues).toEqual(last('role'));
      expect(plan(withUnit(dlh, { ...ani, role: 'supervisor', unitKey: '' })).issues).toEqual(
        last('unit_key'),
      );
      const instead = withUnit(dlh, { ...ani, role: 'liaison' }, { ...budi, role: 'supervisor' });
      expect(plan(instead).issues).toEqual([]);
      expect(plan(withUnit({ ...dlh, fourEyes: false }, { ...ani, role: 'liaison' })).issues).toEqual([]);
      apply(plan(withUnit(dlh, { ...budi, role: 'supervisor' })));
      expect(plan(withUnit(dlh, { ...ani, role: 'liaison' })).issues).toEqual([]);
      const both = withUnit(dlh, { ...ani, role: 'liaison' }, { ...budi, role: 'liaison' });
      expect(plan(both).issues.map(({ line }) => line)).toEqual([2, 3]);
    });

    it('leaves it as it is where the file says nothing of it', () => {
      const { plan, apply, view } = world();
      apply(plan(withUnit(asked, { ...ani, role: 'supervisor' })));
      apply(plan(withUnit({ ...dlh, name: 'Dinas LH' })));
      expect(view.find(agencyIdFor('21.71/dlh'))).toMatchObject({ name: 'Dinas LH', fourEyes: true });
      apply(plan(withUnit({ ...asked, fourEyes: false })));
      expect(view.find(agencyIdFor('21.71/dlh'))).not.toHaveProperty('fourEyes');
    });
  });

  it('keeps the last who reads what an inspectorate holds', () => {
    const { plan, apply } = world();
    const irda = { line: 2, key: 'irda', name: 'Inspektorat', kind: 'inspectorate', parentKey: '' } as const;
    const ani = { line: 2, username: 'ani', name: 'A', unitKey: 'irda', email: '', phone: '' } as const;
    const budi = { ...ani, line: 3, username: 'budi' } as const;
    const withStaff = (...staff: readonly OfficerLine[]) => ({
      units: [{ ...irda, areaCode: '21.71', email: '' }],
      officers: staff,
      rules: [],
      issues: [],
    });
    const last = (field: string) => [{ file: 'officers', line: 2, field, rule: LAST_INSPECTOR_RULE }];
    apply(plan(withStaff({ ...ani, role: 'inspectorate' })));
    expect(plan(withStaff({ ...ani, role: 'leader' })).issues).toEqual(last('role'));
    expect(plan(withStaff({ ...ani, role: 'liaison', unitKey: '' })).issues).toEqual(last('unit_key'));
    // Who only looks reads none of it.
    const looks = withStaff({ ...ani, role: 'leader' }, { ...budi, role: 'clerk' });
    expect(plan(looks).issues).toEqual(last('role'));
    const instead = withStaff({ ...ani, role: 'leader' }, { ...budi, role: 'inspectorate' });
    expect(plan(instead).issues).toEqual([]);
    apply(plan(withStaff({ ...budi, role: 'inspectorate' })));
    expect(plan(withStaff({ ...ani, role: 'leader' })).issues).toEqual([]);
  });

  it('takes nobody off the platform', () => {
    const { plan, apply, view } = world();
    const line = {
      line: 2,
      username: 'ani',
      name: 'A',
      role: 'liaison',
      unitKey: 'dlh',
      email: '',
      phone: '',
    } as const;
    const dlh = {
      line: 2,
      key: 'dlh',
      name: 'DLH',
      kind: 'unit',
      parentKey: '',
      areaCode: '21.71',
      email: '',
    } as const;
    apply(plan({ units: [dlh], officers: [line], rules: [], issues: [] }));
    // Nobody serves the body itself yet: it would get cases that lie with nobody.
    expect(view.find(bodyId)).toMatchObject({ onboarded: false });
    const ofBody = { ...line, line: 3, username: 'budi', unitKey: '' };
    apply(plan({ units: [dlh], officers: [line, ofBody], rules: [], issues: [] }));
    apply(plan({ units: [{ ...dlh, name: 'Dinas LH' }], officers: [], rules: [], issues: [] }));
    expect(view.find(agencyIdFor('21.71/dlh'))).toMatchObject({ name: 'Dinas LH', onboarded: true });
    expect(view.find(bodyId)).toMatchObject({ onboarded: true });
  });
});
