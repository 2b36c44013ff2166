"""What a person typed, checked and typed. One file per object."""
