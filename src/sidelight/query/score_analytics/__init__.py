"""What scores say: how those of one name are distributed, and how far two agree about the same subjects."""
