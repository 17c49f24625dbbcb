/** The agents of the package user-agents (BSD-2-Clause), collected from visitors of websites; some are forged. */
import UserAgent from 'user-agents';
import type { Group } from '../row.ts';

/** Tokens that vendors append in in-app browsers. */
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
