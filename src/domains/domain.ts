/** A domain other than the default one; its URLs are absolute. */
export interface Domain {
  domain: string;
  /** Where its `/` redirects to. */
  rootUrl: string | null;
  /** Where its unknown slugs redirect to. */
  notFoundUrl: string | null;
  /** UTC milliseconds. */
  createdAt: number;
}
