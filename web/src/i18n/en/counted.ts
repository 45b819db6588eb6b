import { formatCount } from '../../format/number'

/** "1 trace", "2,000 traces". */
export const counted = (n: number, one: string, many: string) => `${formatCount(n)} ${n === 1 ? one : many}`
