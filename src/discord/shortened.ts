// Shortens texts that are no quotation, as notes do.

export { shortened } from '../notes/shortened.js';
