"""Two languages and many editions: where the head of a page says its other language and its lasting address to be.

A page lies two folders below the site's root in every edition, so that addresses without `html: baseurl:` are relative
and the same everywhere. The canonical page is always that of `latest`.
"""

OTHER = {"en": ("ko", "한국어"), "ko": ("en", "English")}


def setup(app):
    """Register with Sphinx; `app.ledger` holds the results."""
    app.connect("html-page-context", _head)
    app.add_js_file("language.js", loading_method="defer")
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def address(base, lang, page):
    """Where the newest edition of a page is found.

    >>> address("", "ko", "start"), address("https://ledger.example", "ko", "start")
    ('../../latest/ko/start.html', 'https://ledger.example/latest/ko/start.html')
    """
    return f"{base.rstrip('/')}/latest/{lang}/{page}.html" if base else f"../../latest/{lang}/{page}.html"


def alternates(base, langs, page):
    """(language, address) of every language of a page, and of the one for readers of neither."""
    found = [(lang, address(base, lang, page)) for lang in langs]
    return [*found, ("x-default", address(base, "en" if "en" in langs else langs[0], page))]


def _head(app, pagename, templatename, context, doctree):
    """Address of the page, links to its other language; the search is no page to be found by others, and neither is a custom edition."""
    if not app.config.ledger_single:
        return
    lang, base = app.config.language, app.config.html_baseurl
    written = (pagename in app.env.found_docs or "ledger_lasting" in context) and not app.ledger.changes
    context["pageurl"] = address(base, lang, pagename) if written else None
    other, words = OTHER[lang]
    if other not in app.config.ledger_langs or not (written or app.ledger.changes or pagename == "search"):
        return
    context["ledger_other"] = {"lang": other, "words": words, "href": f"{'../' * (pagename.count('/') + 1)}{other}/{pagename}.html"}
    if written:
        links = alternates(base, sorted(app.config.ledger_langs), pagename)
        context["metatags"] = context.get("metatags", "") + "".join(f'\n<link rel="alternate" hreflang="{code}" href="{href}">' for code, href in links)
