"""Names that numbers had before: an old name still reaches the row, column or function that bears another one today."""


def former_names(catalogue, functions=()):
    """Old name -> name of today, of rows and columns (several old names are parted by spaces) and of functions."""
    return {old: new for old, new, _ in _renamings(catalogue, functions)}


def _renamings(catalogue, functions):
    """(old name, name of today, place) of every renaming."""
    columns = [column for table in catalogue.columns.values() for column in table.values()]
    told = [(row.name, row.formerly.split(), row.where) for row in catalogue.rows.values()]
    told += [(column["column"], column.get("formerly", "").split(), column["where"]) for column in columns]
    told += [(function.name, function.formerly, function.where) for function in getattr(functions, "values", tuple)()]
    return [(old, new, where) for new, before, where in told for old in before]


def current(catalogue, functions, name):
    """The name of today of a number; a name that no number had before stays as it is."""
    base, dot, keys = name.partition(".")
    return former_names(catalogue, functions).get(base, base) + dot + keys


def current_column(catalogue, name):
    """The same for the head of a column in a reader's file, where a range stands beside its cell."""
    end = next((end for end in ("_low", "_high", "_basis") if name.endswith(end)), "")
    base = name.removesuffix(end)
    return current(catalogue, (), base) + end if base in former_names(catalogue) else current(catalogue, (), name)


def renamed(catalogue, functions, names):
    """(old name, name of today) of those names that a number had before."""
    return [(name, current(catalogue, functions, name)) for name in names if current(catalogue, functions, name) != name]


def former_problems(catalogue, functions):
    """Problems in old names: one that is a name of today, or that two numbers claim."""
    taken, seen = {*catalogue.rows, *catalogue.tables, *functions, *(c for columns in catalogue.columns.values() for c in columns)}, {}
    for old, new, where in _renamings(catalogue, functions):
        if old in taken:
            yield f"{where}: formerly '{old}': expected a name that nothing has today"
        elif seen.setdefault(old, new) != new:
            yield f"{where}: formerly '{old}': expected a name that one number had; '{seen[old]}' had it too"
