// Waits until an application has read everything, for answers that must not depend on when they are asked for.

import type { App } from './app.js';

/** The app, once it is whole. Rejects with what ended it before that. */
export async function wholeApp(app: App): Promise<App> {
  const failed = app.ended.then((error) => {
    throw error;
  });
  await Promise.race([app.whole, failed]);
  return app;
}
