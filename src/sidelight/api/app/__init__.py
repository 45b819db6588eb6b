"""The web app's own API: cookie session, camelCase, described by OpenAPI."""
