import { agencyIdFor, AppError } from '@lapor/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BATAM, ROOT } from '../fixtures/test-directory.ts';
import { ADMIN, openTwoReplicas } from '../fixtures/two-replicas.ts';
import type { Replica, Step, TwoReplicas } from '../fixtures/two-replicas.ts';
import type { RoleName } from '../domain/officer/role.ts';
import { changeOfficer } from './change-officer.ts';
import { finishStaffChanges } from './change-staff.ts';
import { changeTree } from './change-tree.ts';
import { importGovernment } from './import-government.ts';
import { adminsOf } from './last-admin.ts';
import { readersOf } from './last-inspector.ts';
import { inviteOfficer } from './manage-officers.ts';
import { releasersOf } from './releasers.ts';
import { recoverAdmin } from './recover-admin.ts';
import { replaceOfficer } from './replace-officer.ts';

// Two replicas that are each right alone, held up at the worst moment.

let replicas: TwoReplicas;
beforeAll(async () => {
  replicas = await openTwoReplicas();
});
afterAll(() => replicas.platform.stop());

const asked = { why: 'SK 12/2026', commandId: '' };
let count = 0;
const usernames = new Map<string, string>();

async function enter(role: RoleName, agencyId = BATAM): Promise<string> {
  count += 1;
  const person = { username: `orang.${count}`, name: `Orang ${count}`, email: '', phone: '' };
  const { officerId } = await inviteOfficer(replicas.one.parts, ADMIN, { ...person, role, agencyId }, asked);
  usernames.set(officerId, person.username);
  return officerId;
}

const end = ({ parts }: Replica, officerId: string) =>
  replaceOfficer(parts, ADMIN, officerId, { ...asked, successor: () => undefined, takesOver: undefined });
const demote = ({ parts }: Replica, officerId: string) =>
  changeOfficer(
    parts,
    ADMIN,
    officerId,
    { name: 'Orang', email: '', phone: '', role: 'clerk', agencyId: BATAM },
    asked,
  );
const bring = ({ parts }: Replica, officerId: string) =>
  importGovernment(parts, ADMIN, {
    areaCode: '21.71',
    second: undefined,
    files: {
      units: '',
      officers: `username,name,role\n${usernames.get(officerId)},Orang,clerk`,
      competence: '',
    },
    initialPassword: undefined,
    dryRun: false,
    reason: 'SK 12/2026',
  });
/** An office of the city, with a key of its own. */
async function office(
  agencyKind: 'unit' | 'inspectorate' = 'unit',
): Promise<{ readonly key: string; readonly agencyId: string }> {
  count += 1;
  const key = `kantor-${count}`;
  const agencyId = agencyIdFor(`21.71/${key}`);
  const order = {
    kind: 'register',
    agencyId,
    parentId: BATAM,
    name: `Kantor ${count}`,
    shortName: '',
  } as const;
  const change = { ...order, agencyKind, areaCode: '' } as const;
  await changeTree(replicas.one.parts, ADMIN, { change, reason: 'SK 12/2026', commandId: '' });
  return { key, agencyId };
}
const askForEyes = ({ parts }: Replica, agencyId: string) =>
  changeTree(parts, ADMIN, {
    change: { kind: 'four_eyes', agencyId, wanted: true },
    reason: 'SK 12/2026',
    commandId: '',
  });
async function bringEyes({ parts }: Replica, key: string): Promise<void> {
  const { plan } = await importGovernment(parts, ADMIN, {
    areaCode: '21.71',
    second: undefined,
    files: { units: `key,name,kind,four_eyes\n${key},Kantor,unit,yes`, officers: '', competence: '' },
    initialPassword: undefined,
    dryRun: false,
    reason: 'SK 12/2026',
  });
  if (plan.issues.length > 0) throw new AppError('invalid', 'lines are wrong', { issues: plan.issues });
}
/** Where four eyes are asked for somebody is there who releases. */
async function expectReleased(agencyId: string): Promise<void> {
  const { parts } = replicas.two;
  const { fourEyes = false } = (await parts.agencies.get(agencyId)).state;
  expect((await releasersOf(parts, agencyId)).length > 0).toBe(fourEyes);
}

const adminsLeft = () => adminsOf(replicas.one.parts, BATAM);
const refused = { status: 'rejected', reason: { code: 'illegal' } };

