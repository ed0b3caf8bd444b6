"""The functions for planning a training."""

from __future__ import annotations

_GPUHOURS = """
LAMBDA(parameters, tokencount, gpu, [utilization],
  PLM_EACH(
    LAMBDA(size, data, name, share,
      LET(
        total, PLM_TRAINING(size, IF(PLM_GIVEN(data), data, ""), TRUE),
        each, PLM_PEAK(name) * PLM_SHARE(share),
        IF(ISERROR(total), total, total / each / 3600)
      )
    ),
    PLM_CELL(parameters), PLM_CELL(tokencount), PLM_CELL(gpu),
    IF(ISOMITTED(utilization), "", PLM_CELL(utilization))
  )
)
"""

_COMPUTE = """
LAMBDA(gpu, count, hours, [utilization],
  PLM_EACH(
    LAMBDA(name, many, long, share,
      PLM_PEAK(name) * PLM_SIZE(many, 0) * PLM_SIZE(long, 0) * 3600 * PLM_SHARE(share)
    ),
    PLM_CELL(gpu), PLM_CELL(count), PLM_CELL(hours),
    IF(ISOMITTED(utilization), "", PLM_CELL(utilization))
  )
)
"""

_MFU = """
LAMBDA(parameters, [tokencount], [gpu], [chiphours],
  PLM_EACH(
    LAMBDA(size, data, name, long,
      LET(
        total, PLM_TRAINING(size, IF(PLM_GIVEN(data), data, ""), TRUE),
        model, PLM_SUBJECT(size),
        known, LAMBDA(column, IF(model = "", #VALUE!, PLM_AT(column, model))),
        each, IF(PLM_GIVEN(name), PLM_PEAK(name),
          INDEX(PlmAccelerators[[Accelerator]:[Id]], known(PlmEntries[Accelerator]), $PEAK)),
        spent, IF(PLM_GIVEN(long), PLM_SIZE(long, 0), known(PlmEntries[Chip hours])),
        IF(ISERROR(total), total, total / spent / 3600 / each)
      )
    ),
    PLM_CELL(parameters),
    IF(ISOMITTED(tokencount), "", PLM_CELL(tokencount)),
    IF(ISOMITTED(gpu), "", PLM_CELL(gpu)),
    IF(ISOMITTED(chiphours), "", PLM_CELL(chiphours))
  )
)
"""

_PLAN = """
LAMBDA(budget, sequences, [length], [law], [batch],
  LET(
    single, LAMBDA(cells, ROWS(cells) * COLUMNS(cells) = 1),
    alone, LAMBDA(cells, IF(single(cells), PLM_ONE(cells), #VALUE!)),
    of, LAMBDA(each, PLM_LAW(IF(PLM_GIVEN(each), each, $PLANLAW))),
    given, IF(ISOMITTED(law), "", law),
    amount, IF(single(budget), PLM_SIZE(PLM_ONE(budget), 0), budget),
    named, IF(single(given), INDEX(PlmLaws[Id], of(PLM_ONE(given))), given),
    many, PLM_SEQUENCES(alone(sequences)),
    long, PLM_SIZE(IF(ISOMITTED(length), "", alone(length)), PLM_USUAL(alone(sequences))),
    unique, IF(many > 0, IF(many < 1.79E+308 / long, many * long, 0), #NUM!),
    step, PLM_SIZE(IF(ISOMITTED(batch), "", alone(batch)), $BATCH),
    IF(ISERROR(unique), unique, IF(ISERROR(step), step,
      PLM_TABLE(PlmHeaders[PLAN], $PLANS, amount, named, "", "", LAMBDA(x, y, none, nothing, column,
        IF(ISERROR(x), x, IF(ISERROR(y), y,
          LET(
            place, of(y),
            spend, PLM_SIZE(x, 0),
            repeats, INDEX(PlmLaws[Id], place) = $PLANLAW,
            size, IF(place + spend, IF(unique,
              IF(repeats, PLM_BALANCED(spend, unique), PLM_BEST(place, spend, 1)), #NUM!)),
            data, IF(size, IF(repeats, spend / 6 / size, PLM_BEST(place, spend, 2))),
            passes, data / unique,
            CHOOSE(column,
              IFERROR(INDEX(PlmLaws[Law], place + 0 * spend), y),
              IFERROR(spend + 0 * place, x),
              size,
              data,
              data / size,
              passes,
              IF(passes <= 1, data, unique + unique * $RSTAR * (1 - EXP((1 - passes) / $RSTAR))),
              data / step,
              IF(passes > $FREE, $DATA, $COMPUTE),
              PLM_BUDGET_NOTE(place, y, spend, x, IF(unique, size, 0), IF(unique, TRIM(
                PLM_OUTSIDE(place, spend, size, data) & " "
                & IF(passes > IF(repeats, $EXTRAPOLATED, 1),
                  SUBSTITUTE(INDEX(PlmLaws[Repeated], place), "{n}", PLM_HUMAN(passes)), "") & " "
                & IF(passes > $HARMED, INDEX(PlmLaws[Masked], place), "")), PLM_TEXT("noUnique")))
            )
          )
        ))
      ))
    ))
  )
)
"""

_ACCELERATORS = """
LAMBDA(LET(all, PlmAccelerators[[#All],[Accelerator]:[Id]], IF(all = "", "", all)))
"""

LAYOUTS = {
    "GPUHOURS": _GPUHOURS,
    "COMPUTE": _COMPUTE,
    "MFU": _MFU,
    "PLAN": _PLAN,
    "ACCELERATORS": _ACCELERATORS,
}
