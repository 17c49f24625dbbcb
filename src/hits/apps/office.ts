/** Programs of office suites, in whose documents links stand. */
import type { AppEntry } from './app-entry.ts';

export const OFFICE = {
  office: {
    label: { en: 'Microsoft Office' },
    channels: [],
    // Word, Excel, PowerPoint, OneNote and Outlook on Windows, all with the same component; their twins on other systems.
    looksUp:
      /\bms-office\b|\bMSOffice\b|^Microsoft Office\b|^(?:Excel|OneNote|PowerPoint|Word)\/[\d.]+ \((?:Mac OS|iOS|Windows)/,
  },
} as const satisfies Record<string, AppEntry>;
