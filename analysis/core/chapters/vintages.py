"""An archive of dated forecasts: what each came to be worth, by horizon, issuer, scope and by how it was found."""

from analysis.core import empirical, ops
from analysis.core.graph import result


@result("1", by="forecasts")
def forecast_ratio(forecasts, actuals, forecast_value, actual_value):
    """Outcome over forecast, in one scope and year; above one where the forecast was too low.

    Where no outcome in that very scope is known, there is no ratio. Restatements of the outcome are in it.
    """
    found = {(line.scope, line.actual_year): actual_value[key] for key, line in actuals.items()}
    keys = [key for key, line in forecasts.items() if (line.scope, line.target_year) in found]
    return {key: found[forecasts[key].scope, forecasts[key].target_year] / forecast_value[key] for key in keys}


@result("1", by="forecasts")
def forecast_error(forecast_ratio):
    """Logarithm of outcome over forecast: errors up and down weigh alike.

    >>> forecast_error({"a": 1.0})
    {'a': 0.0}
    """
    return {key: ops.log(ratio) for key, ratio in forecast_ratio.items()}


def _moment(date, months_per_year, days_per_common_year):
    """A date as a number of years; a year alone counts from its first day."""
    year, month, day, *_ = [*map(int, date.split("-")), 1, 1]
    return year + (month - 1) / months_per_year + (day - 1) / days_per_common_year


@result("year", by="forecasts", scalar=True)
def forecast_horizon(forecast_ratio, forecasts, months_per_year, days_per_common_year):
    """Years from the day of issue to the end of the target year, of forecasts whose outcome is known."""
    ends = {key: int(forecasts[key].target_year) + 1 for key in forecast_ratio}
    return {key: ends[key] - _moment(forecasts[key].forecast_date, months_per_year, days_per_common_year) for key in ends}


@result("year", by="capacity_figures", scalar=True)
def capacity_horizon(forecast_hit, capacity_figures, months_per_year, days_per_common_year):
    """Years from the day of issue to the end of the target year, of forecasts of capacity whose outcome is known."""
    ends = {key: int(capacity_figures[key].capacity_date.split("-")[0]) + 1 for key in forecast_hit}
    return {key: ends[key] - _moment(capacity_figures[key].forecast_date, months_per_year, days_per_common_year) for key in ends}


def _pooled(ratios, capacity_hits, horizons, capacity_horizons):
    """Whole years of horizon -> ratios of every scope, pooled."""
    classes = {key: int(years + 1 / 2) for key, years in {**horizons, **capacity_horizons}.items()}
    return empirical.grouped({**ratios, **capacity_hits}, classes)


@result("1", scalar=True)
def horizon_cases(forecast_ratio, forecast_hit, forecast_horizon, capacity_horizon):
    """How many forecasts of each length, in whole years, have met their outcome."""
    pooled = _pooled(forecast_ratio, forecast_hit, forecast_horizon, capacity_horizon)
    return {years: float(len(cases)) for years, cases in pooled.items()}


@result("1", scalar=True)
def horizon_middle(forecast_ratio, forecast_hit, forecast_horizon, capacity_horizon):
    """Median of outcome over forecast, by length in whole years."""
    pooled = _pooled(forecast_ratio, forecast_hit, forecast_horizon, capacity_horizon)
    return {years: empirical.quantile(cases, 1 / 2) for years, cases in pooled.items()}


@result("1", scalar=True)
def horizon_low(forecast_ratio, forecast_hit, forecast_horizon, capacity_horizon, fan_share, least_cases):
    """Lower end of the middle share of outcomes over forecasts, by length; none where there are too few cases."""
    pooled = _pooled(forecast_ratio, forecast_hit, forecast_horizon, capacity_horizon)
    return {years: empirical.quantile(cases, (1 - fan_share) / 2) for years, cases in pooled.items() if len(cases) >= least_cases}


@result("1", scalar=True)
def horizon_high(forecast_ratio, forecast_hit, forecast_horizon, capacity_horizon, fan_share, least_cases):
    """Upper end of the middle share of outcomes over forecasts, by length; none where there are too few cases."""
    pooled = _pooled(forecast_ratio, forecast_hit, forecast_horizon, capacity_horizon)
    return {years: empirical.quantile(cases, (1 + fan_share) / 2) for years, cases in pooled.items() if len(cases) >= least_cases}


def _means(errors, keys):
    """Geometric mean of outcome over forecast of some forecasts."""
    return ops.exp(ops.total([errors[key] for key in keys]) / len(keys))


