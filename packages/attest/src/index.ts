export { openSigningKey, readSigned } from './signing-key.ts';
export type { PublicKey, PublicKeys, SigningKey } from './signing-key.ts';
export { contentDigest, readReceipt, signReceipt } from './receipt.ts';
export type { ReceiptClaims, SaidWords } from './receipt.ts';
