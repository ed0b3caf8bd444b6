"""What people type wrong: one line on standard error that holds the fix, one exit code, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.command_line import Run, refused
from workbook_files import copied

# The command line as typed, and words of the one line that say what to do instead.
MISTAKES: dict[str, tuple[str, ...]] = {
    # commands and options
    "comparee": ("Did you mean 'compare'?",),
    "Compare": ("plm-ratios --help",),
    "compare ESM-2 --bases seen": ("There is no option --bases. Did you mean --basis?",),
    "compare ESM-2 --avg-length 300": ("There is no option --avg-length.", "--avglen"),
    "compare ESM-2 --target": ("--target", "requires an argument"),
    "compare --family ESM-2": ("plm-ratios compare ESM-2",),
    "compare --format json": ("Try --json",),
    "compare --output table.csv": ("--csv FILE",),
    "compare --to deck.pptx": ("plm-ratios export --to FILE",),
    "compare -b seen": ("There is no option -b", "plm-ratios compare --help"),
    "new": ("plm-ratios new --help",),
    "new a.xlsx --flavor lite": ("--flavour",),
    "recalc": ("plm-ratios recalc --help",),
    "freeze": ("plm-ratios freeze --help",),
    "freeze book.xlsx --out a.xlsx": ("There is no option --out.",),
    "catalog": (),
    "catalog find esm": ("plm-ratios catalog --help",),
    "catalog serch esm": ("Did you mean 'search'?",),
    "catalog show": ("plm-ratios catalog show --help",),
    "catalog search": ("plm-ratios catalog search --help",),
    "excel addin": (),
    "excel addin instal": ("Did you mean 'install'",),
    "export --theme": ("--theme", "requires an argument"),
    # models
    "compare esm2-15g": ("Nearest: ESM-2 15B",),
    "compare progen2xl": ("ProGen2-xlarge",),
    "compare ESM-2 XL": ('No model is called "XL"',),
    "compare BFD100": ('No model is called "BFD100"',),
    "compare esm2-15b,progen9-xl": ('No model is called "progen9-xl"', "Nearest: ProGen"),
    "compare --model esm2-15g": ("Nearest: ESM-2 15B",),
    "compare --models esm2-15g": ("Nearest: ESM-2 15B",),
    "new a.xlsx --model esm2-15g": ("Nearest: ESM-2 15B",),
    "new a.xlsx esm2-15g": ("Nearest: ESM-2 15B",),
    "export esm2-15g --to a.csv": ("Nearest: ESM-2 15B",),
    "export --models esm2-15g --to a.csv": ("Nearest: ESM-2 15B",),
    "catalog show ESM2_15_bilion": ("Nearest: ESM-2 15B",),
    "catalog show unirev50": ("Nearest: UniRef50",),
    "catalog list protbrt": ("Nearest: ProtBERT",),
    "catalog list --datasets bdf": ("No dataset",),
    "catalog search zzzz": ("Nothing in the catalog matches", "Try fewer words"),
    "laws chinchila": ("Nearest: chinchilla",),
    "laws cheng": ("Nearest: cheng-",),
    # editions
    "catalog changes": ("plm-ratios catalog changes --help",),
    "catalog changes 2025": ('There is no edition "2025" here.', "Choose one of 2026-11-22"),
    "catalog changes nowhere/catalog.json": ("There is no file or folder nowhere/catalog.json.",),
    "catalog changes mine.csv": ("mine.csv is no catalog.json", "by its date"),
    "catalog changes 2026-11-22 --since 2026-11-22": ("--since is for workbooks",),
    # pages
    "catalog site": ("plm-ratios catalog site --help",),
    "catalog site mine.csv": ("mine.csv is a file. Name a folder.",),
    "catalog site .": ("holds files that are no site of plm-ratios", "--force"),
    "catalog site nowhere/pages": ("There is no folder nowhere.",),
    "catalog build --user --keep": ("--keep is for the package's catalog",),
    # counting
    "count": ("plm-ratios count --help",),
    "count gone.fasta": ("There is no file gone.fasta.",),
    "count gone*.fasta": ("There is no file gone*.fasta.",),
    "count ssp://lab/a.fa": ("s3://, gs:// or https://",),
    "count gone.fasta --scheduler tcp://h:1 --jobs 2": ("Leave out --jobs or --scheduler.",),
    "count .": ("is a folder.", "*.fasta.gz"),
    "count mine.csv --as esm9": ('There is no recipe "esm9".', "There are: plain, esm2"),
    "count mine.csv --special 2 --context 2": ("longer than the special tokens",),
    "count mine.csv --crop-residues": ("--crop-residues needs --context",),
    "count mine.csv --context 0": ("--context must be 1 or more",),
    "count mine.csv --jobs 0": ("--jobs must be 1 or more.",),
    "count mine.csv mine.csv": ("mine.csv is named twice",),
    "count mine.csv --clusters gone.tsv": ("There is no file gone.tsv.",),
    "count mine.csv --clusters a.tsv --mix 1": ("Leave out one of them.",),
    "count mine.csv --clusters a.tsv --identity 0": ("--identity is a percentage",),
    "count mine.csv --cluster-column UniRef50": ("name their file with --clusters",),
    "count mine.csv --mix 1:2": ("2 weights, and there are 1 FILEs.",),
    "count mine.csv --mix lots": ('The weight must be a number; "lots" is not one.',),
    "count mine.csv --mix 0": ("one of them must be above zero",),
    "count mine.csv --mix 1 --weights words": ("sequences, tokens or epochs",),
    "count mine.csv --mix 1 --tokens 0": ("--tokens must be above zero.",),
    "count mine.csv --tokens 1T": ("give the weights with --mix",),
    # plans
    "plan": ("The budget is missing: --gpu", "--flops 1.7e21."),
    "plan --flops 1e21": ("The sequences are missing: --sequences 60M",),
    "plan --flops 1e21 --gpu H100 --days 7 --sequences 1M": ("Give the budget once",),
    "plan --gpu H100 --sequences 1M": ("Say for how long the GPUs run: --days 7",),
    "plan --gpu H100 --days 7 --hours 9 --sequences 1M": ("Say for how long the GPUs run",),
    "plan --gpu H1000 --days 7 --sequences 1M": ('No accelerator is called "H1000". Nearest: ',),
    "plan --gpu H100 --count many --days 7 --sequences 1M": ("The number of GPUs must be a number;",),
    "plan --gpu H100 --days 0 --sequences 1M": ("The number of days must be above zero",),
    "plan --gpu H100 --days 7 --utilization 35 --sequences 1M": ("Give 35 % as 0.35.",),
    "plan --gpu H100 --days 7 --utilization 350% --sequences 1M": ("at most 1; it is 3.5.",),
    "plan --flops 1e21 --sequences 1,5": ("can be read as 1.5", "Type 1.5 or 15."),
    "plan --flops 1e21 --sequences 1M --dataset UniRef50": ("Give your sequences once",),
    "plan --flops 1e21 --dataset unirev50": ("Nearest: UniRef50",),
    "plan --flops 1e21 --sequences 1M --length -3": ("The average length must be above zero; it is -3.",),
    "plan --flops 1e21 --sequences 1M --law cheng": ("Nearest: cheng-",),
    "plan --flops 1e21 --sequences 1M --law serrano-2024": ("gives no sizes",),
    "plan --flops 1e21 --sequences 1M --objective BERT": ("Choose MLM or CLM",),
    "plan --flops 1e21 --sequences 1M --batch 0": ("The batch must be above zero",),
    "plan --flops 1e21 --sequences 1M --csv mine.csv": ("mine.csv exists already", "--force"),
    "plan --flop 1e21": ("Did you mean --flops",),
    # bases and numbers
    "compare --basis sen": ('Did you mean "seen"?',),
    "compare --parameters exakt": ('Did you mean "exact"?',),
    "compare --basis tokens": ('Choose "sequences", "unique", "seen" or "effective".',),
    "compare --basis sequence": ('Did you mean "sequences"?',),
    "new a.xlsx --basis uniqe": ('Did you mean "unique"?',),
    "export --basis sen --to a.csv": ('Did you mean "seen"?',),
    "compare --avglen long": ("The average length must be a number;",),
    "compare --avglen 0": ("above zero",),
    "compare --avglen -1": ("above zero",),
    "compare --avglen nan": ("must be a number",),
    "compare --target 1,5": ("can be read as 1.5 (a decimal comma)", "or as 15", "Type 1.5 or 15."),
    "compare --avglen 1,234": ("can be read as 1234", "or as 1.234"),
    "compare --target inf": ("must be a number",),
    "compare --target twenty": ("The target must be a number;",),
    "claims --avglen 0": ("above zero",),
    "claims --target abc": ("The target must be a number;",),
    "new a.xlsx --avglen x": ("The average length must be a number;",),
    "export --avglen x --to a.csv": ("The average length must be a number;",),
    "export --target 0 --to a.csv": ("above zero",),
    # files
    "compare --csv mine.csv": ("mine.csv exists already", "--force"),
    "compare --csv nowhere/a.csv": ("There is no folder nowhere",),
    "compare --csv table.txt": ("does not end in .csv", "plm-ratios export --to"),
    "compare --csv - --json": ("--json, or --csv -",),
    "claims --csv mine.csv": ("--force",),
    "laws --csv a.json": ("does not end in .csv",),
    "catalog list --csv folder": ("does not end in .csv",),
    "new mine.csv": (".xlsx",),
    "new book.xlsx": ("book.xlsx exists already", "--force"),
    "new a.docx": (".xlsx",),
    "new nowhere/a.xlsx": ("There is no folder nowhere",),
    "new a.xlsx --flavour moon": ('There is no flavour "moon". Choose one of',),
    "new a.xlsm --flavour native": (".xls",),
    "new a.xlsx --route moon --flavour lite": ("moon",),
    "export gone.xlsx": ("There is no file gone.xlsx",),
    "export folder": ("folder",),
    "export mine.csv": ("mine.csv",),
    "export gone": ('No model is called "gone"',),
    "export book.xlsx other.xlsx": ("One workbook at a time",),
    "export ESM-2 --to a.doc": (".pptx",),
    "export ESM-2 --to a": (".pptx",),
    "export ESM-2 --to mine.csv": ("mine.csv exists already", "--force"),
    "export ESM-2 --to nowhere/a.csv": ("There is no folder nowhere",),
    "export ESM-2 --theme pink --to a.pptx": ("light",),
    "export ESM-2 --chart pie --to a.png": ("Choose ratio",),
    "export ESM-2 --template book.xlsx --to a.pptx": ("book.xlsx",),
    "export ESM-2 --template gone.potx --to a.pptx": ("gone.potx",),
    "export ESM-2 --date yesterday --to a.csv": ("--date",),
    "recalc gone.xlsx": ("There is no file gone.xlsx",),
    "recalc mine.csv": ("mine.csv",),
    "recalc folder": ("folder",),
    "freeze gone.xlsx": ("There is no file gone.xlsx",),
    "freeze mine.csv": ("mine.csv is not an .xlsx or .xlsm workbook.",),
    "freeze folder": ("folder",),
    "freeze book.xlsx --to book.xlsx": ("would take the place of book.xlsx",),
    "freeze book.xlsx --to book.xlsx --force": ("would take the place of book.xlsx",),
    "freeze book.xlsx --to other.xlsx": ("other.xlsx exists already", "--to", "--force"),
    "freeze book.xlsx --to a.ods": ("is a .xlsx file", "a.ods"),
    "freeze book.xlsx --to nowhere/a.xlsx": ("There is no folder nowhere",),
    # catalogs of one's own
    "catalog add --name Mine": ("--locator is missing",),
    "catalog add --name Mine --locator here": ("parameters",),
    "catalog add --name Mine --locator here --params many --sequences 1M": ("many",),
    "catalog add --name Mine --locator here --params 1B --dataset UniRev50": ("Nearest: UniRef50",),
    "catalog add --name Mine --locator here --params 650.000 --sequences 1M": ("--sure",),
    "catalog add --name Mine --locator here --config gone.json --sequences 1M": (
        "There is no file gone.json",
    ),
    "catalog add --name Mine --locator here --safetensors mine.csv --sequences 1M": ("no .safetensors file",),
    "catalog add --from gone.xlsx": ("There is no file gone.xlsx",),
    "catalog add --from book.xlsx --name Mine": ("--name is about one model",),
    "catalog remove esm2-15b": ("is a bundled entry",),
    "catalog remove nothing": ('You have no entry "nothing"',),
    "catalog check --data nowhere": ("There is no folder nowhere",),
    "catalog import epoch gone.csv": ("gone.csv",),
    "lite personal mine.csv": ("mine.csv",),
    "lite extract gone.xlsx": ("There is no file gone.xlsx",),
    "lite extract gone.py": ("There is no file gone.py",),
    "lambda labs mine.csv": ("mine.csv exists already", "--force"),
    "lambda sheets nowhere/a.txt": ("There is no folder nowhere",),
    "lambda lab": ("Did you mean 'labs'?",),
    "sheets export mine.csv": ("mine.csv",),
}


@pytest.fixture(autouse=True)
def _a_folder_of_theirs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mine: object) -> None:
    """A folder with a workbook, a CSV file and a folder; no models of one's own yet."""
    monkeypatch.chdir(tmp_path)
    Path("mine.csv").write_text("mine")
    Path("folder").mkdir()
    copied(Path("book.xlsx"), "native")
    copied(Path("other.xlsx"), "native")


@pytest.mark.parametrize("typed", MISTAKES)
def test_a_mistake_is_one_line_with_the_fix_and_changes_nothing(run: Run, typed: str) -> None:
    before = {path: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    end = run(*typed.split())
    if MISTAKES[typed]:
        refused(end, *MISTAKES[typed])
        assert end.out == ""
    else:
        assert (end.code, end.err) == (0, "") and "Usage: " in end.out
    assert {path: path.read_bytes() for path in Path().iterdir() if path.is_file()} == before
