/** What to open and look at; `link` signs in once. */
export const guideOf = (link: string): string => `
Open the pages, signed in (the link works once, the session stays):

  ${link}

What to look at:

- Overview: some older pages are spreading again; WhatsApp links were seen in Slack and Teams (Crossed channels).
- "Étude : les salaires": its Slack link was pasted seventy times within an hour, two days ago.
- "Salon Achats & Finance": an expired link that turned 47 visitors away, on a domain of its own.
- What was not counted: mail scanners that opened whole newsletters, previews, bots.

`;
