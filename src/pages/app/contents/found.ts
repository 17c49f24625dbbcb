import { AppError } from '../../../errors.ts';
import type { AppContext } from '../env.ts';
import { messagePage } from '../message-page.tsx';

/** Answers what is there, and the page that says so if it is not. */
export async function found(c: AppContext, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return messagePage(c, 404, 'missing');
    throw error;
  }
}
