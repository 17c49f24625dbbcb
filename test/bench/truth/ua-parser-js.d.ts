declare module 'ua-parser-js' {
  /** Version 1 has no types of its own; this is as much of it as is measured. */
  export default class UAParser {
    constructor(userAgent: string);
    getBrowser(): { name: string | undefined };
  }
}
