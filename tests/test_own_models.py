"""A reader's own models: one of each form of attention goes through the same functions; what cannot be is refused, and why is said."""

from pathlib import Path

import pytest
from helpers import book_results

from analysis.book.columns_page import columns_table
from analysis.messages import Refusals
from analysis.results import compute

pytestmark = pytest.mark.usefixtures("no_ranges")
EXAMPLES = Path(__file__).parents[1] / "examples"
HEAD = "id,attention,reach,layers,hidden,heads,kv_heads,head_dim,q_lora_rank,kv_lora_rank,qk_nope,qk_rope,v_head,ffn,ffn_matrices,intermediate,vocab,tied_embeddings,mtp_layers,"
HEAD += "index_n_heads,index_head_dim,index_topk,sliding_window,window_layers,csa_layers,csa_ratio,hca_layers,hca_ratio,o_groups,o_lora_rank"


OWN = {  # cells of HEAD from `attention` on, and the elements of a token worked by hand
    "mha": ("mha,full_reach,10,512,8,,64,,,,,,dense_ffn,3,2048,32000,no,0,,,,,,,,,,,", 2 * 8 * 64 * 10),
    "mqa": ("mqa,full_reach,10,512,8,,64,,,,,,dense_ffn,3,2048,32000,no,0,,,,,,,,,,,", 2 * 64 * 10),
    "gqa": ("gqa,full_reach,10,512,8,2,64,,,,,,dense_ffn,3,2048,32000,no,0,,,,,,,,,,,", 2 * 2 * 64 * 10),
    "mla": ("mla,full_reach,10,512,8,,,0,128,32,16,32,dense_ffn,3,2048,32000,no,0,,,,,,,,,,,", (128 + 16) * 10),
    "window": ("gqa,window_reach,10,512,8,2,64,,,,,,dense_ffn,3,2048,32000,no,0,,,,256,5,,,,,,", 2 * 2 * 64 * 10),
    "indexer": ("mla,indexer_reach,10,512,8,,,0,128,32,16,32,dense_ffn,3,2048,32000,no,0,4,32,512,,,,,,,,", (128 + 16 + 32) * 10),
    "compressed": ("shared_kv,compressed_reach,10,512,8,1,64,32,,,16,,dense_ffn,3,2048,32000,no,0,4,32,512,128,10,4,4,6,128,2,64", 4 * (64 + 32) / 4 + 6 * 64 / 128 + 10 * 64),
}


@pytest.mark.parametrize("kind", OWN)
def test_a_made_up_model_of_every_kind(tmp_path, kind):
    cells, elements = OWN[kind]
    path = tmp_path / "mine.csv"
    path.write_text(f"{HEAD}\nmine,{cells}\n", encoding="utf-8")
    numbers = compute(tables=[("models", path)]).numbers
    assert numbers["kv_elements.mine"].value == elements
    assert numbers["counted_parameters.mine"].value > 0 and numbers["active_share.mine"].value <= 1
    assert numbers["token_training_flops.mine"].value > 6 * numbers["counted_active_parameters.mine"].value


@pytest.mark.parametrize("column, shown", [("kv_lora_rank", "deepseek_v2, "), ("layers", "gpt3_175b"), ("vocab", "llama2_70b")])
def test_a_missing_field_is_named_with_models_that_show_it(tmp_path, column, shown):
    heads, cells = HEAD.split(","), ["mine", *OWN["mla"][0].split(",")]
    cells[heads.index(column)] = ""
    path = tmp_path / "mine.csv"
    path.write_text(",".join(heads) + "\n" + ",".join(cells) + "\n", encoding="utf-8")
    with pytest.raises(Refusals) as refused:
        compute(tables=[("models", path)])
    text = refused.value.text("en")
    assert f"column '{column}'" in text and "Lines that show one:" in text and shown in text


@pytest.mark.parametrize("cells, told", [({"kv_heads": "16"}, "kv_heads (16) cannot be more than heads (8)"), ({"window_layers": "20"}, "window_layers (20) cannot be more than layers (10)")])
def test_a_model_that_contradicts_itself_is_refused(tmp_path, cells, told):
    heads = HEAD.split(",")
    line = dict(zip(heads, ["mine", *OWN["window"][0].split(",")])) | cells
    path = tmp_path / "mine.csv"
    path.write_text(",".join(heads) + "\n" + ",".join(line.get(head, "") for head in heads) + "\n", encoding="utf-8")
    with pytest.raises(Refusals) as refused:
        compute(tables=[("models", path)])
    assert told in refused.value.text("en") and "보다 클 수 없습니다" in refused.value.text("ko")


def test_an_empty_cell_that_nothing_needs_cannot_be_set():
    with pytest.raises(Refusals, match="would change no number"):
        compute(sets=[("kv_heads.deepseek_v3", "8")])
    with pytest.raises(Refusals) as refused:
        compute(sets=[("kv_bytes.deepseek_v3", "8")])
    assert "kv_lora_rank.deepseek_v3" in refused.value.text("en") and "window_layers" not in refused.value.text("en")


def test_the_examples_for_readers_are_accepted_and_their_columns_listed():
    tables = sorted(path.stem.removeprefix("my_") for path in EXAMPLES.glob("my_*.csv"))
    names = {"model": "models", "price": "prices", "chip": "chips", "serving": "serving"}
    numbers = compute(tables=[(names[one], EXAMPLES / f"my_{one}.csv") for one in tables]).numbers
    assert numbers["kv_elements.my_model"].value == (256 + 32) * 32
    listed = {key: html for _, key, html in columns_table(book_results(), "en")}
    assert set(listed) == {f"columns-{table}" for table in names.values()}
    assert "Attention: MLA" in listed["columns-models"].partition(">kv_lora_rank<")[2].partition("</tr>")[0]


def test_a_form_that_does_not_exist_is_refused(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(f"{HEAD}\nmine,{OWN['mla'][0].replace('mla', 'mlaa', 1)}\n", encoding="utf-8")
    with pytest.raises(Refusals) as refused:
        compute(tables=[("models", path)])
    assert "attention_forms" in refused.value.text("en") and "mla" in refused.value.text("en")
