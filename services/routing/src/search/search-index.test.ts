import { describe } from 'vitest';
import { openEmbeddedStore } from '../fixtures/embedded-store.ts';
import { searchIndexSuite } from '../fixtures/search-index-suite.ts';

describe('the index of words, embedded', () => {
  searchIndexSuite(openEmbeddedStore);
});
