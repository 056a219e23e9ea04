import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from '@bufbuild/protobuf';
import { CallerKind, CallerSchema, Role } from '@lapor/contracts/common/v1/common';
import { CalendarToComeSchema } from '@lapor/contracts/routing/v1/routing_service';
import { openDatabase } from '@lapor/sqlite';
import { connectEmbedded, storeWriterModule } from '@lapor/store';
import { expect, test } from 'vitest';
import { admin, CASE_ID, START } from '../domain/fixtures/world.ts';
import { makeCases, searchParts } from '../fixtures/made-cases.ts';
import { decideOnCase } from './decide-on-case.ts';
import { prepareMerge } from './merge-cases.ts';
import { previewRecount } from './preview-recount.ts';

const NATIONAL = create(CallerSchema, {
  kind: CallerKind.OFFICER,
  officerId: 'nina',
  role: Role.NATIONAL_ADMIN,
  agencyId: 'national',
  agencyPath: ['national'],
});
/** No day of the week is worked on but Wednesday, so that every limit moves. */
const LAZY = { timeZone: 'Asia/Jakarta', daysOff: [], years: [2026], weekend: [0, 1, 2, 4, 5, 6] };

test('those that follow another case are counted with those they follow, each once, also where not all are tried', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-recount-'));
  const database = await openDatabase({ file: join(folder, 'lapor.db'), modules: [storeWriterModule] });
  const connection = await connectEmbedded(database, 'routing');
  try {
    const parts = searchParts(connection);
    await connection.ready();
    const others = ['1111111111', '2222222222', '3333333333'];
    await makeCases(
      connection,
      parts,
      others.map((id) => ({ id, submittedAt: START })),
    );
    const [caseId = ''] = others;
    const { state } = await parts.cases.get(caseId);
    const [actor, commandId] = [admin('batam'), 'merge'];
    const merge = { type: 'merge', masterId: CASE_ID, master: state } as const;
    const prepared = await prepareMerge(
      parts,
      state,
      { ...merge, master: (await parts.cases.get(CASE_ID)).state },
      { actor, commandId },
    );
    if (!('master' in prepared)) throw prepared.refusal;
    const command = { ...merge, master: prepared.master };
    await decideOnCase(parts, { caseId, commandId, bodyHash: 'merge', actor, command }, state);

    const tried = (areaCodes: string[], most?: number) =>
      previewRecount(parts, NATIONAL, [create(CalendarToComeSchema, { ...LAZY, areaCodes })], most);
    expect(await tried(['wib'])).toMatchObject({ looked: 4, moved: 4, following: 1, more: false, open: 4 });
    expect(await tried(['wib'], 3)).toMatchObject({ looked: 3, moved: 3, more: true, open: 4 });
    expect(await tried(['', 'wib'])).toMatchObject({ looked: 4, moved: 4, following: 1, more: false });
    expect(await tried(['', 'wib'], 0)).toMatchObject({ looked: 0, moved: 0, more: true, open: 4 });
  } finally {
    await connection.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
