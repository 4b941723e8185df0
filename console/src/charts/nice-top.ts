/** The smallest of 2, 4, 10, 20, 40, 100 … that is not less: the half of it is a whole number too. */
export function niceTop(most: number): number {
  for (let unit = 1; ; unit *= 10) {
    for (const factor of [2, 4, 10]) if (factor * unit >= most) return factor * unit;
  }
}
