"""What keeps the generated parts true, and measures search; run from a checkout, not installed."""
