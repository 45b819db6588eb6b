"""Experiments: what runs over the items of a dataset did, by the spans that say so and by the links of older SDKs."""
