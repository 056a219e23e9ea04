import { describe, expect, it } from 'vitest';
import { isReuse } from './reuse.ts';

const agency = (id: string) => ({ id, path: ['city', id], calendar: 'WIB' });
const shown = (id: string, more: Partial<Parameters<typeof isReuse>[0]> = {}) => ({
  id,
  protected: false,
  holder: agency('roads'),
  ...more,
});
const hidden = { protected: true, holder: agency('inspectorate') };

describe('a picture that was shown on another case', () => {
  it('was used before, whoever holds that case', () => {
    expect(isReuse(shown('A'), shown('B', { holder: agency('clinic') }))).toBe(true);
  });

  it('was not where both are one matter', () => {
    const member = shown('B', { master: { id: 'A' } as never });
    expect(isReuse(shown('A'), member)).toBe(false);
    expect(isReuse(member, shown('A'))).toBe(false);
  });

  it('tells nobody of a protected case but its holder, on what is protected too', () => {
    expect(isReuse(shown('A'), shown('B', hidden))).toBe(false);
    expect(isReuse(shown('A', { holder: hidden.holder }), shown('B', hidden))).toBe(false);
    expect(isReuse(shown('A', hidden), shown('B', hidden))).toBe(true);
    expect(isReuse(shown('A', hidden), shown('B', { ...hidden, holder: agency('other') }))).toBe(false);
  });

  it('tells a protected case of nothing that others hold', () => {
    expect(isReuse(shown('A', hidden), shown('B'))).toBe(false);
    expect(isReuse(shown('A', hidden), shown('B', { holder: hidden.holder }))).toBe(true);
  });
});
