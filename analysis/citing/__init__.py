"""Citations of a page, a figure or a number, in the usual forms; of a reader's own calculation there are none."""
