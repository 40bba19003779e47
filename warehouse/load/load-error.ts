/** Why a folder could not be loaded, as a sentence for the person at the command line. */
export class LoadError extends Error {}
