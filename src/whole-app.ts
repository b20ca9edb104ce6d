// Waits until an application has read everything, for answers that must not depend on the time of asking.

import type { App } from './app.js';

/** The app, once it is whole. Rejects with the error that ended it before. */
export async function wholeApp(app: App): Promise<App> {
  const failed = app.ended.then((error) => {
    throw error;
  });
  await Promise.race([app.whole, failed]);
  return app;
}
