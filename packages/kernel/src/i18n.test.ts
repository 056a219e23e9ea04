import { describe, expect, it } from 'vitest';
import { preferredLanguage, translator, unevenMessages } from './i18n.ts';

const catalogue = {
  greeting: { id: 'Halo {name}', en: 'Hello {name}' },
  bye: { id: 'Sampai jumpa', en: 'Bye' },
} as const;

describe('i18n', () => {
  it('fills in what it is given', () => {
    const t = translator(catalogue);
    expect(t('id', 'greeting', { name: 'Siti' })).toBe('Halo Siti');
    expect(t('en', 'bye')).toBe('Bye');
  });

  it('finds texts whose languages differ in placeholders', () => {
    expect(unevenMessages(catalogue)).toEqual([]);
    expect(unevenMessages({ a: { id: '{x}', en: '{y}' } })).toEqual(['a']);
  });

  it.each([
    [undefined, 'id'],
    ['en-US,en;q=0.9', 'en'],
    ['fr,id;q=0.5,en;q=0.4', 'id'],
    ['fr', 'id'],
  ])('prefers by the header %j', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});
