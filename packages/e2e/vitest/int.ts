import { mergeConfig } from 'vitest/config';
import int from '@lapor/testing/vitest/int';
import { together } from './together.ts';

// oxlint-disable-next-line import/no-default-export -- so vitest wants it
export default mergeConfig(int, together);
