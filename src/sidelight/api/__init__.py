"""HTTP interfaces over the read models and the platform."""
