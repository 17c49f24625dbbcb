/** Runs the website of the tests beside them, where a runtime itself cannot listen. */
import type { TestProject } from 'vitest/node';
import { startPageServer } from './page-server.ts';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPageServer();
  project.provide('pageServer', server.url);
  return server.close;
}

declare module 'vitest' {
  interface ProvidedContext {
    pageServer: string;
  }
}
