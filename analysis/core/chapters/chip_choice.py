"""Which chip serves V3 for less: the best deployment of each, what stops it, its price of a token, and speed for all against speed for one."""

import math

from analysis.core import ops
from analysis.core.graph import result

V3 = "v3_service"


def _deployments(services, speeds, chip):
    """Speeds of a chip in the deployments of V3 that count, where they are known."""
    model = services[V3].service_model
    return ops.known({key: speeds[key][chip] for key in services if services[key].candidate == "yes" and services[key].service_model in (model,)})


def _best(services, speeds, chip):
    """The largest of these speeds; missing where none is known."""
    known = _deployments(services, speeds, chip)
    return next((ops.greatest(known) for _ in known), speeds[V3][chip])


def _speed(whole, attention, matrix, held, traffic, room):
    """Tokens in a unit of time, before losses, at the largest batch that a step of a length and the memory allow."""
    steps = ops.minimum(ops.minimum(whole / (attention + matrix), (whole - held) / attention), ops.ratio(whole, traffic, math.inf))
    batch = ops.maximum(ops.minimum(steps, room), 0 * room)
    return batch / ops.maximum(batch * attention + ops.maximum(batch * matrix, held), batch * traffic)


@result("token/s/GPU", by="chips")
def chip_decode_speed(chips, services, unit_decode_speed, frontier_model_error):
    """Decode speed of a chip for V3 at DeepSeek's user speed in the fastest deployment, by the fitted model with the error that its tests found.

    Leaves out drafting and idle time.
    """
    return {chip: _best(services, unit_decode_speed, chip) * frontier_model_error for chip in chips}


@result("token/s/GPU", by="chips")
def chip_prefill_speed(chips, services, unit_prefill_speed, prefill_model_error):
    """Prefill speed of a chip for V3 in the fastest deployment, by the fitted model with the error that its tests found.

    Leaves out idle time and cached input.
    """
    return {chip: _best(services, unit_prefill_speed, chip) * prefill_model_error for chip in chips}


@result("text", by="chips", scalar=True)
def chip_deployment(chips, services, unit_decode_speed):
    """The deployment in which a chip decodes V3 fastest.

    Source: the largest of the modelled speeds.
    """
    found = {chip: _deployments(services, unit_decode_speed, chip) for chip in chips}
    return {chip: max(speeds, key=speeds.get) if speeds else unit_decode_speed[V3][chip] for chip, speeds in found.items()}


@result("text", by="chips", scalar=True)
def chip_limit(chips, services, unit_decode_speed, unit_limit):
    """What stops a chip from decoding faster there: arithmetic, the reading of weights, the network, or room for the cache.

    Source: roofline model with the fitted efficiency.
    """
    found = {chip: _deployments(services, unit_decode_speed, chip) for chip in chips}
    return {chip: unit_limit[max(speeds, key=speeds.get)][chip] if speeds else unit_decode_speed[V3][chip] for chip, speeds in found.items()}


@result("GPU", by="chips")
def chip_day_gpus(day_output_tokens, day_missed_tokens, day_seconds, chip_decode_speed, decode_load, chip_prefill_speed, prefill_load):
    """GPUs of one kind that DeepSeek's day would take, decode and prefill together.

    As good as the model.

    >>> chip_day_gpus(100.0, 50.0, 10.0, {"h800_sxm": 1.0}, 1.0, {"h800_sxm": 1.0}, 1.0)
    {'h800_sxm': 15.0}
    """
    decode = {chip: ops.ratio(day_output_tokens, day_seconds * speed * decode_load, math.inf) for chip, speed in chip_decode_speed.items()}
    return {chip: ops.ratio(day_missed_tokens, day_seconds * speed * prefill_load, math.inf) + decode[chip] for chip, speed in chip_prefill_speed.items()}


@result("USD/token", over="chip_rents")
def rented_output_cost(unit_rent, rented_decode_speed, decode_load, seconds_per_hour):
    """Price of the hours behind an output token of V3 on a chip at a price of its own, decode only, idle as DeepSeek's are.

    Leaves out prefill, staff and everything that is no hour of a chip.

    >>> rented_output_cost(2.0, 1_000.0, 1.0, 2_000.0)
    1e-06
    """
    return ops.ratio(unit_rent, rented_decode_speed * decode_load * seconds_per_hour, math.inf)


@result("USD/token", over="chip_rents")
def rented_input_cost(unit_rent, rented_prefill_speed, prefill_load, seconds_per_hour):
    """Price of the hours behind an input token of V3 that no cache holds, idle as DeepSeek's are.

    Leaves out staff and everything that is no hour of a chip.

    >>> rented_input_cost(2.0, 1_000.0, 1.0, 2_000.0)
    1e-06
    """
    return ops.ratio(unit_rent, rented_prefill_speed * prefill_load * seconds_per_hour, math.inf)


@result("token/s/GPU", by="chip_rents")
def rented_decode_speed(chip_rents, chip_decode_speed):
    """Decode speed of the chip that a line prices.

    Source: `chip_decode_speed`.
    """
    return {key: chip_decode_speed[chip_rents[key].rented_chip] for key in chip_rents}


@result("token/s/GPU", by="chip_rents")
def rented_prefill_speed(chip_rents, chip_prefill_speed):
    """Prefill speed of the chip that a line prices.

    Source: `chip_prefill_speed`.
    """
    return {key: chip_prefill_speed[chip_rents[key].rented_chip] for key in chip_rents}


@result("token/s/GPU", by=("chips", "latencies"))
def frontier_speed(chips, latencies, services, unit_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time, unit_room, decode_efficiency, frontier_model_error):
    """Decode speed of a chip for V3 at a speed that every user gets at least, in the fastest deployment; none where one request is too much.

    Leaves out drafting and idle time.
    """

    def at(key, chip, target):
        times = [part[key][chip] for part in (unit_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time, unit_room)]
        return _speed(decode_efficiency / target, *times) * decode_efficiency * frontier_model_error

    def best(chip, target):
        return _best(services, {key: {chip: at(key, chip, target)} for key in services}, chip)

    return {chip: {line: best(chip, latencies[line].target_speed) for line in latencies} for chip in chips}
