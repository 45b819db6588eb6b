"""Score configs: what scores of one name may be (PARITY section 3)."""
