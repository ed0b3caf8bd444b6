"""python -m plm_ratios.cli"""

from . import main

main()
