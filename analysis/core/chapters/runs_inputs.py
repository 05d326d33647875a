"""What the lines of the table `runs` are worked out from: hours from clocks and counts, rents from costs, tokens from steps."""

from analysis.core.graph import result

# The listing that prices an H100 on demand: the last one before the newest runs on that chip.
H100_LISTING = "h100_lambda_2025_02"


@result("GPU*hour")
def gpt4_gpu_hours(gpt4_gpus, gpt4_clock_hours):
    """GPU-hours of GPT-4: GPUs times clock hours, both conjectured.

    Leaves out pauses unless the conjecture holds them. Source: Epoch AI, row GPT-4.

    >>> gpt4_gpu_hours(25_000, 2_280)
    57000000
    """
    return gpt4_gpus * gpt4_clock_hours


@result("GPU*hour")
def llama405b_clock_gpu_hours(llama405b_gpus, llama405b_clock_hours):
    """GPU-hours that Epoch AI books for Llama 3.1 405B: GPUs times its own estimate of the clock hours.

    Above the hours that Meta disclosed. Source: Epoch AI, row Llama 3.1-405B.

    >>> llama405b_clock_gpu_hours(16_384, 2_142)
    35094528
    """
    return llama405b_gpus * llama405b_clock_hours


@result("GPU*hour")
def grok3_gpu_hours(grok3_gpus, grok3_days, hours_per_day):
    """GPU-hours of Grok 3: GPUs times days around the clock.

    Leaves out pauses; an estimate. Source: Epoch AI, row Grok-3.

    >>> grok3_gpu_hours(100_000, 100, 24)
    240000000
    """
    return grok3_gpus * grok3_days * hours_per_day


@result("GPU*hour")
def minimax_gpu_hours(minimax_gpus, minimax_days, hours_per_day):
    """GPU-hours of MiniMax-M1's reinforcement learning: GPUs times days around the clock.

    Leaves out the model it started from. Source: MiniMax-M1 report, abstract.

    >>> minimax_gpu_hours(512, 21, 24)
    258048
    """
    return minimax_gpus * minimax_days * hours_per_day


@result("USD/GPU/hour")
def minimax_hour_price(minimax_cost, minimax_gpu_hours):
    """Rent that the published cost of MiniMax-M1 implies.

    Source: MiniMax-M1 report, abstract (our division).

    >>> round(minimax_hour_price(534_700, 258_048), 3)
    2.072
    """
    return minimax_cost / minimax_gpu_hours


@result("USD/GPU/hour")
def grok4_hour_price(grok4_cost, grok4_gpu_hours):
    """Cost of a GPU-hour that Epoch AI's estimate for Grok 4 implies.

    Source: Epoch AI, as reported by Europa Press (our division).

    >>> round(grok4_hour_price(490e6, 246e6), 2)
    1.99
    """
    return grok4_cost / grok4_gpu_hours


@result("USD/GPU/hour")
def h100_listed_rent(rent_price):
    """Rent listed for an H100 hour on demand in February 2025.

    One vendor's list price, not a contract. Source: Epoch AI, hardware prices.

    >>> h100_listed_rent({"h100_lambda_2025_02": 3.29})
    3.29
    """
    return rent_price[H100_LISTING]


@result("USD/GPU")
def tpu_v4_server_price(tpu_v4_chip_price, default_server_overhead):
    """Price of a TPU v4 with its share of a server: the guessed chip price times the overhead.

    Leaves out the network between servers. Source: Epoch AI, cost code.

    >>> round(tpu_v4_server_price(5_167, 1.64), 2)
    8473.88
    """
    return tpu_v4_chip_price * default_server_overhead


@result("token")
def v32_sparse_tokens(v32_sparse_steps, v32_sparse_sequences, v32_sequence_length):
    """Tokens of the main stage in which V3.2-Exp learned sparse attention.

    Source: DeepSeek-V3.2-Exp report, Section 2.

    >>> v32_sparse_tokens(15_000, 480, 131_072)
    943718400000
    """
    return v32_sparse_steps * v32_sparse_sequences * v32_sequence_length


@result("token")
def v32_warmup_tokens(v32_warmup_steps, v32_warmup_sequences, v32_sequence_length):
    """Tokens of the stage before it.

    Source: DeepSeek-V3.2-Exp report, Section 2.

    >>> v32_warmup_tokens(1_000, 16, 131_072)
    2097152000
    """
    return v32_warmup_steps * v32_warmup_sequences * v32_sequence_length


@result("token")
def v32_tokens(v32_sparse_tokens, v32_warmup_tokens):
    """Tokens of the continued training of V3.2-Exp.

    Leaves out the training of the model it started from. Source: DeepSeek-V3.2-Exp report, Section 2.

    >>> v32_tokens(943_718_400_000, 2_097_152_000)
    945815552000
    """
    return v32_sparse_tokens + v32_warmup_tokens
