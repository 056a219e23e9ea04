import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Role } from '@lapor/contracts/common/v1/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BATAM,
  BATAM_ADMIN,
  BATAM_PATH,
  NATIONAL_ADMIN,
  NOBODY,
  officer,
  ROOT,
  SERVICE,
  startTestDirectory,
  TANJUNGPINANG,
} from '../fixtures/test-directory.ts';
import type { TestDirectory } from '../fixtures/test-directory.ts';

let test: TestDirectory;
beforeAll(async () => {
  test = await startTestDirectory({});
});
afterAll(() => test.platform.stop());

const REASON = 'SPBE 4/2024';
const HOUR = 3_600_000;
const ENDED = { code: 'unauthenticated' };
const resolve = (key: string) => test.directory.resolveAgencyKey({ key }, SERVICE);
const create = (
  more: { label?: string; commandId?: string; expiresAt?: Date; reason?: string } = {},
  caller = BATAM_ADMIN,
) =>
  test.directory.createAgencyKey(
    {
      agencyId: BATAM,
      label: more.label ?? 'e-office',
      reason: more.reason ?? REASON,
      commandId: more.commandId ?? '',
      ...(more.expiresAt === undefined ? {} : { expiresAt: timestampFromDate(more.expiresAt) }),
    },
    caller,
  );
const keyIdOf = async (created: ReturnType<typeof create>) => {
  const { agencyKey, key } = await created;
  return { keyId: agencyKey?.keyId ?? '', key };
};
const inOneHour = () => new Date(test.clock.now().getTime() + HOUR);

describe('a key', () => {
  it('is shown once and stands for its agency from then on', async () => {
    const { agencyKey, key } = await create();
    expect(key).toMatch(/^lak_[0-9a-z]{12}_[0-9a-z]{52}$/);
    expect(agencyKey).toMatchObject({ agencyId: BATAM, label: 'e-office', status: 'active' });
    await expect(resolve(key)).resolves.toMatchObject({
      keyId: agencyKey?.keyId,
      agencyId: BATAM,
      agencyPath: BATAM_PATH,
      label: 'e-office',
    });
    const { agencyKeys } = await test.directory.listAgencyKeys({ agencyId: BATAM }, BATAM_ADMIN);
    expect(agencyKeys.map(({ keyId }) => keyId)).toContain(agencyKey?.keyId);
    const secret = key.split('_')[2] ?? '';
    expect(JSON.stringify(agencyKeys, (_, value: unknown) => String(value))).not.toContain(secret);
  });

  it('asked for again by the same command of the same officer is the same', async () => {
    const first = await create({ commandId: 'once' });
    expect(await create({ commandId: 'once' })).toEqual(first);
    const somebodyElse = officer(Role.NATIONAL_ADMIN, [ROOT], 'somebody else');
    const other = await create({ commandId: 'once' }, somebodyElse);
    expect(other.agencyKey?.keyId).not.toBe(first.agencyKey?.keyId);
    for (const other of [{ label: 'another' }, { reason: 'another' }])
      await expect(create({ commandId: 'once', ...other })).rejects.toMatchObject({ code: 'unprocessable' });
  });

  it('ends when it says', async () => {
    const { key } = await create({ expiresAt: inOneHour() });
    await resolve(key);
    test.clock.advance(HOUR + 1);
    await expect(resolve(key)).rejects.toMatchObject(ENDED);
  });

  it.each([
    ['nothing', ''],
    ['something else', 'Bearer x'],
    ['an unknown id', `lak_${'0'.repeat(12)}_${'0'.repeat(52)}`],
  ])('is not %s', (_what, key) => expect(resolve(key)).rejects.toMatchObject(ENDED));

  it('opens nothing with another secret', async () => {
    const { key } = await create();
    const last = key.endsWith('0') ? '1' : '0';
    await expect(resolve(key.slice(0, -1) + last)).rejects.toMatchObject(ENDED);
  });

  it.each([
    ['label', { label: 'Pak Budi' }],
    ['label', { label: 'x' }],
    ['reason', { reason: ' ' }],
    ['expires_at', { expiresAt: new Date('2020-01-01') }],
  ])('is refused with a wrong %s', (field, wrong) =>
    expect(create(wrong)).rejects.toMatchObject({ code: 'invalid', issues: [{ field }] }),
  );
});

