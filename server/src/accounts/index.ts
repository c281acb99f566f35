/** Who people are and how they come in. */
export { scopeCovers, type Actor } from './actor.ts';
export { createApiToken, findApiToken, findRevokedTokens, revokeApiToken } from './api-tokens.ts';
export { createSignInLink, endSessions, ensureOwner, findEndedSessions, findSession, ownerNeedsLink } from './sign-in.ts';
export { changeUser, readUser } from './users.ts';
