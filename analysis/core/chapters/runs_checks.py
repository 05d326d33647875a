"""What checks a run: operations over hours, hours over utilisation, energy and emissions, the parts of a server."""

import math

from analysis.core import ops
from analysis.core.graph import result

LLAMA31 = ("llama31_8b", "llama31_70b", "llama31_405b")
LLAMA4 = ("llama4_scout", "llama4_maverick")


@result("FLOP", over="runs")
def training_flop(training_flop_factor, active_parameters, tokens):
    """Operations of a run: six for each active parameter and token.

    Leaves out attention, whose share grows with the length of the text. Source: Kaplan et al. (2020).

    >>> training_flop(6, 37e9, 14.8e12)
    3.2856e+24
    """
    return training_flop_factor * active_parameters * tokens


@result("FLOP/s/GPU", by="runs")
def run_peak(runs, tops_fp16):
    """Peak of the chip of a run in 16-bit arithmetic, dense.

    Taken for runs in FP8 too, so that they can be compared. Source: table `chips`.
    """
    return {run: tops_fp16[line.chip] for run, line in runs.items()}


@result("1", over="runs")
def model_flop_utilisation(training_flop, gpu_hours, seconds_per_hour, run_peak):
    """Model FLOP utilisation: six operations for each parameter and token, over all hours of the run and the 16-bit peak.

    Leaves out attention above the line; hours of restarts and later stages stand below it.

    >>> round(model_flop_utilisation(3.2856e24, 2_664_000, 3_600, 989e12), 4)
    0.3464
    """
    return training_flop / (gpu_hours * seconds_per_hour * run_peak)


@result("GPU*hour", over="runs")
def flop_based_hours(training_flop, default_utilisation, run_peak, seconds_per_hour):
    """Hours that the operations of a run take at the median of published utilisations.

    Says nothing on restarts or on attention. Source: Epoch AI, cost code.

    >>> round(flop_based_hours(3.6e21, 0.5, 1e15, 3_600))
    2000
    """
    return training_flop / (run_peak * default_utilisation * seconds_per_hour)


@result("USD", over="runs")
def flop_based_cost(flop_based_hours, run_rent):
    """Rented price of a run whose hours are worked out from its operations.

    Leaves out what `run_cost` and `flop_based_hours` leave out.

    >>> flop_based_cost(2_000, 2.0)
    4000.0
    """
    return flop_based_hours * run_rent


@result("GPU*hour", by="publications")
def closing_hours(training_flop, reported_utilisation, run_peak, seconds_per_hour):
    """Hours that a run would take if the reported utilisation held throughout.

    Leaves out restarts, other stages and slow phases: that is what the comparison shows. Source: our division.
    """
    paces = {run: part * run_peak[run] * seconds_per_hour for run, part in reported_utilisation.items()}
    return {run: training_flop[run] / pace for run, pace in paces.items()}


@result("1", by="publications")
def unexplained_share(closing_hours, gpu_hours):
    """Share of the hours of a run that its reported utilisation does not explain.

    Restarts, other stages and slow phases together; sources do not part them.

    >>> unexplained_share({"llama31_405b": 75.0}, {"llama31_405b": 100.0})
    {'llama31_405b': 0.25}
    """
    return {run: 1 - hours / gpu_hours[run] for run, hours in closing_hours.items()}


@result("FLOP")
def v3_training_flop(training_flop):
    """Operations of V3's pre-training.

    Leaves out attention. Source: as `training_flop`.

    >>> v3_training_flop({"deepseek_v3": 3.2856e24})
    3.2856e+24
    """
    return training_flop["deepseek_v3"]


@result("1", by="utilisation_readings", reproduces="printed_utilisation")
def reading_utilisation(utilisation_readings, seconds_per_hour, tops_fp8, tops_fp16):
    """Utilisation by one numerator and one denominator; missing where the numerator was not published.

    Source: our division.
    """
    found = {}
    for name, line in utilisation_readings.items():
        peak = tops_fp8[line.chip] if line.precision == "precision_fp8" else tops_fp16[line.chip]
        worked_out = line.reading_flop / (line.reading_hours * seconds_per_hour)
        found[name] = ops.ratio(worked_out if line.numerator == "six_n_d" else line.reading_rate, peak, math.inf)
    return found


@result("W*hour", by="runs")
def board_energy(runs, gpu_hours, board_power):
    """Electricity of a run as model cards count it: hours times rated power.

    Leaves out the rest of the server and the data center. Source: Llama 3.1 model card.
    """
    return {run: gpu_hours[run] * board_power[line.chip] for run, line in runs.items()}


@result("tCO2/W/hour", by="publications")
def emission_intensity(reported_emissions, board_energy):
    """Emissions for each unit of electricity that a model card implies.

    Leaves out what `board_energy` leaves out. Source: Llama 3.1 and Llama 4 model cards (our division).

    >>> emission_intensity({"llama31_405b": 10.0}, {"llama31_405b": 5.0})
    {'llama31_405b': 2.0}
    """
    return {run: tonnes / board_energy[run] for run, tonnes in reported_emissions.items()}


@result("GPU*hour")
def llama31_hours(gpu_hours):
    """GPU-hours of the three Llama 3.1 models.

    Source: Llama 3.1 model card.

    >>> llama31_hours({"llama31_8b": 1.0, "llama31_70b": 2.0, "llama31_405b": 3.0})
    6.0
    """
    return ops.total({run: gpu_hours[run] for run in LLAMA31})


@result("tCO2")
def llama31_emissions(reported_emissions):
    """Emissions of the three Llama 3.1 models.

    Source: Llama 3.1 model card.

    >>> llama31_emissions({"llama31_8b": 1.0, "llama31_70b": 2.0, "llama31_405b": 3.0})
    6.0
    """
    return ops.total({run: reported_emissions[run] for run in LLAMA31})


@result("GPU*hour")
def llama4_hours(gpu_hours):
    """GPU-hours of the two published Llama 4 models.

    Leaves out the larger model that taught them. Source: Llama 4 model card.

    >>> llama4_hours({"llama4_scout": 1.0, "llama4_maverick": 2.0})
    3.0
    """
    return ops.total({run: gpu_hours[run] for run in LLAMA4})


@result("tCO2")
def llama4_emissions(reported_emissions):
    """Emissions of the two published Llama 4 models.

    Leaves out the larger model that taught them. Source: Llama 4 model card.

    >>> llama4_emissions({"llama4_scout": 1.0, "llama4_maverick": 2.0})
    3.0
    """
    return ops.total({run: reported_emissions[run] for run in LLAMA4})


@result("W/GPU")
def grok4_power(grok4_energy, grok4_gpu_hours):
    """Power for one GPU that Epoch AI's estimate for Grok 4 implies.

    Source: Epoch AI, as reported by Europa Press (our division).

    >>> grok4_power(310e9, 248e6)
    1250.0
    """
    return grok4_energy / grok4_gpu_hours


@result("USD/GPU")
def h100_part_cost(dgx_h100_price, dgx_h100_margin, dgx_h100_other_parts, dgx_h100_gpus):
    """What is left of the cost of a server for each H100 with its part of the board that links them.

    Leaves out research and development. Source: SemiAnalysis, as quoted by Epoch AI.

    >>> h100_part_cost(269_010, 190_000, 32_010, 8)
    5875.0
    """
    return (dgx_h100_price - dgx_h100_margin - dgx_h100_other_parts) / dgx_h100_gpus
