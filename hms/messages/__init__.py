"""Hindi for every string, without system gettext: find what is marked, say what is missing, compile."""
