/** Door of the egress: the only way to addresses outside. */
export { parseAllowList, type AllowList } from './egress/allow-list.ts';
export { createEgress, type EgressOptions } from './egress/create-egress.ts';
export { startDeadline } from './egress/deadline.ts';
export type { ResolveHost } from './egress/resolve-host.ts';
export type { Egress, EgressAnswer, EgressKind, EgressLimits, GetOptions, JsonAnswer, OpenAnswer, OpenOptions, PostJsonOptions } from './egress/types.ts';
