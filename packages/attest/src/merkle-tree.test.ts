import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inclusionPath, leafHash, rootFromPath, treeRoot } from './merkle-tree.ts';

const leaves = (count: number) => Array.from({ length: count }, (_, at) => leafHash(`entry ${at}`));

describe('the hash tree', () => {
  it('has the roots that RFC 6962 prints for its test data', () => {
    const data = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const hashes = data.map((hex) =>
      createHash('sha256')
        .update(Buffer.from(`00${hex}`, 'hex'))
        .digest(),
    );
    const roots = [1, 2, 3, 4, 5, 6, 7, 8].map((size) => treeRoot(hashes.slice(0, size)).toString('hex'));
    expect(roots[0]).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(roots[1]).toBe('fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125');
    expect(roots[6]).toBe('ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c');
    expect(roots[7]).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  it('every entry of a tree of any size is reached by its path, and by no other place, size or entry', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), (size, one, other) => {
        const hashes = leaves(size);
        const index = one % size;
        const path = inclusionPath(hashes, index);
        const root = treeRoot(hashes).toString('hex');
        const reached = (leaf: Buffer, at: number, of: number) =>
          rootFromPath(leaf, { index: at, size: of, path })?.toString('hex');
        expect(reached(hashes[index]!, index, size)).toBe(root);
        const elsewhere = other % size;
        if (elsewhere !== index) expect(reached(hashes[elsewhere]!, index, size)).not.toBe(root);
        if (elsewhere !== index) expect(reached(hashes[index]!, elsewhere, size)).not.toBe(root);
        expect(reached(leafHash('nobody'), index, size)).not.toBe(root);
        expect(reached(hashes[index]!, size, size)).toBeUndefined();
      }),
    );
  });

  it('is the same made of aligned subtrees, and so are its paths', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), (size, one) => {
        const hashes = leaves(size);
        const index = one % size;
        const chunks: Buffer[][] = [];
        for (let at = 0; at < size; at += 16) chunks.push(hashes.slice(at, at + 16));
        const roots = chunks.map((chunk) => treeRoot(chunk));
        expect(treeRoot(roots)).toEqual(treeRoot(hashes));
        const chunk = Math.floor(index / 16);
        const path = [...inclusionPath(chunks[chunk]!, index % 16), ...inclusionPath(roots, chunk)];
        expect(path).toEqual(inclusionPath(hashes, index));
      }),
    );
  });
});
