"""The Sphinx side of sliders: what a page says is read from its finished text, its script written beside it.

A page with a parameters cell gets a panel of sliders in its first section, before its first cell. It is read again when its script
would now be another: a changed formula changes the script even where no number has moved.
"""

import re
from pathlib import Path

from docutils import nodes

from analysis.live.page import panel, script
from analysis.sentences import parse_number

NAMED = re.compile(r'<data class="num" data-name="([^"]+)"')
ASSIGNED = re.compile(r"^(\w+) *=", re.MULTILINE)


def setup(app):
    """Register with Sphinx; `app.ledger` holds the results and `app.ledger_problems` what stops the build."""
    app.connect("doctree-read", _read)
    app.connect("env-get-outdated", lambda app, env, *_: [name for name, (asked, made) in _pages(env).items() if name in env.found_docs and _made(app, asked) != made])
    app.connect("env-purge-doc", lambda app, env, docname: _pages(env).pop(docname, None))
    app.connect("html-page-context", _write)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def _pages(env):
    """docname -> (what the page asks for, the script and panel made of it)."""
    return vars(env).setdefault("ledger_live", {})


def parameters(path, numbers):
    """Numbers in the cell tagged `parameters` of a page, as notebook or as text."""
    import jupytext  # takes a moment to import: only where a page is read

    cells = jupytext.read(path).cells if "parameters" in Path(path).read_text(encoding="utf-8") else ()
    names = [name.replace("__", ".") for cell in cells if "parameters" in cell.metadata.get("tags", ()) for name in ASSIGNED.findall(cell.source)]
    return [name for name in names if name in numbers and isinstance(getattr(numbers[name].row, "value", None), float)]


def _read(app, doctree):
    """Trace what a page says and put its panel before its first cell."""
    docname, said = app.env.docname, list(doctree.findall())
    given = parameters(app.env.doc2path(docname), app.ledger.numbers)
    if not given:
        return
    ranges = [node for node in said if "data-range" in getattr(node, "attributes", {}).get("data", ())]
    for node in ranges:
        _mark_interval(app, node)
    names = {node["name"] for node in said if node.tagname == "number"} | {node["data"]["data-range"] for node in ranges}
    names |= {name for node in said if isinstance(node, nodes.raw) for name in NAMED.findall(node.astext())}
    asked = (given, sorted(names), sorted({node["data"]["data-if"] for node in said if "data-if" in getattr(node, "attributes", {}).get("data", ())}))
    made = _made(app, asked)
    if isinstance(made, Exception):
        app.ledger_problems.append(f"{app.env.doc2path(docname, False)}: {made}")
        return
    _pages(app.env)[docname] = asked, made
    first = [node for node in said if isinstance(node, nodes.section)][:2][-1]
    place = next((n for n, child in enumerate(first) if isinstance(child, nodes.section) or "cell" in child.get("classes", ())), len(first))
    first.insert(place, nodes.raw("", made[1], format="html"))


def _mark_interval(app, node):
    """Give the interval of a `{range}` an element of its own: a slider strikes it out, and the remark stays."""
    name, digits, _ = parse_number(app.ledger, node.rawsource.split("`")[1])
    words, interval = node.astext(), app.ledger.range_words(name, app.config.language, digits)
    if interval:
        before, _, after = words.partition(interval)
        node.children = []
        node += [nodes.Text(before), nodes.inline("", interval, classes=["ledger-interval"]), nodes.Text(after)]


def _made(app, asked):
    try:
        return script(app.ledger, app.config.language, *asked), panel(app.ledger, app.config.language, asked[0])
    except (ValueError, KeyError) as error:  # a name that is gone is reported where the page says it
        return error


def _write(app, pagename, templatename, context, doctree):
    path = Path(app.outdir, "_static", "live", f"{pagename}.js")
    if pagename not in _pages(app.env):
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_pages(app.env)[pagename][1][0], encoding="utf-8")
    app.add_css_file("live.css")
    for name in (f"live/{pagename}.js", "live.js"):
        app.add_js_file(name, loading_method="defer")
