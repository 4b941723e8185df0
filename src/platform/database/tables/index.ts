// biome-ignore lint: replaced below
export interface Tables {}
