"""How a leader sees it: sentences, charts, panels and pages."""
