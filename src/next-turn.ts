/** Lets other requests run between two steps of a long one. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
