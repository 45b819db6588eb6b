"""One module a convention: what it calls things. Their order is in :mod:`sidelight.mapping.order`."""
