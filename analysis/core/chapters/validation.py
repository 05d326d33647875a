"""The roofline against measurements: fitted on DeepSeek's profile, loaded by its day, tested on everything else."""

from analysis.core import ops
from analysis.core.graph import result

PROFILE = {"prefill_phase": "profile_prefill", "decode_phase": "profile_decode"}
DAY = {"prefill_phase": "day_prefill", "decode_phase": "day_decode"}


def _median(values):
    """The middle of some plain numbers, or the mean of the two in the middle."""
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def _tested(serving, values, phase):
    """The values of the lines that are tests, of one phase or of both; lines with a condition missing are left out."""
    return ops.known({line: value for line, value in values.items() if serving[line].role == "test_case" and phase in (serving[line].phase, "both_phases")})


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
def modelled_speed(serving, roofline_speed, prefill_efficiency, decode_efficiency):
    """What the model says for the conditions of a line: its roofline times the fitted share of the phase.

    Leaves out uneven experts, scheduling and idle time beyond those of the profile.
    """
    share = {"prefill_phase": prefill_efficiency, "decode_phase": decode_efficiency}
    return {line: roofline_speed[line] * share[serving[line].phase] for line in serving}


@result("1", over="serving")
def model_ratio(modelled_speed, measured_speed):
    """Model over measurement: above one the model promises too much.

    >>> model_ratio(120.0, 100.0)
    1.2
    """
    return modelled_speed / measured_speed


@result("1", over="serving")
def model_factor(model_ratio):
    """How far model and measurement lie apart, whichever is larger.

    >>> model_factor(0.5)
    2.0
    """
    return ops.maximum(model_ratio, 1 / model_ratio)


@result("1")
def tested_lines(serving, model_factor):
    """Published measurements on which the model is tested: not those it was fitted on, nor those with a condition missing.

    Source: the table's lines.
    """
    return ops.total({line: 1 for line in _tested(serving, model_factor, "both_phases")})


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
    return _median(_tested(serving, model_factor, "both_phases").values())


@result("1")
def worst_factor(serving, model_factor):
    """The largest factor between model and measurement of all tests.

    Source: the table's lines.
    """
    return ops.greatest(_tested(serving, model_factor, "both_phases"))


@result("1", scalar=True)
def median_ratio(serving, model_ratio):
    """Model over measurement in the middle of all tests: above one the model promises too much.

    Source: the table's lines.
    """
    return _median(_tested(serving, model_ratio, "both_phases").values())


@result("1")
def worst_prefill_factor(serving, model_factor):
    """The largest factor between model and measurement of the tests in prefill.

    Source: the table's lines.
    """
    return ops.greatest(_tested(serving, model_factor, "prefill_phase"))


@result("1")
def worst_decode_factor(serving, model_factor):
    """The largest factor between model and measurement of the tests in decode.

    Source: the table's lines.
    """
    return ops.greatest(_tested(serving, model_factor, "decode_phase"))


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
