/** Starts Swagger UI on `/docs`, in the colours that the reader's system asks for. */

declare const SwaggerUIBundle: ((options: Record<string, unknown>) => void) & { presets: { apis: unknown } };

const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();

SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#api',
  presets: [SwaggerUIBundle.presets.apis],
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  // It would send the document to a service on another host.
  validatorUrl: null,
});
