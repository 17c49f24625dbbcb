/** Every page that the redirect can answer with, as one part that is loaded when the first visitor needs it. */
export { previewCardPage } from './card.ts';
export { linkInfoPage } from './link-info-page.ts';
export { MESSAGE_OF, messagePage } from './message-page.ts';
export { passwordForm, readForm } from './password-form.ts';
