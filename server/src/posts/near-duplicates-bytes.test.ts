import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';
import { fromBytes, PRINT_VERSION, toBytes } from './near-duplicates-bytes.ts';
import { pack } from './near-duplicates-compare.ts';

const telling =
  'На верфи «Северная» 14 мая не спустили паром Ada-2: Пётр Сухов сказал, что цена выросла до 42 млн крон. Mira Holm of the Harbour Council denied it twice, on Tuesday and on Friday.';

it('gives back all that the look-up keeps of a fingerprint', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...telling.split(' '), 'слово', 'harbour', '7', '64k'), { maxLength: 400 }), (words) => {
      const print = fingerprint(null, words.join(' '));
      expect(fromBytes(toBytes(print))).toEqual({ packed: pack(print), anchors: print.anchors });
    }),
  );
});

it('takes no bytes of another version or length', () => {
  const bytes = toBytes(fingerprint(null, telling));
  expect(fromBytes(bytes)).not.toBeNull();
  expect(fromBytes(bytes.subarray(0, bytes.length - 1))).toBeNull();
  expect(fromBytes(Buffer.alloc(0))).toBeNull();
  bytes[0] = PRINT_VERSION + 1;
  expect(fromBytes(bytes)).toBeNull();
});
