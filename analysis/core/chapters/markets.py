"""A projection set against what happened: growth, path by year, and readings that are part of the segment or hold it."""

from analysis.core import ops
from analysis.core.graph import result


@result("year", over="market_segments", scalar=True)
def segment_span(start_year, goal_year):
    """Years from the start of a projection to its goal.

    >>> segment_span("2023", "2027")
    4.0
    """
    return float(goal_year) - float(start_year)


@result("1/year", over="market_segments", reproduces="printed_segment_growth")
def segment_growth(start_size, goal_size, segment_span):
    """Yearly growth that leads from the start of a projection to its goal.

    Says nothing on the years between. Source: compound growth.

    >>> segment_growth(100.0, 225.0, 2)
    0.5
    """
    return ops.growth_rate(start_size, goal_size, segment_span)


@result("1", by="market_segments", scalar=True)
def segment_steps(market_segments):
    """Years since the start, for each year of a projection."""
    ends = {key: (int(line.start_year), int(line.goal_year)) for key, line in market_segments.items()}
    return {key: {year: float(year - first) for year in range(first, last + 1)} for key, (first, last) in ends.items()}


@result("USD", by="market_segments")
def segment_path(start_size, segment_growth, segment_steps, one_year):
    """Size of a segment in each year on the smooth path from its start to its goal.

    The projection names the ends only; the years between are ours.
    """
    return {key: _path(start_size[key], segment_growth[key], steps, one_year) for key, steps in segment_steps.items()}


def _path(start, growth, steps, one_year):
    return {year: ops.compound(start, growth, step * one_year) for year, step in steps.items()}


@result("USD", by="segment_readings")
def reading_value(segment_readings, actual_value):
    """What was reported."""
    return {key: actual_value[line.reading] for key, line in segment_readings.items()}


@result("text", by="segment_readings")
def reading_layer(segment_readings, actuals, scopes):
    """Layer of the scope in which it was reported: chips, chips and networking, servers, clouds and so on."""
    return {key: scopes[actuals[line.reading].scope].scope_layer for key, line in segment_readings.items()}


@result("1", by="segment_readings", scalar=True)
def reading_steps(segment_readings, actuals, segment_steps):
    """Years from the start of its segment to the year of a reading.

    Left out where the path does not reach that year.
    """
    years = {key: int(actuals[line.reading].actual_year) for key, line in segment_readings.items()}
    return {key: segment_steps[line.segment][years[key]] for key, line in segment_readings.items() if years[key] in segment_steps[line.segment]}


@result("USD", by="segment_readings")
def reading_path(segment_readings, reading_steps, start_size, segment_growth, one_year):
    """Size of the segment on its path in the year of a reading."""
    segments = {key: segment_readings[key].segment for key in reading_steps}
    return {key: ops.compound(start_size[segments[key]], segment_growth[segments[key]], step * one_year) for key, step in reading_steps.items()}


@result("1", by="segment_readings")
def reading_ratio(reading_path, segment_readings, actual_value):
    """What was reported over the path of the segment in the same year.

    A ratio of unlike scopes unless the reading is a part of the segment or holds it: `reading_role` says which.
    """
    return {key: actual_value[segment_readings[key].reading] / path for key, path in reading_path.items()}


@result("text", by="segment_readings", scalar=True)
def reading_verdict(reading_ratio, segment_readings):
    """What a reading proves: a part above the path, or a whole below it, decides; anything else does not.

    Source: a part is no greater than the whole.
    """
    decided = {"role_part": ("path_too_low", 1), "role_whole": ("path_too_high", -1)}
    return {key: _verdict(ratio - 1, *decided.get(segment_readings[key].reading_role, ("path_open", 0))) for key, ratio in reading_ratio.items()}


def _verdict(distance, word, side):
    """The word of a role if the reading lies on its side of the path."""
    return word if distance * side > 0 else "path_open"


@result("year", by="market_segments", scalar=True)
def goal_passed_year(market_segments, segment_readings, actuals, actual_value):
    """First year in which a part of the segment alone was as large as the goal of the whole.

    Never, where no part at hand has reached it: which is not to say that the whole has not.
    """
    parts = {key: _parts(key, segment_readings) for key in market_segments}
    return {key: ops.first_key(_by_year(parts[key], actuals, actual_value), line.goal_size) for key, line in market_segments.items()}


def _parts(segment, segment_readings):
    return [line.reading for line in segment_readings.values() if line.segment == segment and line.reading_role == "role_part"]


