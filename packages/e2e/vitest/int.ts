import process from 'node:process';
import int from '@lapor/testing/vitest/int';
import { mergeConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';
import { together } from './together.ts';

/** Of servers that were given, everybody has the same streams: one file after the other. */
const given = process.env['LAPOR_TEST_MONGO_URL'] ?? process.env['LAPOR_TEST_NATS_URL'] ?? '';

/** Flows wait most of their time, for containers that come back: several at once. */
// oxlint-disable-next-line import/no-default-export -- so vitest wants it
export default mergeConfig(mergeConfig(int, together), {
  test: {
    // Of a machine that also builds images and fills stores they get a small part.
    testTimeout: 300_000,
    fileParallelism: given === '',
    maxWorkers: given === '' ? 3 : 1,
    sequence: { sequencer: LongestFirst },
  },
});
