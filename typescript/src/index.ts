/** The Lag API for TypeScript: typed, for users and robots. */

export { LagClient } from './client.js';
export * from './errors.js';
export type * from './generated/bodies.js';
export * from './generated/models.js';
export * from './generated/resources.js';
export { type PageAnswer, paginate } from './pages.js';
export { hasPermission } from './permission.js';
export { USER_AGENT } from './settings.js';
export type * from './types.js';
export { SDK_VERSION } from './version.js';
export * as webhooks from './webhooks.js';