def _by(errors, forecasts, column):
    """Word of a text column -> forecasts with an error."""
    words = dict.fromkeys(getattr(forecasts[key], column) for key in errors)
    return {word: [key for key in errors if getattr(forecasts[key], column) in [word]] for word in words}


@result("1", by="issuers")
def issuer_bias(forecast_error, forecasts):
    """Geometric mean of outcome over forecast of one issuer; above one where it was too low on the whole.

    Forecasts of one issuer on one market lean on each other: they are no independent tests.
    """
    return {word: _means(forecast_error, keys) for word, keys in _by(forecast_error, forecasts, "issuer").items()}


@result("1", by="issuers", scalar=True)
def issuer_cases(forecast_error, forecasts):
    """Forecasts of one issuer whose outcome is known."""
    return {word: float(len(keys)) for word, keys in _by(forecast_error, forecasts, "issuer").items()}


@result("1", by="scopes")
def scope_bias(forecast_error, forecasts):
    """Geometric mean of outcome over forecast in one scope; above one where forecasts were too low on the whole."""
    return {word: _means(forecast_error, keys) for word, keys in _by(forecast_error, forecasts, "scope").items()}


@result("1", by="scopes", scalar=True)
def scope_cases(forecast_error, forecasts):
    """Forecasts in one scope whose outcome is known."""
    return {word: float(len(keys)) for word, keys in _by(forecast_error, forecasts, "scope").items()}


@result("1")
def found_bias(forecast_error, forecast_hit, forecasts, capacity_figures):
    """Geometric mean of outcome over forecast, by how the forecasts were found.

    Series were taken whole, as far as copies were at hand; single ones because somebody quoted them.
    """
    errors = {**forecast_error, **{key: ops.log(ratio) for key, ratio in forecast_hit.items()}}
    return {word: _means(errors, keys) for word, keys in _by(errors, {**forecasts, **capacity_figures}, "found_as").items()}


@result("1", scalar=True)
def found_cases(forecast_error, forecast_hit, forecasts, capacity_figures):
    """Forecasts whose outcome is known, by how they were found."""
    known = {**forecast_error, **forecast_hit}
    return {word: float(len(keys)) for word, keys in _by(known, {**forecasts, **capacity_figures}, "found_as").items()}


def _issued(forecasts, capacity_figures):
    """The issuer of every forecast, of money and of capacity."""
    return [line.issuer for line in [*forecasts.values(), *(line for line in capacity_figures.values() if line.capacity_kind == "capacity_forecast")]]


@result("1", scalar=True)
def forecasts_listed(forecasts, capacity_figures):
    """Forecasts in the archive."""
    return float(len(_issued(forecasts, capacity_figures)))


@result("1", scalar=True)
def forecasts_met(forecast_ratio, forecast_hit):
    """Forecasts in the archive whose outcome in the same scope is known."""
    return float(len(forecast_ratio) + len(forecast_hit))


@result("1", scalar=True)
def forecasts_low_share(forecast_ratio, forecast_hit):
    """Share of the forecasts with a known outcome that were too low."""
    ratios = [*forecast_ratio.values(), *forecast_hit.values()]
    return len([ratio for ratio in ratios if ratio > 1]) / len(ratios)


@result("1")
def low_forecast_rate(forecasts_low_share, forecasts_met, sampling_deviate):
    """Share of forecasts of this kind that come out too low, judged by the cases at hand; its interval is Wilson's.

    Leaves out that forecasts of one issuer err together, so that the interval is narrower than it should be.
    Source: Wilson, Probable Inference, Journal of the American Statistical Association 22 (1927).

    >>> low_forecast_rate(0.75, 100.0, 0.0)
    0.75
    """
    square = sampling_deviate**2 / forecasts_met
    spread = ops.sqrt(forecasts_low_share * (1 - forecasts_low_share) / forecasts_met + (sampling_deviate / (2 * forecasts_met)) ** 2)
    return (forecasts_low_share + square / 2 + sampling_deviate * spread) / (1 + square)


@result("1", scalar=True)
def issuers_listed(forecasts, capacity_figures):
    """Issuers in the archive."""
    return float(len(set(_issued(forecasts, capacity_figures))))


@result("1", scalar=True)
def largest_issuer_share(forecasts, capacity_figures):
    """Share of the archive that comes from the issuer with the most forecasts."""
    names = _issued(forecasts, capacity_figures)
    return max(names.count(name) for name in names) / len(names)
