/** Set on a function of which it can't be told what its decorators make of it: how many tests, and under which names. */
export const UNDECIDED = '%undecided'
