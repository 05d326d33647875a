"""The command line: `python -m analysis`, also installed as `compute-ledger`."""

import argparse
import datetime
import json
import os
import sys
from pathlib import Path

from analysis.core.graph import GraphError, nearest
from analysis.messages import LANGUAGES, Refusal, Refusals, say

DESCRIPTION = "Compute Ledger: every number is a row or a function; every sentence asks for it by name."
EXAMPLES = """examples:
  python -m analysis results                                   every number, worded
  python -m analysis results --set h800_hour_price=3 --json    the same with one price changed, as JSON
  python -m analysis results --set 'h800_hour_price=3 (2.5 to 4)' --set server_price.h800_sxm='30000 USD/GPU'
  python -m analysis explain v3_final_run_cost                 from a number down to its sources
  python -m analysis cite v3_final_run_cost                    a source note for a number, a page or a figure
  python -m analysis cite training_cost#figure-scope_ladder --style apa
  python -m analysis cite v3_final_run_cost --edition 2026.11  the same as a frozen edition says it
  python -m analysis book --scenario dearer_rent --out mine    a complete site with your inputs
  python -m analysis notebooks --out pages                     the pages as .ipynb, for plain papermill
  python -m analysis classify mine.csv --on 2026-01-15         the export-control class of your own chips
  python -m analysis check                                     whether data, formulas, pages and languages agree
  python -m analysis check --stamp training_cost               after a change in both languages of a page
  python -m analysis edition 2026.11                           freeze results and site under a date; without a name: verify all
  python -m analysis edition --errata                          tell the readers of frozen editions what they say wrong
  python -m analysis diff 2026.11 draft                        every number that changed, by how much, and why
"""


def parser():
    """The command line's grammar."""
    top = argparse.ArgumentParser(prog="python -m analysis", description=DESCRIPTION, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter)
    calls = top.add_subparsers(dest="call", required=True, metavar="CALL")
    results = _call(calls, "results", "every number of the book", changes=True)
    results.add_argument("--json", action="store_true", help="as JSON: value, low, high, unit, label, text, sources of each number")
    explain = _call(calls, "explain", "the tree from a number to its rows and sources", changes=True)
    explain.add_argument("name", help="a number, e.g. v3_final_run_cost or owner_hour_price.h800_sxm; a name with lines explains each")
    cite = _call(calls, "cite", "a citation of one number, page or figure; none of your own calculation", changes=True)
    cite.add_argument("target", metavar="NAME|PAGE|FIGURE", help="v3_final_run_cost, training_cost, or training_cost#figure-scope_ladder as in the address of the figure")
    cite.add_argument("--style", default="note", help="note (one line, the default), apa, chicago (entry of a bibliography), korean, bibtex, csl-json, or all")
    cite.add_argument("--edition", default="draft", metavar="NAME", help="a frozen edition, such as 2026.11: what it said, at its address (default: draft, the numbers as they are now)")
    cite.add_argument("--accessed", metavar="DATE", help="the day on which you read it, such as 2026-11-22; said where the site has an address (html: baseurl: in _config.yml)")
    book = _call(calls, "book", "build the site in both languages", changes=True, lang_list=True)
    book.add_argument("--out", type=Path, help="where the site goes (default: _site; with replacements: _site_custom)")
    notebooks = _call(calls, "notebooks", "the pages as .ipynb files that plain papermill runs", lang_list=True)
    notebooks.add_argument("--out", type=Path, default=Path("notebooks"), help="folder for the files (default: notebooks)")
    classify = _call(calls, "classify", "the export-control class of your own chips, on a day; an analysis, not legal advice")
    classify.add_argument("file", metavar="FILE", help="a CSV file with columns of the table chips (or memory_stacks); an empty cell of a published part keeps its figure")
    classify.add_argument("--on", metavar="DATE", help="a day such as 2023-11-17 (default: the day of this edition)")
    classify.add_argument("--json", action="store_true", help="as JSON: class, deciding inequality, margins, the five columns, questions of each part")
    classify.add_argument("--table", action="append", default=[], metavar="TABLE=FILE", dest="tables", help="add rules and conditions of your own: rules=mine.csv conditions=limits.csv")
    check = _call(calls, "check", "check data, formulas and pages without building")
    check.add_argument("--stamp", nargs="?", const="", metavar="PAGE", help="instead: note which English each Korean section (of one page) reflects")
    check.add_argument("--reason", help="with --stamp: why the Korean still holds though only the English changed; kept in the stamp")
    check.add_argument("--write", action="store_true", help="also write the generated files anew (book/references.bib, data/classes.csv, two lines of CITATION.cff)")
    edition = _call(calls, "edition", "freeze an edition: results, site and list of changes, added to the branch published")
    edition.add_argument("name", metavar="NAME", nargs="?", help="year and month, later than every other edition: 2026.11; without it every edition is verified and listed")
    edition.add_argument("--errata", action="store_true", help="no new edition: write data/errata.csv beside the frozen ones, whose pages then say it")
    diff = _call(calls, "diff", "every number that changed between two editions: old, new, per cent and cause")
    diff.add_argument("editions", metavar="EDITION", nargs=2, help="names of frozen editions, or draft for the numbers as they are now")
    diff.add_argument("--json", action="store_true", help="as JSON: name, kind, was, now, per_cent, causes (data, parameter, method, code) of each number")
    return top


