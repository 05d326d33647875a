"""The chapters: one module each, holding the functions that compute its numbers."""
