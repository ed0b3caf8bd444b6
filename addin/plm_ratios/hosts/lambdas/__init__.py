"""Excel without macros, Python or an add-in: the functions as LAMBDA formulas over tables of the catalog."""
