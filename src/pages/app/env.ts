/** What every page of the application finds in its context. */
import type { Context, MiddlewareHandler } from 'hono';
import type { ChangeAuthor } from '../../audit/audit-entry.ts';
import type { Language } from '../../language.ts';
import type { Role } from '../../members/member.ts';
import type { SignedIn } from '../../members/session.ts';
import type { Deps } from '../../ports.ts';
import type { ConnInfo } from '../../redirect/request-facts.ts';

/**
 * The same as the API's, so that pages call the same functions. Changes are entered in the audit log under `author`: the
 * member who is signed in.
 */
export type PageDeps = Deps & { reserved: ReadonlySet<string>; author: ChangeAuthor; requestHost: string };

/** The member who asks for a page. */
export interface PageMember {
  id: string;
  name: string;
  email: string;
  role: Role;
  /** Null: as the browser asks; `language` of the context has the one to use. */
  language: Language | null;
  /** An IANA name: the member's, else the instance's, else UTC. */
  timezone: string;
  sessionId: string;
}

export interface AppEnv {
  Bindings: { connInfo: ConnInfo };
  Variables: {
    deps: PageDeps;
    requestId: string;
    /** The language of the page: `?lang=`, else the member's, else the instance's, else the browser's. */
    language: Language;
    /** Null without a live session. Only pages for `anyone` need it. */
    signedIn: SignedIn | null;
    /** Set on every page that is not for `anyone`. */
    member: PageMember;
  };
}

export type AppContext = Context<AppEnv>;
export type AppMiddleware = MiddlewareHandler<AppEnv>;
