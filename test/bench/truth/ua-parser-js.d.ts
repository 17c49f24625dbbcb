declare module 'ua-parser-js' {
  /** Version 1 has no types; this declares the measured part. */
  export default class UAParser {
    constructor(userAgent: string);
    getBrowser(): { name: string | undefined };
  }
}
