"""The Sphinx side: pages, roles, generated tables, and the driver that builds both languages."""
