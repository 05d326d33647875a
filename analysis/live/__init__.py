"""Sliders: the functions behind a page traced to JavaScript, and the page script's data."""
