"""Outlooks to 2030 and a fan made of recorded errors; what packaging and electricity would have to give for each."""

from analysis.core import ops
from analysis.core.graph import result


@result("1", by="outlooks", scalar=True)
def outlook_steps(outlooks, outlook_last_day):
    """Years since the start of an outlook, for each of its years."""
    firsts, last = {key: int(line.outlook_base_year) for key, line in outlooks.items()}, int(outlook_last_day.split("-")[0])
    if wrong := [key for key, first in firsts.items() if first > last]:
        raise ValueError(f"outlooks: {wrong[0]} starts in {firsts[wrong[0]]}, after {last}, the last year that is drawn")
    return {key: {year: float(year - first) for year in range(first, last + 1)} for key, first in firsts.items()}


@result("USD", by="outlooks")
def outlook_path(outlook_base, outlook_growth, growth_fade, outlook_steps, one_year):
    """Size in each year of an outlook.

    A named outlook is a line of a table and no probability. Growth may keep or lose strength from year to year.
    """
    return {key: _years(outlook_base[key], outlook_growth[key], growth_fade[key], steps, one_year) for key, steps in outlook_steps.items()}


def _years(size, growth, fade, steps, one_year):
    """Year -> size, each year grown from the one before; the first as it is."""
    sizes = {}
    for year, step in steps.items():
        sizes[year] = size = ops.compound(size, growth * fade ** ops.maximum(step - 1, 0), ops.minimum(step, 1) * one_year)
    return sizes


@result("USD", by="outlooks")
def outlook_end(outlook_path):
    """Size of an outlook in its last year."""
    return {key: list(path.values())[-1] for key, path in outlook_path.items()}


@result("1", by="outlooks")
def outlook_multiple(outlook_end, nvidia_datacenter_2025):
    """Size of an outlook in its last year over the revenue of 2025."""
    return {key: end / nvidia_datacenter_2025 for key, end in outlook_end.items()}


@result("USD", by="outlooks", scalar=True)
def outlook_sum(outlook_path, fan_horizon):
    """Sum of an outlook over the years of the projection: the years before it are known and no outlook."""
    return {key: ops.total([size for year, size in path.items() if year in fan_horizon]) for key, path in outlook_path.items()}


@result("year", scalar=True)
def fan_horizon(outlook_last_day, projection_day, months_per_year, days_per_common_year):
    """Years from the day on which the outlooks rest to the end of each year."""
    year, month, day = map(int, projection_day.split("-"))
    moment = year + (month - 1) / months_per_year + (day - 1) / days_per_common_year
    return {one: one + 1 - moment for one in range(year, int(outlook_last_day.split("-")[0]) + 1)}


def _lengths(horizons):
    """Year -> whole years of horizon."""
    return {year: int(years + 1 / 2) for year, years in horizons.items()}


@result("USD", scalar=True)
def fan_path(outlooks, outlook_path):
    """The outlook at the centre of the fan.

    Refuses none and several: the centre is one outlook.
    """
    centres = [key for key, line in outlooks.items() if line.fan_centre == "yes"]
    if len(centres) != 1:
        raise ValueError(f"outlooks: the fan has {len(centres)} centres ({', '.join(centres)}); fan_centre is yes on one line")
    return outlook_path[centres[0]]


@result("USD", scalar=True)
def fan_low(fan_path, fan_horizon, horizon_low):
    """Lower end of the fan: the centre times an outcome over forecast of that length; only where there are enough cases."""
    lengths = _lengths(fan_horizon)
    return {year: fan_path[year] * horizon_low[years] for year, years in lengths.items() if years in horizon_low}


@result("USD", scalar=True)
def fan_middle(fan_path, fan_horizon, horizon_middle, horizon_low):
    """Middle of the fan: the centre times the median of outcome over forecast of that length."""
    lengths = _lengths(fan_horizon)
    return {year: fan_path[year] * horizon_middle[years] for year, years in lengths.items() if years in horizon_low}


@result("USD", scalar=True)
def fan_high(fan_path, fan_horizon, horizon_high):
    """Upper end of the fan: the centre times an outcome over forecast of that length; only where there are enough cases."""
    lengths = _lengths(fan_horizon)
    return {year: fan_path[year] * horizon_high[years] for year, years in lengths.items() if years in horizon_high}


@result("1", scalar=True)
def fan_cases(fan_horizon, horizon_cases):
    """Recorded errors behind each year of the projection."""
    return {year: horizon_cases.get(years, 0) for year, years in _lengths(fan_horizon).items()}


@result("USD", scalar=True)
def single_cases(fan_path, fan_horizon, horizon_low, forecast_ratio, forecast_hit, forecast_horizon, capacity_horizon):
    """The centre times each recorded outcome over forecast, in years with too few cases for a fan."""
    lengths = {year: years for year, years in _lengths(fan_horizon).items() if years not in horizon_low}
    own, ratios = _lengths({**forecast_horizon, **capacity_horizon}), {**forecast_ratio, **forecast_hit}
    return {year: {key: fan_path[year] * ratio for key, ratio in ratios.items() if own[key] == years} for year, years in lengths.items()}