describe.each<Step>(['begin', 'execute'])('the one held up before it comes to %s', (step) => {
  it.each([
    ['ends two accounts', end],
    ['ends one and moves one', demote],
    ['ends one and brings in a file that moves one', bring],
  ] as const)(
    'a city keeps an admin when each replica takes one of the last two: %s',
    async (_how, other) => {
      const [first, second] = [await enter('agency_admin'), await enter('agency_admin')];
      for (const id of await adminsLeft()) if (id !== first && id !== second) await end(replicas.two, id);
      const { reached, goOn } = replicas.one.hold(step);
      const slow = other(replicas.one, first);
      await reached;
      const fast = await Promise.allSettled([end(replicas.two, second)]);
      goOn();
      const both = [...(await Promise.allSettled([slow])), ...fast];
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(both.find(({ status }) => status === 'rejected')).toMatchObject(refused);
      expect(await adminsLeft()).toHaveLength(1);
    },
  );

  it('nobody is replaced twice, and who would have come second is not there', async () => {
    const gone = await enter('clerk');
    const come = ({ parts }: Replica, username: string) =>
      replaceOfficer(parts, ADMIN, gone, {
        ...asked,
        takesOver: undefined,
        successor: ({ agencyId, role }) => ({ username, name: 'Baru', email: '', phone: '', agencyId, role }),
      });
    const { reached, goOn } = replicas.one.hold(step);
    const slow = come(replicas.one, `lambat.${step}`);
    await reached;
    const fast = await Promise.allSettled([come(replicas.two, `cepat.${step}`)]);
    goOn();
    const both = [...(await Promise.allSettled([slow])), ...fast];
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject(refused);
    const { claims, officers } = replicas.one.parts;
    const entered = await Promise.all(
      [`lambat.${step}`, `cepat.${step}`].map(async (username) =>
        officers.find((await claims.find(username)) ?? ''),
      ),
    );
    expect(entered.filter((officer) => officer !== undefined)).toHaveLength(1);
  });
});

describe.each<Step>(['begin', 'execute'])('whoever releases last held up before it comes to %s', (step) => {
  it.each([
    ['the tree', (replica: Replica, _key: string, agencyId: string) => askForEyes(replica, agencyId)],
    ['a file', (replica: Replica, key: string) => bringEyes(replica, key)],
  ] as const)('does not go where four eyes are asked for at the same moment, by %s', async (_how, ask) => {
    const { key, agencyId } = await office();
    const releaser = await enter('supervisor', agencyId);
    const { reached, goOn } = replicas.one.hold(step);
    const slow = end(replicas.one, releaser);
    await reached;
    const fast = await Promise.allSettled([ask(replicas.two, key, agencyId)]);
    goOn();
    const both = [...(await Promise.allSettled([slow])), ...fast];
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expectReleased(agencyId);
  });
});

/** It takes with it whoever served there. */
const closeInspectorate = (agencyId: string) =>
  changeTree(replicas.one.parts, ADMIN, {
    change: { kind: 'close', agencyId, keepOfficers: false },
    reason: 'SK 12/2026',
    commandId: '',
  });
const lastInspector = { code: 'illegal', extra: { why: 'last_inspector' } };

it.each<Step>(['begin', 'execute'])(
  'an inspectorate keeps who reads its cases when each replica takes one of the last two, one held up before %s',
  async (step) => {
    const { agencyId } = await office('inspectorate');
    const [first, second] = [await enter('inspectorate', agencyId), await enter('inspectorate', agencyId)];
    // Who only looks reads none of them.
    await enter('leader', agencyId);
    const { reached, goOn } = replicas.one.hold(step);
    const slow = end(replicas.one, first);
    await reached;
    const fast = await Promise.allSettled([end(replicas.two, second)]);
    goOn();
    const both = [...(await Promise.allSettled([slow])), ...fast];
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: lastInspector });
    expect(await readersOf(replicas.one.parts, agencyId)).toHaveLength(1);
    await closeInspectorate(agencyId);
  },
);

it('the last inspector goes elsewhere only when another one comes, or with the inspectorate', async () => {
  const { agencyId } = await office('inspectorate');
  const last = await enter('inspectorate', agencyId);
  await expect(demote(replicas.one, last)).rejects.toMatchObject(lastInspector);
  const comes = { username: 'inspektur.baru', name: 'Baru', email: '', phone: '', agencyId };
  const succeed = (role: RoleName) =>
    replaceOfficer(replicas.one.parts, ADMIN, last, {
      ...asked,
      successor: () => ({ ...comes, role }),
      takesOver: undefined,
    });
  await expect(succeed('leader')).rejects.toMatchObject(lastInspector);
  const entered = await succeed('inspectorate');
  await expect(end(replicas.one, entered?.officerId ?? '')).rejects.toMatchObject(lastInspector);
  await closeInspectorate(agencyId);
  expect(await readersOf(replicas.one.parts, agencyId)).toEqual([]);
});

