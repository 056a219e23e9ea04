import { agencyIdFor } from '@lapor/kernel';
import { describe, expect, it } from 'vitest';
import { loadAreas } from '../../reference/load-areas.ts';
import { loadGovernments } from '../../reference/load-governments.ts';
import { ROOT_AGENCY_ID, buildGovernments } from './governments.ts';
import { timeZoneOf } from './time-zone.ts';

const agencies = loadGovernments(loadAreas());
const byKey = new Map(agencies.map((agency) => [agency.key, agency]));
const ofKind = (kind: string) => agencies.filter((agency) => agency.kind === kind);

describe('the governments of Indonesia', () => {
  it('are as many as there are', () => {
    expect(ofKind('national')).toHaveLength(1);
    expect(ofKind('ministry')).toHaveLength(48);
    expect(ofKind('body').length).toBeGreaterThanOrEqual(60);
    expect(ofKind('province')).toHaveLength(38);
    expect(ofKind('regency')).toHaveLength(416);
    expect(ofKind('city')).toHaveLength(98);
    expect(new Set(agencies.map(({ agencyId }) => agencyId)).size).toBe(agencies.length);
    expect(new Set(agencies.map(({ name }) => name)).size).toBe(agencies.length);
  });

  it('form one tree, parents first', () => {
    const paths = new Map<string, readonly string[]>();
    for (const agency of agencies) {
      expect(agency.agencyId).toBe(agencyIdFor(agency.key));
      const above = agency.parentId === '' ? [] : paths.get(agency.parentId);
      expect(agency.path).toEqual([...(above ?? ['missing']), agency.agencyId]);
      paths.set(agency.agencyId, agency.path);
    }
    expect(agencies.filter(({ parentId }) => parentId === '').map(({ agencyId }) => agencyId)).toEqual([
      ROOT_AGENCY_ID,
    ]);
  });

  it.each([
    ['21.71', 'Pemerintah Kota Batam', 'Pemko Batam', 'city', '21', 'Asia/Jakarta'],
    [
      '21',
      'Pemerintah Provinsi Kepulauan Riau',
      'Pemprov Kepulauan Riau',
      'province',
      'nasional',
      'Asia/Jakarta',
    ],
    ['51.71', 'Pemerintah Kota Denpasar', 'Pemko Denpasar', 'city', '51', 'Asia/Makassar'],
    ['91.71', 'Pemerintah Kota Jayapura', 'Pemko Jayapura', 'city', '91', 'Asia/Jayapura'],
    [
      '34',
      'Pemerintah Provinsi Daerah Istimewa Yogyakarta',
      'Pemprov DI Yogyakarta',
      'province',
      'nasional',
      'Asia/Jakarta',
    ],
    [
      '31.74',
      'Pemerintah Kota Administrasi Jakarta Selatan',
      'Pemko Jakarta Selatan',
      'city',
      '31',
      'Asia/Jakarta',
    ],
    ['32.04', 'Pemerintah Kabupaten Bandung', 'Pemkab Bandung', 'regency', '32', 'Asia/Jakarta'],
    ['kemenkes', 'Kementerian Kesehatan', 'Kemenkes', 'ministry', 'nasional', 'Asia/Jakarta'],
  ])('%s is %s', (key, name, shortName, kind, parent, timeZone) => {
    expect(byKey.get(key)).toMatchObject({
      name,
      shortName,
      kind,
      timeZone,
      parentId: agencyIdFor(parent),
      areaCode: /^\d/.test(key) ? key : '',
      active: true,
      onboarded: false,
    });
  });

  it('keep the time of their province', () => {
    const zones = ofKind('province').map(({ areaCode }) => timeZoneOf(areaCode));
    const count = (zone: string) => zones.filter((each) => each === zone).length;
    expect([count('Asia/Jakarta'), count('Asia/Makassar'), count('Asia/Jayapura')]).toEqual([18, 12, 8]);
    for (const zone of new Set(zones))
      expect(() => new Intl.DateTimeFormat('id', { timeZone: zone })).not.toThrow();
  });

  it('are refused with a parent nobody knows', () => {
    const row = { key: 'x', name: 'X', shortName: '', kind: 'body', parentKey: 'y' } as const;
    expect(() => buildGovernments([row], { children: () => [] })).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });
});
