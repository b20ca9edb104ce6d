// Lets processes and threads started by the tests load TypeScript: they inherit the flag that imports this file.

import { register } from 'tsx/esm/api';

register();
