export { openSigningKey } from './signing-key.ts';
export type { PublicKey, PublicKeys, SigningKey } from './signing-key.ts';
export { ACCESS_TOKEN_SECONDS, isAccessToken, readAccessToken, signAccessToken } from './access-token.ts';
export type { AccessTokenClaims } from './access-token.ts';
export { contentDigest, readReceipt, signReceipt } from './receipt.ts';
export type { ReceiptClaims, SaidWords } from './receipt.ts';
export { inclusionPath, treeRoot } from './merkle-tree.ts';
export { checkInclusion, FIRST_ROOT, headHash, rootDigest, signDailyRoot } from './daily-root.ts';
export type { DailyRootClaims, Head, Inclusion } from './daily-root.ts';
