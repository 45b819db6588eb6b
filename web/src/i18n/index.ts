/** All texts of the interface. A namespace, not an object: the bundler keeps each area with the pages that show it. */
export * as t from './en'