def _call(calls, name, help_text, changes=False, lang_list=False):
    call = calls.add_parser(name, help=help_text, description=help_text[0].upper() + help_text[1:] + ".", epilog=EXAMPLES,
                            formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    call.add_argument("--lang", default="en,ko" if lang_list else "en", help="en or ko" + ("; both: en,ko (default)" if lang_list else " (default: en)"))
    call.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    if changes:
        call.add_argument("--scenario", default="", help="a named set of replacements, a file of data/scenarios")
        call.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="sets",
                          help="replace a row or cell: h800_hour_price=3, server_price.h800_sxm='30000 USD/GPU', 'h800_hour_price=3 (2.5 to 4)'")  # fmt: skip
        call.add_argument("--table", action="append", default=[], metavar="TABLE=FILE", dest="tables",
                          help="add lines to a table or replace them from a CSV file with an id column: rents=mine.csv")  # fmt: skip
    return call


def main(argv=None):
    """Run one call; the exit status is 2 where something given, or data or formulas, were refused, 1 where pages are wrong."""
    args = parser().parse_args(argv)
    from analysis.catalogue import CatalogueError
    from analysis.project import HOME

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    args.root = (args.root or HOME).resolve()
    lang = args.lang.split(",")[0] if args.lang.split(",")[0] in LANGUAGES else "en"
    try:
        args.langs = languages(args.lang, single=args.call in ("results", "explain", "cite", "classify", "check", "edition", "diff"))
        status = CALLS[args.call](args)
        sys.stdout.flush()
        return status
    except (Refusal, Refusals) as refusal:
        print(f"{refusal.text(lang)}\n{say('head', lang)}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # `results | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (CatalogueError, GraphError) as error:
        problems = getattr(error, "problems", [str(error)])
        print(*(getattr(problem, "korean", problem) if lang == "ko" else problem for problem in problems), say("head", lang), sep="\n", file=sys.stderr)
        return 1 if args.call == "check" else 2


def languages(text, single=False):
    """The languages of a `--lang` value; refuses unknown ones."""
    found = text.split(",")
    for lang in found:
        if lang not in LANGUAGES or (single and len(found) > 1):
            raise Refusal("unknown_language", name=text if single else lang, allowed=", ".join(LANGUAGES))
    return found


def given(args):
    """What the reader replaces, as arguments of `compute`."""
    from analysis.replacements import split_settings

    return {"scenario": args.scenario, "sets": split_settings(args.sets), "tables": split_settings(args.tables, "rents=mine.csv")}


def _tell_renamed(results, names, lang):
    """Say on standard error which old names were understood."""
    from analysis.catalogue.formerly import renamed

    for old, name in renamed(results.catalogue, results.graph.functions, names):
        print(say("renamed", lang, old=old, name=name), file=sys.stderr)


def _results(args):
    from analysis.results import RANGE, compute

    changes = given(args)
    results = compute(args.root, **changes)
    _tell_renamed(results, [name for name, _ in changes["sets"]], args.langs[0])
    if args.json:
        print(results.to_json(), end="")
        return 0
    lang = args.langs[0]
    width = max(map(len, results.numbers))
    for name in results.numbers:
        interval = results.range_words(name, lang)
        shown = f"{results.words(name, lang)}  ({RANGE['interval'][lang].format(interval)})" if interval else results.words(name, lang)
        print(f"{name:<{width}}  {shown}  [{results.label(name, lang)}]")
    return 0


def _explain(args):
    from analysis.catalogue.formerly import current
    from analysis.explain import explain
    from analysis.results import compute

    changes, asked = given(args), args.name.replace("__", ".")
    results = compute(args.root, **changes)
    _tell_renamed(results, [asked, *(name for name, _ in changes["sets"])], args.langs[0])
    name = current(results.catalogue, results.graph.functions, asked)
    if not results.with_prefix(name):
        raise Refusal("unknown_number", nearest(name, results.numbers), name=name)
    print(explain(results, name, args.langs[0]), end="")
    return 0


def _cite(args):
    from analysis.book.frozen_targets import find_frozen
    from analysis.book.pages import base_url
    from analysis.book.targets import find
    from analysis.citing.forms import STYLES, forms
    from analysis.editions.frozen import DRAFT, read
    from analysis.results import compute

    lang, changes = args.langs[0], given(args)
    if args.style not in (*STYLES, "all"):
        raise Refusal("unknown_style", nearest(args.style.lower(), STYLES), name=args.style, allowed=", ".join((*STYLES, "all")))
    accessed, kept = _day(args.accessed), read(args.root, args.edition) if args.edition != DRAFT else None
    results = compute(args.root, **changes)
    if results.changes:
        raise Refusal("own_numbers", name=", ".join(dict.fromkeys(change.name for change in results.changes)))
    _tell_renamed(results, [args.target.replace("__", ".")], lang)
    base = base_url(args.root)
    if accessed and not base:
        print(say("no_address", lang, name="--accessed"), file=sys.stderr)
    record = find_frozen(args.root, results, kept, args.target, lang, base) if kept else find(args.root, results, args.target, lang, base)
    made = forms(record, accessed)
    print("\n\n".join(f"{style}\n{text}" for style, text in made.items()) if args.style == "all" else made[args.style])
    return 0


def _day(text):
    """A day that somebody gave, or None."""
    try:
        return datetime.date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise Refusal("bad_date", name="--accessed", value=text) from None


def _classify(args):
    from analysis.classify.words import document, page
    from analysis.classify import classify
    from analysis.replacements import split_settings

    day, parts, book = classify(args.root, args.file, args.on, split_settings(args.tables, "rules=mine.csv"))
    print(document(book, day, parts) if args.json else page(book, day, parts, args.langs[0]))
    return 0


def _book(args):
    from analysis.book.build import build

    return build(args.root, given(args), args.langs, args.out)


def _notebooks(args):
    from analysis.book.notebooks import write_notebooks

    write_notebooks(args.root, args.langs, args.out)
    return 0


def _check(args):
    from analysis.book.check import check, stamp

    if args.stamp is None and args.reason is not None:
        parser().error("--reason goes with --stamp")
    return check(args.root, args.write, args.langs[0]) if args.stamp is None else stamp(args.root, args.stamp, args.reason)


def _edition(args):
    from analysis.editions.publish import listed, publish

    if args.name and args.errata:
        parser().error("--errata goes without a name")
    return publish(args.root, args.name) if args.name else listed(args.root, args.errata)


def _diff(args):
    from analysis.editions.compare import compare, to_list
    from analysis.editions.frozen import DRAFT, freeze, read
    from analysis.editions.words import report
    from analysis.results import compute

    found = [None if name == DRAFT else read(args.root, name) for name in args.editions]
    results = compute(args.root)
    changes = compare(*(one or freeze(results) for one in found))
    print(json.dumps(to_list(changes), ensure_ascii=False, indent=1) if args.json else report(results, changes, args.langs[0]))
    return 0


CALLS = {"edition": _edition, "diff": _diff, "results": _results, "explain": _explain, "cite": _cite, "book": _book, "notebooks": _notebooks, "classify": _classify, "check": _check}

if __name__ == "__main__":
    sys.exit(main())
