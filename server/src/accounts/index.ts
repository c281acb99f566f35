/** Who people are and how they come in. */
export { scopeCovers, type Actor } from './actor.ts';
export { createApiToken, findBearer, findRevokedTokens, revokeApiToken } from './api-tokens.ts';
export { checkKey } from './check-key.ts';
export { commandToken } from './command-token.ts';
export { createSignInLink, endSessions, ensureOwner, findEndedSessions, findSession, ownerNeedsLink } from './sign-in.ts';
export { changeUser, readUser } from './users.ts';
