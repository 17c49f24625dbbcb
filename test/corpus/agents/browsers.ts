/** The agents of user-agents (BSD-2-Clause): what visitors of its makers' customers sent, forged ones among them. */
import UserAgent from 'user-agents';
import type { Group } from '../row.ts';

/** Tokens that the vendors append in their apps' own browsers. */
const APPS: [string, string][] = [
  [' GSA/', 'google'],
  [' Barcelona ', 'threads'],
  [' Snapchat/', 'snapchat'],
  [' Instagram ', 'instagram'],
  ['[LinkedInApp]', 'linkedin'],
  ['[Pinterest/', 'pinterest'],
  ['MicroMessenger/', 'wechat'],
];

const agents = new Set(UserAgent.top(Number.MAX_SAFE_INTEGER).map(({ userAgent }) => userAgent));

export const BROWSERS: Group[] = [...agents].map((agent) => ({
  kind: 'click',
  app: APPS.find(([token]) => agent.includes(token))?.[1] ?? null,
  source: 'user-agents',
  agents: [agent],
}));
