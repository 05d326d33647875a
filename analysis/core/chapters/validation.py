"""The roofline against measurements: fitted on DeepSeek's profile, loaded by its day, tested on everything else."""

import math

from analysis.core import ops
from analysis.core.graph import result

PROFILE = {"prefill_phase": "profile_prefill", "decode_phase": "profile_decode"}
DAY = {"prefill_phase": "day_prefill", "decode_phase": "day_decode"}


def _median(values):
    """The middle of some plain numbers, or the mean of the two in the middle."""
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def _tested(serving, values):
    """The values of the lines that are tests; lines with a condition missing are left out."""
    return ops.known({line: value for line, value in values.items() if serving[line].role in ("test_case", "frontier_case")})


def _reached(serving, values, role, phase):
    """The plain factors of the tests of one role and phase that the model serves at all."""
    lines = _tested(serving, values)
    return {line: value for line, value in lines.items() if value < math.inf and serving[line].role == role and serving[line].phase == phase}


def _largest(values):
    """The largest of some plain numbers; missing where there is none."""
    return max(values.values(), default=ops.Missing(("serving",)))


@result("token/s/GPU", over="serving")
def measured_speed(printed_speed, printed_gpus):
    """Published speed for each GPU.

    Source: the table's lines (our division).

    >>> measured_speed(14_800, 8)
    1850.0
    """
    return printed_speed / printed_gpus


@result("1")
def prefill_efficiency(measured_speed, roofline_speed):
    """Share of the roofline that DeepSeek's profile reaches in prefill: fitted on this line alone.

    Source: DeepSeek, profile-data, by SGLang (our division).
    """
    return measured_speed[PROFILE["prefill_phase"]] / roofline_speed[PROFILE["prefill_phase"]]


@result("1")
def decode_efficiency(measured_speed, roofline_speed):
    """Share of the roofline that DeepSeek's profile reaches in decode: fitted on this line alone.

    Source: DeepSeek, profile-data, by SGLang (our division).
    """
    return measured_speed[PROFILE["decode_phase"]] / roofline_speed[PROFILE["decode_phase"]]


@result("token/s/GPU", by="serving")
def fitted_speed(serving, roofline_speed, prefill_efficiency, decode_efficiency, latency_speed):
    """What the model says for the conditions of a line: its roofline times the fitted share of the phase, or its frontier.

    Leaves out uneven experts, scheduling and idle time beyond those of the profile.
    """
    share = {"prefill_phase": prefill_efficiency, "decode_phase": decode_efficiency}
    return {line: latency_speed[line] if line in latency_speed else roofline_speed[line] * share[serving[line].phase] for line in serving}


@result("token/s/GPU", by="serving")
def modelled_speed(serving, fitted_speed, prefill_model_error, decode_model_error, frontier_model_error):
    """The same with the error that tests have found.

    Leaves out uneven experts, scheduling and idle time beyond those of the profile.
    """
    error = {"prefill_phase": prefill_model_error, "decode_phase": decode_model_error}
    return {line: fitted_speed[line] * (frontier_model_error if serving[line].role == "frontier_case" else error[serving[line].phase]) for line in serving}


@result("1", over="serving")
def model_ratio(fitted_speed, measured_speed):
    """Model over measurement: above one the model promises too much.

    >>> model_ratio(120.0, 100.0)
    1.2
    """
    return fitted_speed / measured_speed


@result("1", over="serving")
def model_factor(model_ratio):
    """How far model and measurement lie apart, whichever is larger; without end where the model says that it cannot be done.

    >>> model_factor(0.5), model_factor(0.0)
    (2.0, inf)
    """
    return ops.maximum(model_ratio, ops.ratio(1, model_ratio, math.inf))


@result("1")
def tested_lines(serving, model_factor):
    """Published measurements on which the model is tested: not those it was fitted on, nor those with a condition missing.

    Source: the table's lines.
    """
    return ops.total({line: 1 for line in _tested(serving, model_factor)})


@result("1")
def tested_series(serving, model_factor):
    """Series of measurements, each by one team on one machine, from which the tests are.

    Source: the table's lines.
    """
    return ops.total({series: 1 for series in {serving[line].series_of for line in _tested(serving, model_factor)}})


@result("1", scalar=True)
def missed_lines(serving, model_factor):
    """Tests in which somebody measured what the model says cannot be done at all.

    Source: the table's lines.
    """
    return len([line for line, factor in _tested(serving, model_factor).items() if factor == math.inf])


@result("1")
def untested_lines(serving):
    """Published measurements that cannot be tested, since a condition is missing.

    Source: the table's lines.
    """
    return ops.total({line: 1 for line in serving if serving[line].role == "untested_case"})


@result("1", scalar=True)
def median_factor(serving, model_factor):
    """The factor between model and measurement in the middle of all tests.

    Source: the table's lines.
    """
    return _median(_tested(serving, model_factor).values())


@result("1", scalar=True)
def series_factor(serving, model_factor):
    """The same where each series of measurements counts once: the middle of the middles.

    Source: the table's lines.
    """
    lines = _tested(serving, model_factor)
    series = {serving[line].series_of for line in lines}
    return _median(_median(factor for line, factor in lines.items() if serving[line].series_of == one) for one in sorted(series))


@result("1", scalar=True)
def median_ratio(serving, model_ratio):
    """Model over measurement in the middle of all tests: above one the model promises too much.

    Source: the table's lines.
    """
    return _median(_tested(serving, model_ratio).values())


@result("1", scalar=True)
def worst_factor(serving, model_factor):
    """The largest factor between model and measurement of all tests that the model serves at all.

    Source: the table's lines.
    """
    return _largest({line: factor for line, factor in _tested(serving, model_factor).items() if factor < math.inf})


@result("1", scalar=True)
def worst_prefill_factor(serving, model_factor):
    """The largest factor between model and measurement of the tests in prefill.

    Source: the table's lines.
    """
    return _largest(_reached(serving, model_factor, "test_case", "prefill_phase"))


@result("1", scalar=True)
def worst_decode_factor(serving, model_factor):
    """The largest factor between model and measurement of the tests in decode whose batch is known.

    Source: the table's lines.
    """
    return _largest(_reached(serving, model_factor, "test_case", "decode_phase"))


@result("1", scalar=True)
def worst_frontier_factor(serving, model_factor):
    """The largest factor of the tests at a user's speed, whose deployment is unknown, among those that the model serves at all.

    Source: the table's lines.
    """
    return _largest(_reached(serving, model_factor, "frontier_case", "decode_phase"))


@result("1")
def prefill_load(measured_speed):
    """Speed of the disclosed day over the profile's in prefill: what idle time and real traffic leave.

    Source: DeepSeek, inference system overview and profile-data, by SGLang (our division).

    >>> round(prefill_load({"day_prefill": 32_206 / 8, "profile_prefill": 62_713 / 8}), 3)
    0.514
    """
    return measured_speed[DAY["prefill_phase"]] / measured_speed[PROFILE["prefill_phase"]]


@result("1")
def decode_load(model_ratio):
    """Speed of the disclosed day over what the fitted model gives for its batch and context: idle time and real traffic.

    Source: DeepSeek, inference system overview and profile-data, by SGLang (our division).

    >>> decode_load({"day_decode": 1.25})
    0.8
    """
    return 1 / model_ratio[DAY["decode_phase"]]
