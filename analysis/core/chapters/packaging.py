"""How many packages a wafer carries: a grid of interposers on a round wafer, against the usual formula and against what is printed."""

import math

from analysis.core import ops, packing
from analysis.core.graph import result


@result("mm*mm", over="size_classes", reproduces="printed_area")
def class_area(reticle_count, reticle_area):
    """Area of an interposer of a size class: its reticles times the area of one exposure.

    Leaves out the lines between exposures. Source: TSMC technology symposium, April 2025 (3.3 reticles are 2,831 mm²).

    >>> class_area(2.0, 858.0)
    1716.0
    """
    return reticle_count * reticle_area


@result("mm*mm", over="interposers")
def interposer_area(package_width, package_height):
    """Area of one shape.

    Geometry.

    >>> interposer_area(33.0, 52.0)
    1716.0
    """
    return package_width * package_height


@result("package/wafer", over="interposers", scalar=True)
def wafer_packing(package_width, package_height, usable_diameter):
    """Packages that a wafer carries: whole cells of a regular grid at the best place of that grid.

    Leaves out marks and test fields, and grids whose rows are shifted against each other, which a straight saw cannot part.
    Source: geometry; the count is exact.

    >>> wafer_packing(33.0, 52.0, 294.0)
    29.0
    """
    return float(packing.best(package_width, package_height, usable_diameter).count)


@result("package/wafer", over="interposers")
def formula_packages(interposer_area, wafer_diameter, circle_number, one_package):
    """Packages by the usual formula: wafer area over package area, less a term for the edge.

    It is an approximation for small dies. Source: the formula of die calculators, wafer diameter d and area S:
    pi d²/4S - pi d/√2S.

    >>> round(formula_packages(1716.0, 300.0, 3.141592653589793, 1.0), 1)
    25.1
    """
    whole, edge = (wafer_diameter / 2) ** 2 / interposer_area, wafer_diameter / ops.sqrt(2 * interposer_area)
    return circle_number * (whole - edge) * one_package


@result("1", over="interposers")
def formula_ratio(formula_packages, wafer_packing):
    """The usual formula over the exact count.

    Our division.

    >>> formula_ratio(12.0, 16.0)
    0.75
    """
    return ops.ratio(formula_packages, wafer_packing, 0)


def _used(interposers):
    """Size class -> the shape that stands for it; refused unless each class has one."""
    used = [(line.size_class, shape) for shape, line in interposers.items() if line.shape_role == "shape_used"]
    return packing.one_each("interposers", "shape_used", used, {line.size_class for line in interposers.values()})


@result("mm", by="interposers", scalar=True)
def grid_left(interposers, usable_diameter):
    """How far to the right of the wafer's centre a corner of the best grid lies, for the shapes that are used.

    The picture is drawn from it. Geometry.
    """
    lines = {shape: interposers[shape] for shape in _used(interposers).values()}
    return {shape: packing.best(line.package_width, line.package_height, usable_diameter).x for shape, line in lines.items()}


@result("mm", by="interposers", scalar=True)
def grid_up(interposers, usable_diameter):
    """How far above the wafer's centre that corner lies.

    The picture is drawn from it. Geometry.
    """
    lines = {shape: interposers[shape] for shape in _used(interposers).values()}
    return {shape: packing.best(line.package_width, line.package_height, usable_diameter).y for shape, line in lines.items()}


@result("package/wafer", by="size_classes", reproduces="printed_packages")
def class_packages(interposers, wafer_packing):
    """Packages a wafer of each size class, in the shape that stands for it.

    Leaves out yield. Source: an industry report of 2024 prints about 29 and 16, JPMorgan 9.
    """
    return {size: wafer_packing[shape] for size, shape in _used(interposers).items()}


def _of_class(interposers, wafer_packing, size):
    """The packings of all shapes of a size class."""
    return [wafer_packing[shape] for shape, line in interposers.items() if line.size_class in (size,)]


@result("package/wafer", by="size_classes")
def fewest_packages(interposers, wafer_packing):
    """Packages a wafer in the worst of the shapes of one size class.

    Leaves out shapes that nobody has put into the table. Geometry.
    """
    return {size: ops.least(_of_class(interposers, wafer_packing, size)) for size in _used(interposers)}


@result("package/wafer", by="size_classes")
def most_packages(interposers, wafer_packing):
    """Packages a wafer in the best of the shapes of one size class.

    Leaves out shapes that nobody has put into the table. Geometry.
    """
    return {size: ops.greatest(_of_class(interposers, wafer_packing, size)) for size in _used(interposers)}


@result("package/wafer", by="size_classes")
def wafer_packages(class_packages, fewest_packages, most_packages, shape_chance):
    """Packages a wafer, with the shape left open within its size class.

    Leaves out yield. Our sum: at nought the shape that is used, at one end the best, at the other the worst.

    >>> wafer_packages({"a": 29.0}, {"a": 28.0}, {"a": 30.0}, 0.0)
    {'a': 29.0}
    """
    up, down = ops.maximum(shape_chance, 0), ops.minimum(shape_chance, 0)
    return {
        size: used + up * (most_packages[size] - used) + down * (used - fewest_packages[size])
        for size, used in class_packages.items()
    }  # fmt: skip


@result("1", by="package_claims")
def claimed_ratio(package_claims, class_packages):
    """What is printed for packages a wafer over the exact count for that size.

    Leaves out yield, but where the claim counts it. Our division.
    """
    return {claim: ops.ratio(line.claimed_packages, class_packages[line.claimed_size], math.inf) for claim, line in package_claims.items()}
