import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { agencyIdFor } from '@lapor/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BATAM, BATAM_ADMIN, NATIONAL_ADMIN, startTestDirectory } from '../fixtures/test-directory.ts';
import type { TestDirectory } from '../fixtures/test-directory.ts';

// A command that was run before gets its first answer, whatever has become of what it is about.

let test: TestDirectory;
const ROADS = agencyIdFor('21.71/pu');
const reason = 'Perwali 1/2024';

beforeAll(async () => {
  test = await startTestDirectory({});
  const { issues } = await test.directory.importGovernment(
    {
      areaCode: '21.71',
      reason: 'Perwali 1/2020',
      unitsCsv: 'key,name,kind,parent_key\npu,Dinas PU,unit,',
      officersCsv:
        'username,name,role,unit_key,email,phone\nadmin.batam,Admin,agency_admin,,a@batam.example,',
      competenceCsv: 'unit_key,category,area_code,valid_from,valid_to\npu,jalan-rusak,21.71,2020-01-01,',
      initialPassword: 'sandi contoh panjang 9',
    },
    NATIONAL_ADMIN,
  );
  expect(issues).toEqual([]);
});
afterAll(() => test.platform.stop());

describe('a row of competence', () => {
  const enter = (commandId: string, validFrom = '2024-06-01') => {
    const row = { agencyId: ROADS, categoryCode: 'jembatan', areaCode: '2171', validFrom };
    const change = { change: { case: 'enter', value: row } } as const;
    return test.directory.changeCompetence({ change, reason, commandId }, BATAM_ADMIN);
  };
  const rows = async () =>
    (await test.directory.listCompetence({ agencyId: BATAM }, BATAM_ADMIN)).rows.length;

  it('is entered once, also when asked for again after its category has gone', async () => {
    const before = await rows();
    const { row } = await enter('once');
    expect(row).toMatchObject({ areaCode: '21.71', categoryCode: 'jembatan' });
    const retire = { case: 'retire', value: { code: 'jembatan' } } as const;
    await test.directory.changeCategory({ change: retire, reason, commandId: '' }, NATIONAL_ADMIN);
    expect((await enter('once')).row).toEqual(row);
    await expect(enter('other')).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ field: 'categoryCode' }],
    });
    await expect(enter('once', '2024-07-01')).rejects.toMatchObject({ code: 'invalid' });
    expect(await rows()).toBe(before + 1);
  });

  it('that has ended since stays ended when it is asked for again', async () => {
    const { row } = await enter('once');
    const end = (commandId: string, validTo: string) =>
      test.directory.changeCompetence(
        { change: { change: { case: 'end', value: { rowId: row!.rowId, validTo } } }, reason, commandId },
        BATAM_ADMIN,
      );
    await end('end', '2024-12-31');
    expect((await enter('once')).row?.validTo).toBe('2024-12-31');
    await end('end later', '2025-12-31');
    expect((await end('end', '2024-12-31')).row?.validTo).toBe('2025-12-31');
    await expect(end('end', '2026-12-31')).rejects.toMatchObject({ code: 'unprocessable' });
  });
});

describe('a template of answers', () => {
  const set = (commandId: string, more: { templateId?: string; name?: string; agencyId?: string } = {}) =>
    test.directory.setAnswerTemplate(
      {
        agencyId: BATAM,
        name: 'Diterima',
        text: 'Laporan {kode} kami periksa.',
        reason: 'Arahan 4/2026',
        commandId,
        ...more,
      },
      BATAM_ADMIN,
    );
  const remove = (templateId: string, caller = BATAM_ADMIN) =>
    test.directory.removeAnswerTemplate({ templateId, reason: 'Tidak dipakai lagi' }, caller);
  /** How often its document was written. */
  const writes = (templateId: string) => {
    const database = new DatabaseSync(join(test.platform.dataFolder, 'lapor.db'), { readOnly: true });
    const row = database.prepare('SELECT doc FROM "directory.answer_templates" WHERE id = ?').get(templateId);
    database.close();
    return (JSON.parse(String(row?.['doc'])) as { readonly version: number }).version;
  };
  const names = async () =>
    (await test.directory.listAnswerTemplates({ agencyId: BATAM }, BATAM_ADMIN)).templates.map(
      ({ name }) => name,
    );

  it('is entered once, also when asked for again after it was removed', async () => {
    const { template } = await set('once');
    const { templateId } = template!;
    await set('words', { templateId, name: 'Dicatat' });
    expect((await set('once')).template?.templateId).toBe(templateId);
    expect(await names()).toEqual(['Dicatat']);
    await expect(set('once', { agencyId: ROADS })).rejects.toMatchObject({ code: 'unprocessable' });
    await remove(templateId);
    // Whoever did not hear that it was done asks again, another admin too.
    await remove(templateId);
    await remove(templateId, NATIONAL_ADMIN);
    expect(writes(templateId)).toBe(3);
    expect((await set('words', { templateId, name: 'Dicatat' })).template?.templateId).toBe(templateId);
    expect((await set('once')).template?.templateId).toBe(templateId);
    expect(await names()).toEqual([]);
    await expect(set('new words', { templateId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(remove('01JUNKNOWN0000000000000000')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is entered once, also when asked for again after the agency has no room for more', async () => {
    const { template } = await set('first of many');
    for (let count = 1; count < 100; count += 1) await set(`more ${count}`, { name: `Contoh ${count}` });
    expect(await names()).toHaveLength(100);
    expect((await set('first of many')).template).toEqual(template);
    await expect(set('one too many')).rejects.toMatchObject({ code: 'illegal' });
    expect(await names()).toHaveLength(100);
  });
});
