"""A second simulator, written from docs/model.md alone: short, slow and plain. Section numbers are those of that page."""
