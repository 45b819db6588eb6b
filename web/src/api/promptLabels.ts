/** The label that SDKs fetch unless they are told another. */
export const PRODUCTION = 'production'
/** The label that always points to the newest version. */
export const LATEST = 'latest'
