"""The permanent address of a number. It follows from the name alone, so that no change of chapter, table or order moves it.

Numbers stand on one page for each first letter: light enough to open, few enough to keep, and found without a script.
"""

PAGE = "numbers"  # the list of all names; the pages of letters stand beside it


def anchor(name):
    """Where a number stands on its page.

    >>> anchor("hour_price.h800_sxm")
    'number-hour_price-h800_sxm'
    """
    return f"number-{name.replace('.', '-')}"


def page_of(name):
    """The page on which a number stands, in every edition and both languages.

    >>> page_of("v3_final_run_cost")
    'numbers_v'
    """
    return f"{PAGE}_{name[0]}"


def address(name):
    """The address of a number from any page beside it.

    >>> address("v3_final_run_cost")
    'numbers_v.html#number-v3_final_run_cost'
    """
    return f"{page_of(name)}.html#{anchor(name)}"
