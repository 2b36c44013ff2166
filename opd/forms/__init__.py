"""What a person typed, checked and typed."""
