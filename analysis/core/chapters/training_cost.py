"""What DeepSeek's training cost: the final run by phase, what R1 added, V2's saving, and one run at every scope."""

import math

from analysis.core import ops
from analysis.core.graph import result


@result("GPU*hour")
def v3_gpu_hours(v3_pretraining_hours, v3_context_hours, v3_posttraining_hours):
    """GPU-hours of the final run of V3, all phases.

    Leaves out research, experiments and failed runs. Source: DeepSeek-V3 report, Table 1.

    >>> v3_gpu_hours(2_664_000, 119_000, 5_000)
    2788000
    """
    return v3_pretraining_hours + v3_context_hours + v3_posttraining_hours


@result("USD")
def v3_pretraining_cost(v3_pretraining_hours, h800_hour_price):
    """Rented price of pre-training: hours times price per hour.

    Leaves out what `v3_final_run_cost` leaves out. Source: DeepSeek-V3 report, Table 1.

    >>> v3_pretraining_cost(2_664_000, 2.0)
    5328000.0
    """
    return v3_pretraining_hours * h800_hour_price


@result("USD")
def v3_context_cost(v3_context_hours, h800_hour_price):
    """Rented price of the context extension: hours times price per hour.

    Source: DeepSeek-V3 report, Table 1.

    >>> v3_context_cost(119_000, 2.0)
    238000.0
    """
    return v3_context_hours * h800_hour_price


@result("USD")
def v3_posttraining_cost(v3_posttraining_hours, h800_hour_price):
    """Rented price of post-training: hours times price per hour.

    Leaves out the R1-line runs whose answers it was taught from. Source: DeepSeek-V3 report, Table 1.

    >>> v3_posttraining_cost(5_000, 2.0)
    10000.0
    """
    return v3_posttraining_hours * h800_hour_price


@result("USD")
def v3_final_run_cost(v3_gpu_hours, h800_hour_price):
    """Rented price of the final training run: hours times price per hour.

    Leaves out research, failed runs, salaries and the purchase of the hardware.
    Source: DeepSeek-V3 report, Table 1.

    >>> v3_final_run_cost(2_788_000, 2.0)
    5576000.0
    """
    return v3_gpu_hours * h800_hour_price


@result("1")
def v3_pretraining_share(v3_pretraining_hours, v3_gpu_hours):
    """Share of pre-training in the hours of the final run.

    >>> round(v3_pretraining_share(2_664_000, 2_788_000), 4)
    0.9555
    """
    return v3_pretraining_hours / v3_gpu_hours


@result("day")
def v3_pretraining_days(v3_pretraining_hours, v3_cluster_gpus, hours_per_day):
    """Days of pre-training with the whole cluster at work.

    Leaves out pauses and restarts. Source: DeepSeek-V3 report, Section 1 (our division).

    >>> round(v3_pretraining_days(2_664_000, 2_048, 24), 1)
    54.2
    """
    return v3_pretraining_hours / (v3_cluster_gpus * hours_per_day)


@result("GPU*hour")
def v3_implied_pretraining_hours(v3_stated_token_hours, v3_tokens):
    """Pre-training hours that follow from the stated hours per token and the tokens read.

    A check on `v3_pretraining_hours`, not a second measurement. Source: DeepSeek-V3 report, Section 1.

    >>> v3_implied_pretraining_hours(0.25, 8)
    2.0
    """
    return v3_stated_token_hours * v3_tokens


@result("1")
def v3_hours_gap(v3_implied_pretraining_hours, v3_pretraining_hours):
    """How far the implied pre-training hours stand above the disclosed ones.

    >>> round(v3_hours_gap(110.0, 100.0), 3)
    0.1
    """
    return v3_implied_pretraining_hours / v3_pretraining_hours - 1


@result("GPU*hour")
def r1_rl_hours(r1_gpus, r1_zero_wall_hours, r1_wall_hours):
    """GPU-hours of reinforcement learning for R1-Zero and R1: GPUs times clock hours.

    Leaves out the making of data and every run before the final ones. Source: Nature supplement, by The Register.

    >>> r1_rl_hours(512, 198, 80)
    142336
    """
    return r1_gpus * (r1_zero_wall_hours + r1_wall_hours)


@result("GPU*hour")
def r1_gpu_hours(r1_rl_hours, r1_data_hours):
    """GPU-hours that R1 took on top of V3: reinforcement learning plus making the data.

    Leaves out experiments and failed runs. Source: Nature supplement, by The Register.

    >>> r1_gpu_hours(142_336, 5_000)
    147336
    """
    return r1_rl_hours + r1_data_hours


@result("USD", reproduces="r1_published_cost")
def r1_added_cost(r1_gpu_hours, h800_hour_price):
    """Rented price of what R1 took on top of V3.

    Leaves out V3 itself, research and salaries. Source: Nature supplement, by The Register.

    >>> r1_added_cost(147_336, 2.0)
    294672.0
    """
    return r1_gpu_hours * h800_hour_price