describe('rotation', () => {
  it('gives a new secret, and the one before its grace', async () => {
    const { keyId, key } = await keyIdOf(create());
    const rotate = () =>
      test.directory.rotateAgencyKey({ keyId, reason: REASON, commandId: 'again' }, BATAM_ADMIN);
    const rotated = await rotate();
    expect(rotated.key).not.toBe(key);
    expect(rotated.agencyKey?.previousUntil).toEqual(
      timestampFromDate(new Date(test.clock.now().getTime() + 24 * HOUR)),
    );
    expect(await rotate()).toEqual(rotated);
    await Promise.all([resolve(key), resolve(rotated.key)]);
    test.clock.advance(24 * HOUR + 1);
    await expect(resolve(key)).rejects.toMatchObject(ENDED);
    await expect(resolve(rotated.key)).resolves.toMatchObject({ keyId });
  });

  it('without grace ends the old secret at once', async () => {
    const { keyId, key } = await keyIdOf(create());
    const rotated = await test.directory.rotateAgencyKey(
      { keyId, reason: REASON, graceSeconds: 0 },
      BATAM_ADMIN,
    );
    await expect(resolve(key)).rejects.toMatchObject(ENDED);
    await resolve(rotated.key);
  });

  it('leaves two secrets open at most', async () => {
    const { keyId, key } = await keyIdOf(create());
    const second = await test.directory.rotateAgencyKey({ keyId, reason: REASON }, BATAM_ADMIN);
    const third = await test.directory.rotateAgencyKey({ keyId, reason: REASON }, BATAM_ADMIN);
    await expect(resolve(key)).rejects.toMatchObject(ENDED);
    await Promise.all([resolve(second.key), resolve(third.key)]);
  });

  it('is refused for longer than a month', async () => {
    const { keyId } = await keyIdOf(create());
    const long = test.directory.rotateAgencyKey(
      { keyId, reason: REASON, graceSeconds: 31 * 86_400 },
      BATAM_ADMIN,
    );
    await expect(long).rejects.toMatchObject({ issues: [{ field: 'grace_seconds' }] });
  });
});

describe('revocation', () => {
  it('ends the key for good, and is safe to say twice', async () => {
    const { keyId, key } = await keyIdOf(create({ commandId: 'to be revoked' }));
    const revoke = () => test.directory.revokeAgencyKey({ keyId, reason: REASON }, BATAM_ADMIN);
    const { agencyKey } = await revoke();
    expect(agencyKey).toMatchObject({ status: 'revoked' });
    expect((await revoke()).agencyKey).toEqual(agencyKey);
    await expect(resolve(key)).rejects.toMatchObject(ENDED);
    const legal = { code: 'illegal' };
    await expect(
      test.directory.rotateAgencyKey({ keyId, reason: REASON }, BATAM_ADMIN),
    ).rejects.toMatchObject(legal);
    await expect(create({ commandId: 'to be revoked' })).rejects.toMatchObject(legal);
  });
});

describe('the history of a key', () => {
  it('says who did what and why, once however often it was asked', async () => {
    const { keyId } = await keyIdOf(create({ commandId: 'told', reason: 'Sistem surat baru' }));
    await create({ commandId: 'told', reason: 'Sistem surat baru' });
    const rotated = { keyId, commandId: 'told again', reason: 'Bocor di log' };
    await test.directory.rotateAgencyKey(rotated, NATIONAL_ADMIN);
    await test.directory.rotateAgencyKey(rotated, NATIONAL_ADMIN);
    await test.directory.revokeAgencyKey({ keyId, reason: 'Sistem dimatikan' }, BATAM_ADMIN);
    await test.directory.revokeAgencyKey({ keyId, reason: 'Sekali lagi' }, BATAM_ADMIN);
    const { changes } = await test.directory.listAgencyKeyChanges({ keyId }, BATAM_ADMIN);
    expect(changes).toMatchObject([
      { what: 'revoked', officerId: 'somebody', reason: 'Sistem dimatikan' },
      { what: 'rotated', officerId: 'somebody', reason: 'Bocor di log' },
      { what: 'created', officerId: 'somebody', reason: 'Sistem surat baru' },
    ]);
  });

  it.each(['', ' ', 'x'.repeat(1_001)])('has nothing without a reason: %j', async (reason) => {
    const { keyId, key } = await keyIdOf(create());
    const refused = { code: 'invalid', issues: [{ field: 'reason' }] };
    const { directory } = test;
    await expect(directory.rotateAgencyKey({ keyId, reason }, BATAM_ADMIN)).rejects.toMatchObject(refused);
    await expect(directory.revokeAgencyKey({ keyId, reason }, BATAM_ADMIN)).rejects.toMatchObject(refused);
    await resolve(key);
    expect((await directory.listAgencyKeyChanges({ keyId }, BATAM_ADMIN)).changes).toHaveLength(1);
  });
});

describe('who may', () => {
  const ELSEWHERE = officer(Role.AGENCY_ADMIN, [ROOT, TANJUNGPINANG]);
  it.each([
    ['nobody in particular', NOBODY, 'unauthenticated'],
    ['a liaison', officer(Role.LIAISON, BATAM_PATH), 'forbidden'],
    ['the admin of another body', ELSEWHERE, 'forbidden'],
  ])('not %s', async (_who, caller, code) => {
    const { keyId } = await keyIdOf(create({ commandId: 'fixed' }));
    await expect(create({}, caller)).rejects.toMatchObject({ code });
    await expect(test.directory.rotateAgencyKey({ keyId, reason: REASON }, caller)).rejects.toMatchObject({
      code,
    });
    await expect(test.directory.revokeAgencyKey({ keyId, reason: REASON }, caller)).rejects.toMatchObject({
      code,
    });
    await expect(test.directory.listAgencyKeyChanges({ keyId }, caller)).rejects.toMatchObject({ code });
    await expect(test.directory.listAgencyKeys({ agencyId: BATAM }, caller)).rejects.toMatchObject({ code });
  });

  it('only services may ask whose a key is', async () => {
    const { key } = await keyIdOf(create());
    const asked = test.directory.resolveAgencyKey({ key }, NATIONAL_ADMIN);
    await expect(asked).rejects.toMatchObject({ code: 'forbidden' });
  });
});
