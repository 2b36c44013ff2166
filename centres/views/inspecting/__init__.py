"""Pages of inspections: the office's under /c/CSO/inspections/, a centre's own under /c/UPHC-02/inspections/own/."""