@result("1")
def r1_cost_share(r1_added_cost, v3_final_run_cost):
    """What R1 added, in proportion to the final run of V3.

    >>> round(r1_cost_share(294_672, 5_576_000), 4)
    0.0528
    """
    return r1_added_cost / v3_final_run_cost


@result("USD")
def v3_r1_cost(v3_final_run_cost, r1_added_cost):
    """Rented price of V3 and R1 together, final runs only.

    Leaves out what each part leaves out.

    >>> v3_r1_cost(5_576_000, 294_672)
    5870672
    """
    return v3_final_run_cost + r1_added_cost


@result("USD")
def r1_misprint_cost(r1_misprinted_gpus, r1_zero_wall_hours, r1_wall_hours, r1_data_hours, h800_hour_price):
    """What R1 would have added with the misprinted number of GPUs: a check, not an estimate.

    >>> r1_misprint_cost(648, 198, 80, 5_000, 2.0)
    370288.0
    """
    return (r1_misprinted_gpus * (r1_zero_wall_hours + r1_wall_hours) + r1_data_hours) * h800_hour_price


@result("1")
def v2_saving(v2_token_hours, dense67b_token_hours):
    """Saving of V2 in training hours per token against the dense 67B.

    Leaves out how many tokens each model read. Source: DeepSeek-V2 report, Section 3.2.3.

    >>> round(v2_saving(172.8, 300.6), 3)
    0.425
    """
    return 1 - v2_token_hours / dense67b_token_hours


@result("GPU*hour")
def v2_gpu_hours(v2_token_hours, v2_tokens):
    """Pre-training hours of V2: hours per token times tokens.

    Derived, not disclosed. Source: DeepSeek-V2 report, Section 3.2.3 and abstract.

    >>> v2_gpu_hours(0.25, 8)
    2.0
    """
    return v2_token_hours * v2_tokens


@result("GPU*hour")
def dense67b_gpu_hours(dense67b_token_hours, dense67b_tokens):
    """Pre-training hours of the dense 67B at the rate that the V2 report states for it.

    Derived, not disclosed. Source: DeepSeek-V2 report, Section 3.2.3; DeepSeek LLM README.

    >>> dense67b_gpu_hours(0.25, 8)
    2.0
    """
    return dense67b_token_hours * dense67b_tokens


@result("1")
def v2_hours_ratio(v2_gpu_hours, dense67b_gpu_hours):
    """Pre-training hours of V2 in multiples of the dense 67B's: the whole run, not the token.

    >>> v2_hours_ratio(1_400_000, 700_000)
    2.0
    """
    return v2_gpu_hours / dense67b_gpu_hours


@result("USD")
def v3_cost_at_owner_price(v3_gpu_hours, h800_owner_price):
    """The final run of V3 at what an hour costs the owner of the machines at full use.

    Leaves out idle hours besides what `v3_final_run_cost` leaves out.

    >>> v3_cost_at_owner_price(2_000_000, 1.5)
    3000000.0
    """
    return v3_gpu_hours * h800_owner_price


@result("USD")
def v3_cost_at_list_rent(v3_gpu_hours, h800_list_price):
    """The final run of V3 at a rent listed for an H800 in August 2024.

    Leaves out the discount that a buyer of this size would get.

    >>> round(v3_cost_at_list_rent(2_788_000, 3.42))
    9534960
    """
    return v3_gpu_hours * h800_list_price


@result("USD")
def v3_cluster_cost(v3_cluster_gpus, server_price):
    """Purchase of the servers that V3 was trained on.

    Leaves out operation and what the servers do afterwards. Source: DeepSeek-V3 report; SemiAnalysis table.

    >>> v3_cluster_cost(2_048, {"h800_sxm": 31_728})
    64978944
    """
    return v3_cluster_gpus * server_price["h800_sxm"]


@result("1")
def v3_cluster_ratio(v3_cluster_cost, v3_final_run_cost):
    """Purchase of the training servers in multiples of the rented final run.

    >>> round(v3_cluster_ratio(64_978_944, 5_576_000), 1)
    11.7
    """
    return v3_cluster_cost / v3_final_run_cost


@result("1")
def v3_fleet_share(v3_gpu_hours, fleet_gpu_hours):
    """Share of the final run in all the hours that the fleet can deliver while it is owned.

    Counts an hour of every GPU alike.

    >>> round(v3_fleet_share(2_788_000, 2_103_840_000), 5)
    0.00133
    """
    return ops.ratio(v3_gpu_hours, fleet_gpu_hours, math.inf)


@result("1")
def fleet_to_run_ratio(fleet_total_cost, v3_final_run_cost):
    """Cost of the whole fleet while it is owned, in multiples of the rented final run.

    >>> round(fleet_to_run_ratio(2_572_560_000, 5_576_000))
    461
    """
    return fleet_total_cost / v3_final_run_cost
