// Lets processes and threads that the tests start load TypeScript: they inherit the flag that imports this file.

import { register } from 'tsx/esm/api';

register();