def _by_year(readings, actuals, values):
    """Year -> value of the readings, in the order of the years."""
    return {int(actuals[key].actual_year): values[key] for key in sorted(readings, key=lambda key: actuals[key].actual_year)}


@result("1/year")
def article_chip_growth(segment_growth):
    """Growth that the article under test gives the market for AI chips."""
    return segment_growth["segment_chips"]


@result("USD")
def article_chip_goal(market_segments):
    """Size that the article under test gives the market for AI chips in its last year."""
    return market_segments["segment_chips"].goal_size


@result("year", scalar=True)
def nvidia_passed_year(actuals, actual_value, article_chip_goal):
    """First year in which NVIDIA's data-centre revenue, networking included, was as large as the article's goal for AI chips.

    Networking is no chip for computing: this reading is kin to the segment, not a part of it.
    """
    own = [key for key, line in actuals.items() if line.scope == "nvidia_datacenter"]
    return ops.first_key(_by_year(own, actuals, actual_value), article_chip_goal)


@result("1")
def nvidia_chip_ratio(reading_ratio):
    """Computing of NVIDIA alone in 2025 over the article's path for all AI chips.

    Leaves out every other maker: the true ratio is higher. Source: our division.
    """
    return reading_ratio["reading_nvidia_compute_2025"]


@result("1")
def nvidia_market_ratio(reading_ratio):
    """Data-centre revenue of NVIDIA in 2025, networking included, over the article's path for AI chips.

    Source: our division.
    """
    return reading_ratio["reading_nvidia_datacenter_2025"]


@result("1/year")
def capex_growth(capex_four_2025, capex_four_2026, one_year):
    """Growth of the capital spending of four firms from 2025 to what they plan for 2026, in nominal dollars.

    >>> round(capex_growth(100.0, 174.0, 1), 2)
    0.74
    """
    return ops.growth_rate(capex_four_2025, capex_four_2026, one_year)


@result("1")
def component_price_share(component_price_part, component_price_plan):
    """Share of Microsoft's planned spending that pays for dearer components and buys nothing more.

    Source: the company's statement, as reported (our division).

    >>> component_price_share(25.0, 200.0)
    0.125
    """
    return component_price_part / component_price_plan


@result("1/year")
def capex_volume_growth(capex_four_2025, capex_four_2026, component_price_share, one_year):
    """Growth of the same spending with dearer components taken out, if they weigh on all four as they do on Microsoft.

    Three of the four have not said how much they pay for prices. Source: our arithmetic.

    >>> round(capex_volume_growth(100.0, 200.0, 0.25, 1), 2)
    0.5
    """
    return ops.growth_rate(capex_four_2025, capex_four_2026 * (1 - component_price_share), one_year)


@result("1/year")
def nvidia_compute_growth(nvidia_compute_2023, nvidia_compute_2025, one_year):
    """Yearly growth of NVIDIA's data-centre computing from 2023 to 2025.

    >>> nvidia_compute_growth(100.0, 225.0, 1)
    0.5
    """
    return ops.growth_rate(nvidia_compute_2023, nvidia_compute_2025, 2 * one_year)


@result("1/year")
def nvidia_market_growth(nvidia_datacenter_2023, nvidia_datacenter_2025, one_year):
    """Yearly growth of NVIDIA's data-centre revenue from 2023 to 2025, networking included.

    >>> nvidia_market_growth(100.0, 400.0, 1)
    1.0
    """
    return ops.growth_rate(nvidia_datacenter_2023, nvidia_datacenter_2025, 2 * one_year)


@result("1/year")
def enterprise_genai_growth(actual_value, one_year):
    """Yearly growth of what enterprises spend on generative AI from 2023 to 2025, by Menlo.

    Applications and infrastructure together. Source: Menlo Ventures, retold (our arithmetic).
    """
    return ops.growth_rate(actual_value["enterprise_genai_2023_actual"], actual_value["enterprise_genai_2025_actual"], 2 * one_year)


@result("1/year")
def idc_infrastructure_growth(idc_infrastructure_2025, idc_infrastructure_2029, idc_infrastructure_span):
    """Yearly growth that IDC's forecast of February 2026 gives AI servers and storage.

    >>> idc_infrastructure_growth(100.0, 225.0, 2)
    0.5
    """
    return ops.growth_rate(idc_infrastructure_2025, idc_infrastructure_2029, idc_infrastructure_span)