it('four eyes that are asked for while the last who releases goes are refused, and stand in nobody’s way', async () => {
  const { agencyId } = await office();
  const releaser = await enter('supervisor', agencyId);
  const { reached, goOn } = replicas.one.hold('begin');
  const slow = askForEyes(replicas.one, agencyId);
  await reached;
  await end(replicas.two, releaser);
  goOn();
  await expect(slow).rejects.toMatchObject({ code: 'invalid', issues: [{ field: 'wanted' }] });
  await expectReleased(agencyId);
  // What was refused is not begun for ever: the tree goes on.
  const { parts } = replicas.two;
  await enter('supervisor', agencyId);
  await askForEyes(replicas.two, agencyId);
  expect((await parts.agencies.get(agencyId)).state).toMatchObject({ fourEyes: true, fourEyesBy: ROOT });
});

it('inspectors are told once of what is decided on again, because another replica was faster', async () => {
  const { agencyId } = await office('inspectorate');
  const told = await enter('inspectorate', agencyId);
  const [first, second] = [await enter('inspectorate', agencyId), await enter('inspectorate', agencyId)];
  const alerts = async () =>
    (await replicas.one.parts.officers.history(told)).filter(({ type }) => type === 'OfficerAlerted').length;
  const before = await alerts();
  const { reached, goOn } = replicas.one.hold('begin');
  const slow = end(replicas.one, first);
  await reached;
  await end(replicas.two, second);
  goOn();
  await slow;
  expect((await alerts()) - before).toBe(2);
});

it('what a replica began that died is finished by the other', async () => {
  const gone = await enter('clerk');
  const { reached } = replicas.one.hold('execute');
  // It never goes on.
  void replaceOfficer(replicas.one.parts, ADMIN, gone, {
    ...asked,
    takesOver: undefined,
    successor: ({ agencyId, role }) => ({
      username: 'pewaris',
      name: 'W',
      email: '',
      phone: '',
      agencyId,
      role,
    }),
  });
  await reached;
  const { parts } = replicas.two;
  expect((await parts.officers.get(gone)).state.status).toBe('invited');
  await finishStaffChanges(parts);
  const heirId = await parts.claims.find('pewaris');
  expect((await parts.officers.get(gone)).state).toMatchObject({
    status: 'deactivated',
    successorId: heirId,
  });
  expect((await parts.officers.get(heirId ?? '')).state.status).toBe('invited');
  expect(await parts.staffChanges.unfinished()).toEqual([]);
});

it('two that start with the same recovery password both leave it opening the account', async () => {
  const password = 'pulihkan segera ya';
  const { reached, goOn } = replicas.one.hold('execute');
  const slow = recoverAdmin(replicas.one.parts, password);
  await reached;
  const fast = await recoverAdmin(replicas.two.parts, password);
  goOn();
  expect(await slow).toBe(fast);
  const { claims, officers, credentials, passwords } = replicas.two.parts;
  const officer = await officers.get((await claims.find(fast ?? '')) ?? '');
  expect(await passwords.verify(password, await credentials.find(officer.state.credentialId))).toBe(true);
});

it('a passing conflict leaves what was begun to be gone on with; a lasting one lets it go', async () => {
  const { parts } = replicas.two;
  const failing = (error: AppError): Replica => ({
    ...replicas.two,
    parts: {
      ...parts,
      officers: {
        ...parts.officers,
        execute: async () => {
          throw error;
        },
      },
    },
  });
  const busy = new AppError('conflict', 'written too often at the same time');
  const goes = await enter('clerk');
  await expect(end(failing(busy), goes)).rejects.toBe(busy);
  expect(await parts.staffChanges.unfinished()).toEqual([BATAM]);
  await finishStaffChanges(parts);
  expect((await parts.officers.get(goes)).state.status).toBe('deactivated');
  expect(await parts.staffChanges.unfinished()).toEqual([]);

  const lasting = new AppError('conflict', 'somebody else is called so', { retryable: false });
  const stays = await enter('clerk');
  await expect(end(failing(lasting), stays)).rejects.toBe(lasting);
  expect(await parts.staffChanges.unfinished()).toEqual([]);
  expect((await parts.officers.get(stays)).state.status).toBe('invited');
});
