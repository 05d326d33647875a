"""Tests at a user's speed: where it is known and the deployment is not, the best that the fitted model finds is what is tested."""

import math

from analysis.core import ops
from analysis.core.graph import result


def _frontier_lines(serving):
    return [line for line in serving if serving[line].role == "frontier_case"]


def _deployments(services, model):
    """Deployments of a model that count among those of a chip."""
    return [key for key in services if services[key].candidate == "yes" and services[key].service_model in (model,)]


def _fastest(speeds):
    """The largest of the speeds that are known; missing where none is."""
    known = ops.known(speeds)
    return next((ops.greatest(known) for _ in known), next(iter(speeds.values()), ops.Missing(("service_model",))))


@result("token/s/GPU", by="serving")
def latency_decode_speed(
    serving, services, decode_efficiency, attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time, unit_room, service_cache_bytes, served_cache_bytes
):
    """Fastest decode of a line's chip at the speed of its user and its context, of all deployments of the model; zero where none is as fast.

    Leaves out drafting and idle time. Source: roofline model with the fitted efficiency.
    """

    def decoded(line, key):
        matrix, held, traffic, room = (part[key][line.chip] for part in (unit_matrix_time, unit_reading_time, unit_traffic_time, unit_room))
        attention, whole = attention_time[line._key], decode_efficiency / line.user_rate
        steps = ops.minimum(ops.minimum(whole / (attention + matrix), (whole - held) / attention), ops.ratio(whole, traffic, math.inf))
        batch = ops.maximum(ops.minimum(steps, room * service_cache_bytes[key] / served_cache_bytes[line._key]), 0 * room)
        return batch * decode_efficiency / ops.maximum(batch * attention + ops.maximum(batch * matrix, held), batch * traffic)

    lines = {key: serving[key] for key in _frontier_lines(serving)}
    return {key: _fastest({one: decoded(line, one) for one in _deployments(services, line.model)}) for key, line in lines.items()}


@result("token/s/GPU", by="serving")
def latency_prefill_speed(serving, services, unit_prefill_speed):
    """Fastest prefill of a line's chip, of all deployments of the model.

    Leaves out that prompts of another length take another time in attention. Source: roofline model with the fitted efficiency.
    """
    lines = {key: serving[key] for key in _frontier_lines(serving)}
    found = {key: {one: unit_prefill_speed[one][line.chip] for one in _deployments(services, line.model)} for key, line in lines.items()}
    return {key: _fastest(speeds) for key, speeds in found.items()}


@result("token/s/GPU", by="serving")
def latency_speed(serving, latency_decode_speed, latency_prefill_speed):
    """Tokens of prompts and answers that a GPU handles in a second, if the same GPUs read and write by turns.

    Source: the time of a request is the sum of both phases.
    """
    lines = {key: serving[key] for key in _frontier_lines(serving)}
    read = {key: ops.ratio(line.prompt_tokens, latency_prefill_speed[key], math.inf) for key, line in lines.items()}
    written = {key: ops.ratio(line.answer_tokens, latency_decode_speed[key], math.inf) for key, line in lines.items()}
    return {key: ops.ratio(line.prompt_tokens + line.answer_tokens, read[key] + written[key], math.inf) for key, line in lines.items()}
